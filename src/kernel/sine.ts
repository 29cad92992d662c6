const TURN = 2 * Math.PI

/**
 * Computes a sine with basic arithmetic, which IEEE 754 rounds alike on every machine. The bytes of files depend on it, and
 * the last bit of `Math.sin` may differ between builds of V8.
 *
 * @param turns angle in turns; a right angle is 0.25
 */
export function sineOfTurns(turns: number): number {
  // Reduces the angle to [-1/2, 1/2), and then to [-1/4, 1/4], where the series converges fast.
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

/** Computes a cosine like `sineOfTurns`. @param turns angle in turns */
export const cosineOfTurns = (turns: number): number => sineOfTurns(turns + 0.25)
