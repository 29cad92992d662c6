import type { MemoryBudget } from './memory-budget.ts'

interface Entry<Item> {
  readonly item: Item
  readonly bytes: number
}

/** A log of the newest items, limited in number and by a memory budget that it shares with other logs. */
export class BoundedLog<Item> {
  readonly #budget: MemoryBudget
  readonly #itemsMax: number
  /** Up to twice as many items as are listed: dropping one for each new one costs 2 µs of a request. */
  #entries: Entry<Item>[] = []
  #pushed = 0

  constructor(budget: MemoryBudget, itemsMax: number) {
    this.#budget = budget
    this.#itemsMax = itemsMax
  }

  /** Adds an item. Returns false, and adds nothing, when the budget is used up. */
  push(item: Item, bytes: number): boolean {
    if (this.#entries.length >= this.#itemsMax * 2) this.#dropAllBut(this.#itemsMax)
    if (!this.#budget.take(bytes)) {
      this.#dropAllBut(this.#itemsMax - 1)
      if (!this.#budget.take(bytes)) return false
    }
    this.#entries.push({ item, bytes })
    this.#pushed += 1
    return true
  }

  /** Number of items that were added since the last `clear`, and are no longer listed. */
  get droppedCount(): number {
    return this.#pushed - Math.min(this.#entries.length, this.#itemsMax)
  }

  /** Returns the items, oldest first. */
  items(): readonly Item[] {
    return this.#entries.slice(-this.#itemsMax).map(({ item }) => item)
  }

  clear(): void {
    this.#dropAllBut(0)
    this.#pushed = 0
  }

  #dropAllBut(count: number): void {
    const surplus = this.#entries.splice(0, Math.max(0, this.#entries.length - count))
    for (const { bytes } of surplus) this.#budget.release(bytes)
  }
}
