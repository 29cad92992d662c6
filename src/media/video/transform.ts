/** Quantization parameter. 26 is hardly visible on flat pictures; up to 29, chroma has the same value (table 8-15). */
export const QP = 26

const SCALE = Math.floor(QP / 6)
const SHIFT = 15 + SCALE
/** Rounding offset of a third of a step, as is usual for intra macroblocks. */
const ROUND = Math.floor((1 << SHIFT) / 3)

/** Factors by QP modulo 6, for both indices even, both odd, and others (8.5.9). */
const FACTORS = {
  quantize: [
    [13107, 5243, 8066],
    [11916, 4660, 7490],
    [10082, 4194, 6554],
    [9362, 3647, 5825],
    [8192, 3355, 5243],
    [7282, 2893, 4559],
  ],
  dequantize: [
    [10, 16, 13],
    [11, 18, 14],
    [13, 20, 16],
    [14, 23, 18],
    [16, 25, 20],
    [18, 29, 23],
  ],
} as const

/** Column of `FACTORS` for each coefficient of a block in raster order. */
const PLACE = Array.from({ length: 16 }, (_, index) => {
  const [odd, oddRow] = [index % 2 === 1, Math.floor(index / 4) % 2 === 1]
  return odd && oddRow ? 1 : odd || oddRow ? 2 : 0
})
const at = (table: readonly (readonly number[])[], place: number): number => table[QP % 6]?.[place] ?? 0
const QUANTIZE = Int32Array.from(PLACE, (place) => at(FACTORS.quantize, place))
const DEQUANTIZE = Int32Array.from(PLACE, (place) => at(FACTORS.dequantize, place) << SCALE)

/** Raster index of each coefficient in zigzag order (8.5.6). */
export const ZIGZAG = [0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15] as const

/** Transforms one line: its first index, the distance of its values, and the four values. */
type OnLine = (i: number, step: number, a: number, b: number, c: number, d: number) => void

/** Calls `onLine` for the rows of a block, then for its columns. */
function alongBothAxes(block: Int32Array, onLine: OnLine): void {
  for (let pass = 0; pass < 2; pass += 1) {
    const step = pass === 0 ? 1 : 4
    const stride = pass === 0 ? 4 : 1
    for (let line = 0; line < 4; line += 1) {
      const i = line * stride
      const [a, b] = [block[i] ?? 0, block[i + step] ?? 0]
      const [c, d] = [block[i + 2 * step] ?? 0, block[i + 3 * step] ?? 0]
      onLine(i, step, a, b, c, d)
    }
  }
}

/** Forward 4 × 4 transform, in place. */
export function forward4x4(block: Int32Array): void {
  alongBothAxes(block, (i, step, a, b, c, d) => {
    block[i] = a + b + c + d
    block[i + step] = 2 * (a - d) + b - c
    block[i + 2 * step] = a - b - c + d
    block[i + 3 * step] = a - d - 2 * (b - c)
  })
}

/** Inverse 4 × 4 transform in place, bit-exact with decoders (8.5.12). */
export function inverse4x4(block: Int32Array): void {
  alongBothAxes(block, (i, step, a, b, c, d) => {
    const inner = (b >> 1) - d
    const outer = b + (d >> 1)
    block[i] = a + c + outer
    block[i + step] = a - c + inner
    block[i + 2 * step] = a - c - inner
    block[i + 3 * step] = a + c - outer
  })
  for (let i = 0; i < 16; i += 1) block[i] = ((block[i] ?? 0) + 32) >> 6
}

/** Transforms the luma DC coefficients in place. It is its own inverse but for a scale (8.5.10). */
export function hadamard4x4(block: Int32Array): void {
  alongBothAxes(block, (i, step, a, b, c, d) => {
    block[i] = a + b + c + d
    block[i + step] = a + b - c - d
    block[i + 2 * step] = a - b - c + d
    block[i + 3 * step] = a - b + c - d
  })
}

/** Transforms the chroma DC coefficients in place. It is its own inverse but for a scale (8.5.11). */
export function hadamard2x2(block: Int32Array): void {
  const a = block[0] ?? 0
  const b = block[1] ?? 0
  const c = block[2] ?? 0
  const d = block[3] ?? 0
  block[0] = a + b + c + d
  block[1] = a - b + c - d
  block[2] = a + b - c - d
  block[3] = a - b - c + d
}

/**
 * Quantizes an AC coefficient.
 *
 * @param place its raster index.
 */
export const quantize = (value: number, place: number): number => {
  const level = (Math.imul(Math.abs(value), QUANTIZE[place] ?? 0) + ROUND) >> SHIFT
  return value < 0 ? -level : level
}

/** Quantizes a DC coefficient, which the second transform has scaled by two. */
export const quantizeDc = (value: number): number => {
  const level = (Math.imul(Math.abs(value), QUANTIZE[0] ?? 0) + 2 * ROUND) >> (SHIFT + 1)
  return value < 0 ? -level : level
}

/**
 * Scales the level of an AC coefficient (8.5.12).
 *
 * @param place its raster index.
 */
export const dequantize = (level: number, place: number): number => Math.imul(level, DEQUANTIZE[place] ?? 0)
/** Scales a luma DC coefficient after the second transform (8.5.10). */
export const dequantizeLumaDc = (sum: number): number => (Math.imul(sum, DEQUANTIZE[0] ?? 0) + 2) >> 2
/** Scales a chroma DC coefficient after the second transform (8.5.11). */
export const dequantizeChromaDc = (sum: number): number => Math.imul(sum, DEQUANTIZE[0] ?? 0) >> 1
