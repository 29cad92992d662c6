import type { FastifyRequest } from 'fastify'
import type { Catalogue } from '../../services/models/catalogue.ts'
import type { RuleSubject } from '../../simulator/rules/rules.ts'
import { API_PREFIX } from '../../kernel/paths.ts'
import { textMember, workspaceOf } from './request-members.ts'

/** The members of a request that rules match against. */
export function subjectOf(request: FastifyRequest, catalogue: Catalogue): RuleSubject {
  const { body, method, routeOptions } = request
  const path = request.url.split('?', 1)[0] ?? ''
  const prompt = textMember(body, 'prompt')
  const named = textMember(body, 'model')
  // Requests to the gateway name no type, because the model has one.
  const type = textMember(body, 'type') ?? (named === null ? null : (catalogue.find(named)?.type ?? null))
  return {
    operation: routeOptions.schema?.operationId ?? '',
    method,
    paths: [path, path.slice(API_PREFIX.length)],
    workspaceId: workspaceOf(request),
    type,
    // A default model exists for generations only, which are the requests with a prompt.
    model: named ?? (prompt === null ? null : catalogue.defaultModel(type)),
    prompt,
  }
}
