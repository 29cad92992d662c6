import type { BitWriter } from './bit-writer.ts'
import { CHROMA_DC, writeCoefficients } from './cavlc.ts'
import { CoefficientCounts } from './coefficient-counts.ts'
import type { Plane, Planes } from './planes.ts'
import { predictChroma, predictLuma } from './predict.ts'
import { codeChroma, codeLuma, newChannel } from './residual.ts'

/** Column and row of the 4 × 4 blocks of a macroblock, in coding order (6.4.3). */
const LUMA_ORDER = Array.from({ length: 16 }, (_, index) => ({
  x: (index & 1) + ((index >> 2) & 1) * 2,
  y: ((index >> 1) & 1) + (index >> 3) * 2,
}))
const CHROMA_ORDER = LUMA_ORDER.slice(0, 4)

/** First mb_type of I_16x16 in I slices and in P slices (tables 7-11 and 7-13). */
const INTRA_16X16 = { intra: 1, inter: 6 } as const

/** Encodes I_16x16 macroblocks and reconstructs them as a decoder does, to predict the next ones. */
export class MacroblockCoder {
  readonly #reconstructed: Planes
  readonly #lumaCounts: CoefficientCounts
  readonly #chromaCounts: readonly [CoefficientCounts, CoefficientCounts]
  readonly #luma = newChannel(16)
  readonly #chroma = [newChannel(4), newChannel(4)] as const

  /** @param reconstructed the decoder's picture, which is updated. */
  constructor(reconstructed: Planes) {
    this.#reconstructed = reconstructed
    const { width, height } = reconstructed.luma
    this.#lumaCounts = new CoefficientCounts(width / 4, height / 4)
    this.#chromaCounts = [
      new CoefficientCounts(width / 8, height / 8),
      new CoefficientCounts(width / 8, height / 8),
    ]
  }

  /** Resets the coefficient counts. Call it before each picture, as skipped macroblocks count as empty. */
  clear(): void {
    for (const grid of [this.#lumaCounts, ...this.#chromaCounts]) grid.clear()
  }

  /** Writes the macroblock at a column and row, both in macroblocks. */
  write(bits: BitWriter, source: Planes, column: number, row: number, slice: 'intra' | 'inter'): void {
    const prediction = this.#codeLuma(source.luma, column * 16, row * 16)
    const hasChroma = [0, 1].map((index) =>
      this.#codeChroma(source, index === 0 ? 0 : 1, column * 8, row * 8),
    )
    const chromaAmount = Math.max(...hasChroma)
    const { hasAc } = this.#luma
    bits.writeUnsigned(INTRA_16X16[slice] + prediction + 4 * chromaAmount + (hasAc ? 12 : 0))
    // intra_chroma_pred_mode 0 is DC; mb_qp_delta is 0.
    bits.writeUnsigned(0)
    bits.writeSigned(0)
    this.#writeLuma(bits, column * 4, row * 4)
    this.#writeChroma(bits, chromaAmount, column * 2, row * 2)
  }

  /** Returns the mode of the luma prediction. */
  #codeLuma(source: Plane, left: number, top: number): number {
    const { luma } = this.#reconstructed
    const prediction = predictLuma(source, luma, left, top, this.#luma.prediction)
    codeLuma(this.#luma, source, luma, left, top)
    return prediction
  }

  /** Returns the chroma part of coded_block_pattern: 0 for no levels, 1 for DC, 2 for DC and AC. */
  #codeChroma(source: Planes, index: 0 | 1, left: number, top: number): number {
    const channel = this.#chroma[index]
    const reconstructed = this.#reconstructed.chroma[index]
    predictChroma(reconstructed, left, top, channel.prediction)
    codeChroma(channel, source.chroma[index], reconstructed, left, top)
    return channel.hasAc ? 2 : channel.dc.some((level) => level !== 0) ? 1 : 0
  }

  #writeLuma(bits: BitWriter, x: number, y: number): void {
    const counts = this.#lumaCounts
    const { dc, blocks, hasAc } = this.#luma
    writeCoefficients(bits, dc, 0, 16, counts.predict(x, y))
    for (const place of LUMA_ORDER) {
      const block = blocks[place.y * 4 + place.x]
      if (block === undefined) continue
      const [blockX, blockY] = [x + place.x, y + place.y]
      const count = hasAc ? writeCoefficients(bits, block, 1, 15, counts.predict(blockX, blockY)) : 0
      counts.set(blockX, blockY, count)
    }
  }

  #writeChroma(bits: BitWriter, amount: number, x: number, y: number): void {
    if (amount > 0) for (const { dc } of this.#chroma) writeCoefficients(bits, dc, 0, 4, CHROMA_DC)
    for (const [index, { blocks }] of this.#chroma.entries()) {
      const counts = this.#chromaCounts[index === 0 ? 0 : 1]
      for (const place of CHROMA_ORDER) {
        const block = blocks[place.y * 2 + place.x]
        if (block === undefined) continue
        const [blockX, blockY] = [x + place.x, y + place.y]
        const count = amount === 2 ? writeCoefficients(bits, block, 1, 15, counts.predict(blockX, blockY)) : 0
        counts.set(blockX, blockY, count)
      }
    }
  }
}
