import type { AttemptResult } from '../../simulator/webhooks/webhook.ts'

/** Upper bounds of the buckets of a duration, in seconds. Most answers take less than a millisecond. */
export const DURATION_BUCKETS = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
] as const

/** Requests with one operation and one status. */
export interface DurationTally {
  /** Number of requests in each bucket of `DURATION_BUCKETS`; the last one has no upper bound. */
  readonly counts: Float64Array
  sumSeconds: number
}

/** Counts what the worlds of a process do, for metrics. Costs a request two look-ups. */
export class Tally {
  /** By operation and status; null for unknown paths and cut connections. */
  readonly requests = new Map<string | null, Map<number | null, DurationTally>>()
  /** Attempts of webhooks. */
  readonly attempts = new Map<AttemptResult, number>()

  countRequest(operation: string | null, status: number | null, durationMs: number): void {
    const tally = this.#tallyOf(operation, status)
    const seconds = durationMs / 1000
    let bucket = 0
    while (seconds > (DURATION_BUCKETS[bucket] ?? Number.POSITIVE_INFINITY)) bucket += 1
    tally.counts[bucket] = (tally.counts[bucket] ?? 0) + 1
    tally.sumSeconds += seconds
  }

  #tallyOf(operation: string | null, status: number | null): DurationTally {
    const known = this.requests.get(operation)?.get(status)
    if (known !== undefined) return known
    const added = { counts: new Float64Array(DURATION_BUCKETS.length + 1), sumSeconds: 0 }
    const byStatus = this.requests.get(operation) ?? new Map<number | null, DurationTally>()
    this.requests.set(operation, byStatus.set(status, added))
    return added
  }

  countAttempt(result: AttemptResult): void {
    this.attempts.set(result, (this.attempts.get(result) ?? 0) + 1)
  }
}
