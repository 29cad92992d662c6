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

/** What a macroblock differs from its prediction by, as levels in zigzag order; reused from one to the next. */
export interface Channel {
  readonly prediction: Uint8Array
  /** The first coefficient of each block, apart from the others. */
  readonly dc: Int32Array
  readonly blocks: readonly Int32Array[]
  /** True when any block has more than that. */
  hasAc: boolean
}

/** For a macroblock of that many blocks. */
export const newChannel = (blocks: 4 | 16): Channel => ({
  prediction: new Uint8Array(blocks * 16),
  dc: new Int32Array(blocks),
  blocks: Array.from({ length: blocks }, () => new Int32Array(16)),
  hasAc: false,
})

const residual = new Int32Array(16)
const dcCoefficients = new Int32Array(16)

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

/** Leaves the levels of details in the channel, and the first coefficients in `dcCoefficients`. */
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

/** Leaves what a block differs from its prediction by in `residual`; false when that is nothing. */
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

/** Does what a decoder does with the levels, so that the next macroblocks continue what it has. */
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

function reconstructBlock(levels: Int32Array | undefined, mean: number): void {
  if (levels === undefined) {
    // What the inverse transform makes of a mean alone.
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
