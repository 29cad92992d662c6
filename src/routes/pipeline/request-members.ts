import type { FastifyRequest } from 'fastify'

/** A text member of a body, of parameters or of a query; null when it is absent or no text. */
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
