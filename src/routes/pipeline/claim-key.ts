import type { FastifyRequest, preHandlerHookHandler } from 'fastify'
import type { Idempotency } from '../../services/requests/idempotency.ts'
import { callerOf } from '../context.ts'
import { textMember } from './request-members.ts'

/** 409 for a key that was used in this place within two hours. The key is taken with the change itself. */
export function claimKey(idempotency: Idempotency): preHandlerHookHandler {
  return (request, _reply, done) => {
    const key = request.headers['idempotency-key']?.toString() ?? ''
    if (key === '' || request.method === 'GET' || request.method === 'DELETE') {
      done()
      return
    }
    idempotency.claim(callerOf(request), { key, ...scopeOf(request) }).then((claim) => {
      request.claim = claim
      done()
    }, done)
  }
}

/** Operation, workspace, and project or folder. Bodies and paths name them alike wherever a route has them. */
function scopeOf({ body, params, routeOptions }: FastifyRequest) {
  return {
    operation: String(routeOptions.schema?.operationId),
    workspaceId: textMember(body, 'workspace_id') ?? textMember(params, 'workspaceId'),
    projectId:
      textMember(body, 'project_id') ?? textMember(params, 'projectId') ?? textMember(params, 'folderId'),
  }
}
