import type { preHandlerHookHandler } from 'fastify'
import { ApiError, forbidden } from '../../kernel/errors.ts'
import { callerOf } from '../context.ts'

/** 403 for keys of the free plan, and for read-only keys that try to change something. */
export const checkAccess: preHandlerHookHandler = (request, _reply, done) => {
  const { paid, role } = callerOf(request)
  if (!paid) done(new ApiError('paid_plan_required', 'The API needs a paid plan.'))
  else if (role === 'viewer' && request.method !== 'GET' && request.method !== 'HEAD') done(forbidden())
  else done()
}
