import type { FastifyRequest, preHandlerHookHandler } from 'fastify'
import type { Idempotency } from '../../services/requests/idempotency.ts'
import { callerOf } from '../context.ts'
import { textMember } from './request-members.ts'

/** Answers 409 to a key that was used in this scope within two hours. The use case takes the key with its change. */
export function claimKey(idempotency: Idempotency): preHandlerHookHandler {
  return (request, _reply, done) => {
    const key = request.headers['idempotency-key']?.toString() ?? ''
    if (key === '' || !honoursKey(request.method)) {
      done()
      return
    }
    idempotency.claim(callerOf(request), { key, ...scopeOf(request) }).then((claim) => {
      request.claim = claim
      done()
    }, done)
  }
}

/** Whether requests with this method may carry a key. */
export const honoursKey = (method: string): boolean => ['POST', 'PUT', 'PATCH'].includes(method)

/** The scope of a key: the operation, its workspace, and its project or folder, from the body or the path. */
function scopeOf({ body, params, routeOptions }: FastifyRequest) {
  return {
    operation: String(routeOptions.schema?.operationId),
    workspaceId: textMember(body, 'workspace_id') ?? textMember(params, 'workspaceId'),
    projectId:
      textMember(body, 'project_id') ?? textMember(params, 'projectId') ?? textMember(params, 'folderId'),
  }
}
