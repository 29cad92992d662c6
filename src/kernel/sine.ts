const TURN = 2 * Math.PI

/**
 * Computes a sine from basic arithmetic, which IEEE 754 rounds alike on every machine. `Math.sin` may differ in its last
 * bit between builds of V8, and the bytes of files follow from these numbers.
 *
 * @param turns the angle in whole turns: 0.25 is a right angle.
 */
export function sineOfTurns(turns: number): number {
  // Into [-1/2, 1/2), then folded into [-1/4, 1/4], where the series converges fast.
  const whole = turns - Math.floor(turns + 0.5)
  const folded = whole > 0.25 ? 0.5 - whole : whole < -0.25 ? -0.5 - whole : whole
  const x = folded * TURN
  const square = x * x
  let term = x
  let sum = x
  for (const divisor of [6, 20, 42, 72, 110, 156]) {
    term *= -square / divisor
    sum += term
  }
  return sum
}

/** @param turns the angle in whole turns. */
export const cosineOfTurns = (turns: number): number => sineOfTurns(turns + 0.25)
