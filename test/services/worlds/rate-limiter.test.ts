import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RateLimiter } from '../../../src/services/worlds/rate-limiter.ts'

test('no window of that length ever holds more than the limit, and every refusal was needed', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 200 })
  fc.assert(
    fc.property(
      gaps,
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 1000 }),
      (waits, limit, windowMs) => {
        const limiter = new RateLimiter()
        const passed: number[] = []
        let now = 0
        for (const wait of waits) {
          now += wait
          const inWindow = passed.filter((instant) => instant > now - windowMs).length
          const waitMs = limiter.take('key', { limit, windowMs }, now)
          expect(waitMs === 0).toBe(inWindow < limit)
          if (waitMs === 0) passed.push(now)
          // The wait that is asked for is the shortest that would do.
          else
            expect(passed.filter((instant) => instant > now + waitMs - windowMs).length).toBe(
              limit - 1 - ties(passed, now + waitMs - windowMs),
            )
        }
      },
    ),
  )
})

/** Requests at one instant leave the window together. */
function ties(passed: readonly number[], edge: number): number {
  return passed.filter((instant) => instant === edge).length - 1
}

test('a burst at the edge of a fixed window does not pass twice', () => {
  const limiter = new RateLimiter()
  const limit = { limit: 100, windowMs: 60_000 }
  for (let count = 0; count < 100; count += 1) expect(limiter.take('key', limit, 59_999)).toBe(0)
  expect(limiter.take('key', limit, 60_001)).toBe(59_998)
  expect(limiter.take('key', limit, 119_998)).toBe(1)
  expect(limiter.take('key', limit, 119_999)).toBe(0)
})

test('keys do not share a limit, and forgetting quiet keys keeps the busy one', () => {
  const limiter = new RateLimiter()
  const limit = { limit: 1, windowMs: 1000 }
  expect(limiter.take('a', limit, 0)).toBe(0)
  expect(limiter.take('b', limit, 0)).toBe(0)
  expect(limiter.take('a', limit, 0)).toBe(1000)
})
