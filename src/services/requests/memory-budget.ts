/** Limit of what one process keeps of requests, webhook messages and events. */
const BYTES_MAX = 256 * 1024 * 1024

/** Counts the memory of what is kept for tests to look at. One budget serves all worlds. */
export class MemoryBudget {
  readonly #bytesMax: number
  #bytes = 0

  /** @param bytesMax 256 MB by default; tests set less. */
  constructor(bytesMax = BYTES_MAX) {
    this.#bytesMax = bytesMax
  }

  /** Returns false, and takes nothing, when there is no room. */
  take(bytes: number): boolean {
    if (this.#bytes + bytes > this.#bytesMax) return false
    this.#bytes += bytes
    return true
  }

  release(bytes: number): void {
    this.#bytes -= bytes
  }
}

/** The memory of a text. V8 needs two bytes a character as soon as one is outside Latin-1, so two are counted for all. */
export const textBytes = (text: string | null): number => (text === null ? 0 : text.length * 2)
