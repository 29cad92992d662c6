import type { onRequestHookHandler } from 'fastify'
import { monotonicNow } from '../../kernel/clock.ts'
import { ApiError } from '../../kernel/errors.ts'
import { identityOf } from '../context.ts'
import type { RateLimiter } from '../../services/worlds/rate-limiter.ts'

/**
 * Answers 429 with `retry-after` when the key has used up its requests. Goes by wall time, because it is the client that
 * waits. Counts by world as well as by key, so that a reset starts a new window.
 */
export function limitRate(limiter: Pick<RateLimiter, 'take'>): onRequestHookHandler {
  return (request, _reply, done) => {
    const { key, world } = identityOf(request)
    const waitMs =
      world.rateLimit === null ? 0 : limiter.take(`${world.key}/${key}`, world.rateLimit, monotonicNow())
    if (waitMs === 0) {
      done()
      return
    }
    const headers = { 'retry-after': String(Math.ceil(waitMs / 1000)) }
    done(new ApiError('rate_limited', 'Rate limit exceeded.', { headers }))
  }
}
