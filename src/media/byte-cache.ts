/** Keeps files up to a number of bytes in all; those not used for longest go first. */
export class ByteCache {
  readonly #bytesMax: number
  /** In order of last use. */
  readonly #files = new Map<string, Uint8Array>()
  #bytes = 0

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax
  }

  get(key: string): Uint8Array | undefined {
    const file = this.#files.get(key)
    if (file === undefined) return undefined
    this.#files.delete(key)
    this.#files.set(key, file)
    return file
  }

  set(key: string, file: Uint8Array): void {
    if (file.length > this.#bytesMax) return
    this.#bytes += file.length - (this.#files.get(key)?.length ?? 0)
    this.#files.delete(key)
    this.#files.set(key, file)
    for (const [oldest, { length }] of this.#files) {
      if (this.#bytes <= this.#bytesMax) return
      this.#files.delete(oldest)
      this.#bytes -= length
    }
  }
}
