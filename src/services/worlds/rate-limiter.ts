import type { RateLimit } from '../../kernel/rate-limit.ts'

/** Keys that are remembered at most; beyond, those that were quiet for longest are forgotten. */
const KEYS_MAX = 20_000

/**
 * At most `limit` requests of a key in any window, exactly: it keeps the times of the requests it let through, so
 * there is no window's edge at which twice the limit would pass. Time is handed in; nothing runs in the background.
 */
export class RateLimiter {
  readonly #times = new Map<string, TimeQueue>()

  /** Counts a request at `nowMs` (any clock that never jumps). Returns 0, or in how many ms one would be let through. */
  take(key: string, { limit, windowMs }: RateLimit, nowMs: number): number {
    const times = this.#times.get(key) ?? this.#remember(key)
    times.dropUntil(nowMs - windowMs)
    if (times.size >= limit) return times.oldest + windowMs - nowMs
    times.push(nowMs)
    return 0
  }

  #remember(key: string): TimeQueue {
    if (this.#times.size >= KEYS_MAX) {
      for (const oldest of this.#times.keys()) {
        this.#times.delete(oldest)
        break
      }
    }
    const times = new TimeQueue()
    this.#times.set(key, times)
    return times
  }
}

/** A ring buffer of instants; grows by doubling, so that a key costs no more than its requests in one window. */
class TimeQueue {
  #slots = new Float64Array(8)
  #start = 0
  size = 0

  get oldest(): number {
    return this.#slots[this.#start] ?? 0
  }

  push(instant: number): void {
    if (this.size === this.#slots.length) this.#grow()
    this.#slots[(this.#start + this.size) % this.#slots.length] = instant
    this.size += 1
  }

  dropUntil(instant: number): void {
    while (this.size > 0 && this.oldest <= instant) {
      this.#start = (this.#start + 1) % this.#slots.length
      this.size -= 1
    }
  }

  #grow(): void {
    const larger = new Float64Array(this.#slots.length * 2)
    for (let index = 0; index < this.size; index += 1) {
      larger[index] = this.#slots[(this.#start + index) % this.#slots.length] ?? 0
    }
    this.#slots = larger
    this.#start = 0
  }
}
