import type { preHandlerHookHandler } from 'fastify'
import { identityOf } from '../context.ts'
import { traceParentOf } from '../../kernel/net/trace-parent.ts'

/**
 * Reads the world's clock, once for each request. After injected delays, during which the clock may move, and before
 * anything that depends on the time.
 */
export const readClock: preHandlerHookHandler = (request, _reply, done) => {
  const { key, role, paid, world } = identityOf(request)
  request.caller = { key, role, paid, world, now: world.clock.now(), traceParent: traceParentOf(request) }
  done()
}
