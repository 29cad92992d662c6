/** What requests and messages that are kept in memory may take up in one process. */
const BYTES_MAX = 256 * 1024 * 1024

/** Counts what is kept. */
export class MemoryBudget {
  #bytes = 0

  /** False, and takes nothing, when there is no room. */
  take(bytes: number): boolean {
    if (this.#bytes + bytes > BYTES_MAX) return false
    this.#bytes += bytes
    return true
  }

  giveBack(bytes: number): void {
    this.#bytes -= bytes
  }
}
