import { wallAlarm } from '../clock.ts'
import { fits, type JournalEntry, type JournalFilter } from './journal-entry.ts'
import { nearMisses } from './near-misses.ts'

export type { JournalEntry, JournalFilter } from './journal-entry.ts'

/** The contract of the control API: 1,000 entries a world. */
const ENTRIES_MAX = 1000

type Listener = () => void

/** What the bodies in all journals of a process may take up; beyond, new entries come without bodies. */
const BODY_BYTES_MAX = 256 * 1024 * 1024

/** Counts what the journals of a process hold. */
export class JournalBudget {
  #bytes = 0

  take(bytes: number): boolean {
    if (this.#bytes + bytes > BODY_BYTES_MAX) return false
    this.#bytes += bytes
    return true
  }

  giveBack(bytes: number): void {
    this.#bytes -= bytes
  }
}

interface Held {
  readonly entry: JournalEntry
  readonly bytes: number
}

/** The requests that a world received, newest last. In memory only, and bounded. */
export class Journal {
  readonly #budget: JournalBudget
  #held: Held[] = []
  readonly #listeners = new Set<Listener>()

  constructor(budget: JournalBudget) {
    this.#budget = budget
  }

  /** @param bytes about what the bodies of the entry take up */
  record(entry: JournalEntry, bytes: number): void {
    const fit = this.#budget.take(bytes)
    this.#held.push(
      fit ? { entry, bytes } : { entry: { ...entry, requestBody: null, responseBody: null }, bytes: 0 },
    )
    // Cut in blocks: shifting a thousand entries for each request would cost more than the rest of the record.
    if (this.#held.length >= ENTRIES_MAX * 2) this.#forget(this.#held.length - ENTRIES_MAX)
    for (const listener of this.#listeners) listener()
  }

  /** All that match, newest first. */
  list(filter: JournalFilter = {}): readonly JournalEntry[] {
    const newest = this.#held.slice(-ENTRIES_MAX).map(({ entry }) => entry)
    return newest.filter((entry) => fits(entry, filter)).toReversed()
  }

  clear(): void {
    this.#forget(this.#held.length)
  }

  /** Waits until `count` requests match, at most `timeoutMs` of wall time. Returns those that match, newest first. */
  async waitFor(filter: JournalFilter, count: number, timeoutMs: number): Promise<readonly JournalEntry[]> {
    return new Promise((resolve) => {
      const finish = (found: readonly JournalEntry[]): void => {
        cancel()
        this.#listeners.delete(look)
        resolve(found)
      }
      const look = (): void => {
        const found = this.list(filter)
        if (found.length >= count) finish(found)
      }
      const cancel = wallAlarm(timeoutMs, () => finish(this.list(filter)))
      this.#listeners.add(look)
      look()
    })
  }

  /** Why too few requests matched, for people: which came close, and what was different about them. */
  explain(filter: JournalFilter): string {
    return nearMisses(this.list(), filter)
  }

  #forget(count: number): void {
    for (const { bytes } of this.#held.slice(0, count)) this.#budget.giveBack(bytes)
    this.#held = this.#held.slice(count)
  }
}
