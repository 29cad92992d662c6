import { LRUCache } from 'lru-cache'
import type { RateLimit } from '../../kernel/rate-limit.ts'

/** Keys that are remembered. Beyond, the ones that were unused for longest are forgotten. */
const KEYS_MAX = 20_000

/**
 * Sliding window: never more than `limit` requests of a key in any window of `windowMs`. It keeps the instants of the
 * requests that passed, so a burst at the edge of a window cannot pass twice.
 */
export class RateLimiter {
  readonly #passed = new LRUCache<string, number[]>({ max: KEYS_MAX })

  /**
   * Counts a request, unless it is over the limit.
   *
   * @param nowMs on a clock that never goes back
   * @returns 0, or the milliseconds after which a request would pass
   */
  take(key: string, { limit, windowMs }: RateLimit, nowMs: number): number {
    const passed = this.#passed.get(key) ?? this.#remember(key)
    // A request passes when the one `limit` requests before it has left the window.
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
