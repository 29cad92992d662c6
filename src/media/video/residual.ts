import type { Plane } from './planes.ts'
import {
  forward4x4,
  hadamard2x2,
  hadamard4x4,
  inverse4x4,
  quantize,
  quantizeDc,
  dequantize,
  dequantizeChromaDc,
  dequantizeLumaDc,
  ZIGZAG,
} from './transform.ts'

/** Working memory for luma, Cb or Cr of a macroblock, reused for each one. Levels are in zigzag order. */
export interface Channel {
  /** Predicted samples in raster order. */
  readonly prediction: Uint8Array
  /** Levels of the DC coefficients of all blocks. */
  readonly dc: Int32Array
  /** Levels of each block; index 0, the DC coefficient, is unused. */
  readonly blocks: readonly Int32Array[]
  /** True if an AC coefficient of any block is not zero. */
  hasAc: boolean
}

/** @param blocks 16 for luma, 4 for chroma. */
export const newChannel = (blocks: 4 | 16): Channel => ({
  prediction: new Uint8Array(blocks * 16),
  dc: new Int32Array(blocks),
  blocks: Array.from({ length: blocks }, () => new Int32Array(16)),
  hasAc: false,
})

/** Samples or coefficients of the block that is being coded. */
const residual = new Int32Array(16)
const dcCoefficients = new Int32Array(16)

/** Codes 16 × 16 luma samples and reconstructs them (8.5.2). */
export function codeLuma(
  channel: Channel,
  source: Plane,
  reconstructed: Plane,
  left: number,
  top: number,
): void {
  transformAndQuantize(channel, source, left, top, 4)
  hadamard4x4(dcCoefficients)
  for (let index = 0; index < 16; index += 1) {
    channel.dc[index] = quantizeDc(((dcCoefficients[ZIGZAG[index] ?? 0] ?? 0) + 1) >> 1)
  }
  for (let index = 0; index < 16; index += 1) dcCoefficients[ZIGZAG[index] ?? 0] = channel.dc[index] ?? 0
  hadamard4x4(dcCoefficients)
  for (let index = 0; index < 16; index += 1)
    dcCoefficients[index] = dequantizeLumaDc(dcCoefficients[index] ?? 0)
  reconstruct(channel, reconstructed, left, top, 4)
}

/** Codes 8 × 8 samples of Cb or Cr and reconstructs them (8.5.4). */
export function codeChroma(
  channel: Channel,
  source: Plane,
  reconstructed: Plane,
  left: number,
  top: number,
): void {
  transformAndQuantize(channel, source, left, top, 2)
  hadamard2x2(dcCoefficients)
  for (let index = 0; index < 4; index += 1) channel.dc[index] = quantizeDc(dcCoefficients[index] ?? 0)
  dcCoefficients.set(channel.dc)
  hadamard2x2(dcCoefficients)
  for (let index = 0; index < 4; index += 1)
    dcCoefficients[index] = dequantizeChromaDc(dcCoefficients[index] ?? 0)
  reconstruct(channel, reconstructed, left, top, 2)
}

/**
 * Stores AC levels in the channel and DC coefficients in `dcCoefficients`.
 *
 * @param side blocks per row.
 */
function transformAndQuantize(
  channel: Channel,
  source: Plane,
  left: number,
  top: number,
  side: number,
): void {
  channel.hasAc = false
  for (let index = 0; index < side * side; index += 1) {
    const levels = channel.blocks[index]
    if (levels === undefined) return
    if (!subtract(channel.prediction, source, left, top, side, index)) {
      dcCoefficients[index] = 0
      levels.fill(0)
      continue
    }
    forward4x4(residual)
    dcCoefficients[index] = residual[0] ?? 0
    for (let order = 1; order < 16; order += 1) {
      const place = ZIGZAG[order] ?? 0
      const level = quantize(residual[place] ?? 0, place)
      levels[order] = level
      if (level !== 0) channel.hasAc = true
    }
  }
}

/** Stores source minus prediction of a block in `residual`. Returns false if all differences are zero. */
function subtract(
  prediction: Uint8Array,
  { samples, width }: Plane,
  left: number,
  top: number,
  side: number,
  block: number,
): boolean {
  const x = (block % side) * 4
  const y = (block - (block % side)) * (4 / side)
  let any = 0
  for (let place = 0; place < 16; place += 1) {
    const column = x + (place & 3)
    const row = y + (place >> 2)
    const sample = samples[(top + row) * width + left + column] ?? 0
    const difference = sample - (prediction[row * side * 4 + column] ?? 0)
    any |= difference
    residual[place] = difference
  }
  return any !== 0
}

/** Decodes the levels into `reconstructed`, so that the next macroblocks are predicted as in a decoder. */
function reconstruct(channel: Channel, reconstructed: Plane, left: number, top: number, side: number): void {
  const { prediction } = channel
  const { samples, width } = reconstructed
  for (let index = 0; index < side * side; index += 1) {
    reconstructBlock(channel.hasAc ? channel.blocks[index] : undefined, dcCoefficients[index] ?? 0)
    const x = (index % side) * 4
    const y = (index - (index % side)) * (4 / side)
    for (let place = 0; place < 16; place += 1) {
      const column = x + (place & 3)
      const row = y + (place >> 2)
      const sample = (prediction[row * side * 4 + column] ?? 0) + (residual[place] ?? 0)
      samples[(top + row) * width + left + column] = sample < 0 ? 0 : sample > 255 ? 255 : sample
    }
  }
}

/** Stores the decoded differences of a block in `residual`. */
function reconstructBlock(levels: Int32Array | undefined, mean: number): void {
  if (levels === undefined) {
    // The inverse transform of a DC coefficient alone is constant.
    residual.fill((mean + 32) >> 6)
    return
  }
  residual[0] = mean
  for (let order = 1; order < 16; order += 1) {
    const place = ZIGZAG[order] ?? 0
    residual[place] = dequantize(levels[order] ?? 0, place)
  }
  inverse4x4(residual)
}
