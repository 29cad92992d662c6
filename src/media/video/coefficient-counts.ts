/** Numbers of coefficients in the blocks of a picture, which choose the code table of the next blocks (9.2.1). */
export class CoefficientCounts {
  readonly #width: number
  readonly #counts: Uint8Array

  /**
   * @param width in blocks.
   * @param height in blocks.
   */
  constructor(width: number, height: number) {
    this.#width = width
    this.#counts = new Uint8Array(width * height)
  }

  clear(): void {
    this.#counts.fill(0)
  }

  set(x: number, y: number, count: number): void {
    this.#counts[y * this.#width + x] = count
  }

  /** Returns nC: the mean of the blocks to the left and above, or of the available one. */
  predict(x: number, y: number): number {
    const at = y * this.#width + x
    const left = this.#counts[at - 1] ?? 0
    const above = this.#counts[at - this.#width] ?? 0
    if (x > 0 && y > 0) return (left + above + 1) >> 1
    return x > 0 ? left : y > 0 ? above : 0
  }
}
