/** Limit for the requests, webhook messages and events that one process holds. */
const BYTES_MAX = 256 * 1024 * 1024

/** Counts the memory of journals, inboxes and event feeds. One budget serves all worlds. */
export class MemoryBudget {
  readonly #bytesMax: number
  #bytes = 0

  /** @param bytesMax defaults to 256 MB */
  constructor(bytesMax = BYTES_MAX) {
    this.#bytesMax = bytesMax
  }

  /** Reserves memory. Returns false, and reserves nothing, when the budget is used up. */
  take(bytes: number): boolean {
    if (this.#bytes + bytes > this.#bytesMax) return false
    this.#bytes += bytes
    return true
  }

  release(bytes: number): void {
    this.#bytes -= bytes
  }
}

/** Returns the memory of a text: two bytes a character, which V8 needs once one is outside Latin-1. */
export const textBytes = (text: string | null): number => (text === null ? 0 : text.length * 2)
