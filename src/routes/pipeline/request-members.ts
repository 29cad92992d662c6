import type { FastifyRequest } from 'fastify'

/** The text of that name in a body, in parameters or in a query, which may be anything. */
export function textMember(value: unknown, name: string): string | null {
  const member = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : null
  return typeof member === 'string' ? member : null
}

/** The workspace that a request names. */
export function workspaceOf({ body, params, query }: FastifyRequest): string | null {
  return (
    textMember(params, 'workspaceId') ?? textMember(body, 'workspace_id') ?? textMember(query, 'workspace_id')
  )
}
