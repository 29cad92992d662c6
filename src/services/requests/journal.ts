import { type Exchange, fits, type JournalEntry, type JournalFilter, toEntry } from './journal-entry.ts'
import type { MemoryBudget } from './memory-budget.ts'
import { nearMisses } from './near-misses.ts'
import { type Patience, Waiting } from './condition.ts'

/** The contract of the control API: 1,000 entries a world. */
const ENTRIES_MAX = 1000

interface Held {
  readonly exchange: Exchange
  readonly bytes: number
}

/** The requests that a world received, newest last. In memory only, and bounded. */
export class Journal {
  readonly #budget: MemoryBudget
  #held: Held[] = []
  readonly #waiting = new Waiting()

  constructor(budget: MemoryBudget) {
    this.#budget = budget
  }

  /** Without its bodies where memory is short. @param bytes about what they take up */
  record(exchange: Exchange, bytes: number): void {
    const fit = this.#budget.take(bytes)
    this.#held.push(
      fit
        ? { exchange, bytes }
        : { exchange: { ...exchange, requestBody: null, responseBody: null }, bytes: 0 },
    )
    // Cut in blocks: shifting a thousand entries for each request would cost more than the rest of the record.
    if (this.#held.length >= ENTRIES_MAX * 2) this.#forget(this.#held.length - ENTRIES_MAX)
    this.#waiting.notify()
  }

  /** All that match, newest first. */
  list(filter: JournalFilter = {}): readonly JournalEntry[] {
    return this.#matching(filter).map(toEntry).toReversed()
  }

  clear(): void {
    this.#forget(this.#held.length)
  }

  /** Waits until `count` requests match. Returns those that match, newest first. */
  async waitFor(filter: JournalFilter, count: number, patience: Patience): Promise<readonly JournalEntry[]> {
    await this.#waiting.until(() => this.#matching(filter).length >= count, patience)
    return this.list(filter)
  }

  /** Why too few requests matched, for people: which came close, and what was different about them. */
  explain(filter: JournalFilter): string {
    return nearMisses(this.list(), filter)
  }

  /** The world is gone. */
  end(): void {
    this.clear()
    this.#waiting.end()
  }

  #matching(filter: JournalFilter): Exchange[] {
    const newest = this.#held.slice(-ENTRIES_MAX).map(({ exchange }) => exchange)
    return newest.filter((exchange) => fits(exchange, filter))
  }

  #forget(count: number): void {
    for (const { bytes } of this.#held.slice(0, count)) this.#budget.giveBack(bytes)
    this.#held = this.#held.slice(count)
  }
}
