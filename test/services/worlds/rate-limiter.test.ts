import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RateLimiter } from '../../../src/services/worlds/rate-limiter.ts'

test('no window holds more requests than the limit, and no request below it is refused', () => {
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
          // The wait is the shortest after which a request passes.
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

test('keys do not share a limit', () => {
  const limiter = new RateLimiter()
  const limit = { limit: 1, windowMs: 1000 }
  expect(limiter.take('a', limit, 0)).toBe(0)
  expect(limiter.take('b', limit, 0)).toBe(0)
  expect(limiter.take('a', limit, 0)).toBe(1000)
})

test('the keys that were used last are remembered', () => {
  const limiter = new RateLimiter()
  const limit = { limit: 1, windowMs: 1000 }
  limiter.take('quiet', limit, 0)
  limiter.take('busy', limit, 0)
  for (let count = 0; count < 20_000; count += 1) {
    limiter.take(`other ${count}`, limit, 0)
    if (count % 1000 === 0) expect(limiter.take('busy', limit, 0)).toBe(1000)
  }
  expect(limiter.take('busy', limit, 0)).toBe(1000)
  expect(limiter.take('quiet', limit, 0)).toBe(0)
})

test('a changed limit applies from the next request', () => {
  const limiter = new RateLimiter()
  for (let now = 0; now < 4; now += 1) limiter.take('a', { limit: 4, windowMs: 1000 }, now)
  expect(limiter.take('a', { limit: 2, windowMs: 1000 }, 10)).toBe(992)
  expect(limiter.take('a', { limit: 5, windowMs: 1000 }, 10)).toBe(0)
})
