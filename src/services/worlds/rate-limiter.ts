import { LRUCache } from 'lru-cache'
import type { RateLimit } from '../../kernel/rate-limit.ts'

/** Keys that are held at most. Beyond, the least recently used ones are dropped. */
const KEYS_MAX = 20_000

/**
 * Limits the requests of each key with a sliding window: never more than `limit` in any `windowMs`. Holds the instants of
 * the requests that passed, so that a burst at the edge of a window cannot pass twice.
 */
export class RateLimiter {
  readonly #passed = new LRUCache<string, number[]>({ max: KEYS_MAX })

  /**
   * Counts a request that is within the limit.
   *
   * @param nowMs on a monotonic clock
   * @returns 0 when the request passes, or the milliseconds until one would
   */
  take(key: string, { limit, windowMs }: RateLimit, nowMs: number): number {
    const passed = this.#passed.get(key) ?? this.#remember(key)
    // A request passes when the request `limit` places earlier has left the window.
    const earlier = passed.at(-limit) ?? Number.NEGATIVE_INFINITY
    if (earlier > nowMs - windowMs) return earlier + windowMs - nowMs
    passed.push(nowMs)
    if (passed.length > limit * 2) passed.splice(0, passed.length - limit)
    return 0
  }

  #remember(key: string): number[] {
    const passed: number[] = []
    this.#passed.set(key, passed)
    return passed
  }
}
