import type { Plane } from './planes.ts'

/** Modes of Intra_16x16 prediction (8.3.3). */
const PREDICTION = { vertical: 0, horizontal: 1, dc: 2 } as const
type Prediction = (typeof PREDICTION)[keyof typeof PREDICTION]

/** Samples of the candidate prediction. */
const scratch = new Uint8Array(256)

/**
 * Selects the luma prediction with the least sum of absolute differences from `source`.
 *
 * @param left of the macroblock in px.
 * @param top of the macroblock in px.
 * @param best receives the 16 × 16 predicted samples.
 */
export function predictLuma(
  source: Plane,
  reconstructed: Plane,
  left: number,
  top: number,
  best: Uint8Array,
): Prediction {
  let chosen: Prediction = PREDICTION.dc
  const corner = { left, top, x: 0, y: 0, side: 16 }
  fillDc(reconstructed, corner, left > 0, top > 0, best)
  let error = distance(source, left, top, best, Infinity)
  for (const candidate of [PREDICTION.vertical, PREDICTION.horizontal] as const) {
    if (candidate === PREDICTION.vertical ? top === 0 : left === 0) continue
    extend(reconstructed, left, top, candidate)
    const other = distance(source, left, top, scratch, error)
    if (other >= error) continue
    error = other
    chosen = candidate
    best.set(scratch)
  }
  return chosen
}

/**
 * Predicts the four 4 × 4 blocks of 8 × 8 chroma samples by DC (8.3.4).
 *
 * @param left in samples.
 * @param top in samples.
 */
export function predictChroma(reconstructed: Plane, left: number, top: number, prediction: Uint8Array): void {
  const [hasLeft, hasTop] = [left > 0, top > 0]
  for (let quarter = 0; quarter < 4; quarter += 1) {
    const x = (quarter & 1) * 4
    const y = (quarter >> 1) * 4
    // The upper right block prefers the samples above, the lower left block those to the left.
    const useLeft = hasLeft && (quarter !== 1 || !hasTop)
    const useTop = hasTop && (quarter !== 2 || !hasLeft)
    fillDc(reconstructed, { left, top, x, y, side: 4 }, useLeft, useTop, prediction)
  }
}

/** A square at `x` and `y` within the macroblock at `left` and `top`. */
interface Square {
  readonly left: number
  readonly top: number
  readonly x: number
  readonly y: number
  readonly side: number
}

/** Fills a square with the mean of the samples beside and above the macroblock, or with grey if there are none. */
function fillDc(
  { samples, width }: Plane,
  { left, top, x, y, side }: Square,
  useLeft: boolean,
  useTop: boolean,
  target: Uint8Array,
): void {
  let sum = 0
  for (let index = 0; index < side; index += 1) {
    if (useLeft) sum += samples[(top + y + index) * width + left - 1] ?? 0
    if (useTop) sum += samples[(top - 1) * width + left + x + index] ?? 0
  }
  const count = side * ((useLeft ? 1 : 0) + (useTop ? 1 : 0))
  const mean = count === 0 ? 128 : Math.floor((sum + count / 2) / count)
  // A row of a macroblock has 16 luma or 8 chroma samples.
  const stride = side === 16 ? 16 : 8
  for (let row = y; row < y + side; row += 1) target.fill(mean, row * stride + x, row * stride + x + side)
}

/** Extends the samples above or to the left into `scratch`. */
function extend(
  { samples, width }: Plane,
  left: number,
  top: number,
  way: typeof PREDICTION.vertical | typeof PREDICTION.horizontal,
): void {
  for (let row = 0; row < 16; row += 1) {
    if (way === PREDICTION.horizontal) {
      scratch.fill(samples[(top + row) * width + left - 1] ?? 0, row * 16, row * 16 + 16)
    } else {
      const above = (top - 1) * width + left
      for (let column = 0; column < 16; column += 1) scratch[row * 16 + column] = samples[above + column] ?? 0
    }
  }
}

/** Returns the sum of absolute differences, or a partial sum as soon as it reaches `limit`. */
function distance(
  { samples, width }: Plane,
  left: number,
  top: number,
  prediction: Uint8Array,
  limit: number,
): number {
  let sum = 0
  for (let row = 0; row < 16 && sum < limit; row += 1) {
    const at = (top + row) * width + left
    for (let column = 0; column < 16; column += 1) {
      sum += Math.abs((samples[at + column] ?? 0) - (prediction[row * 16 + column] ?? 0))
    }
  }
  return sum
}
