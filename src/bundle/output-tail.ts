/** Bytes of output that a bundle holds. */
const TAIL_BYTES_MAX = 256 * 1024

/** Keeps the end of a command's output, however long the output is. */
export class OutputTail {
  readonly #bytesMax
  #chunks: Buffer[] = []
  #bytes = 0
  #dropped = 0

  /** @param bytesMax defaults to 256 kB */
  constructor(bytesMax = TAIL_BYTES_MAX) {
    this.#bytesMax = bytesMax
  }

  add(chunk: Buffer): void {
    // A chunk of a pipe may be a slice of a larger buffer, which would stay in memory with it.
    this.#chunks.push(Buffer.from(chunk))
    this.#bytes += chunk.length
    if (this.#bytes > 2 * this.#bytesMax) this.#shorten()
  }

  /** Returns the text, from the start of a line when something was dropped. */
  text(): string {
    this.#shorten()
    const text = Buffer.concat(this.#chunks).toString('utf8')
    return this.#dropped === 0
      ? text
      : `[${this.#dropped} bytes before]\n${text.slice(text.indexOf('\n') + 1)}`
  }

  #shorten(): void {
    const all = Buffer.concat(this.#chunks)
    const start = Math.max(0, all.length - this.#bytesMax)
    this.#dropped += start
    this.#chunks = [Buffer.from(all.subarray(start))]
    this.#bytes = all.length - start
  }
}
