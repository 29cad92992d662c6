import type { preHandlerHookHandler } from 'fastify'
import { ApiError, forbidden } from '../../kernel/errors.ts'
import { callerOf } from '../context.ts'

/** Answers 403 to keys of the free plan, and to read-only keys for any method but GET and HEAD. */
export const checkAccess: preHandlerHookHandler = (request, _reply, done) => {
  const { paid, role } = callerOf(request)
  if (!paid) done(new ApiError('paid_plan_required', 'The API needs a paid plan.'))
  else if (role === 'viewer' && request.method !== 'GET' && request.method !== 'HEAD') done(forbidden())
  else done()
}
