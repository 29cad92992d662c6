/** At most `limit` requests in any window of `windowMs` milliseconds of wall time. */
export interface RateLimit {
  readonly limit: number
  readonly windowMs: number
}
