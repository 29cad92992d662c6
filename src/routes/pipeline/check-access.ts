import type { preHandlerHookHandler } from 'fastify'
import { ApiError, forbidden } from '../../kernel/errors.ts'

/** 403 for keys of the free plan, and for read-only keys that try to change something. */
export const checkAccess: preHandlerHookHandler = ({ caller, method }, _reply, done) => {
  if (!caller.paid) done(new ApiError('paid_plan_required', 'The API needs a paid plan.'))
  else if (caller.role === 'viewer' && method !== 'GET' && method !== 'HEAD') done(forbidden())
  else done()
}
