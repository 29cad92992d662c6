import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { notFound } from '../../kernel/errors.ts'
import { API_PREFIX } from '../../kernel/paths.ts'
import { sendError } from '../../http/error-handler.ts'

/** Answers 404 to unknown paths, with a hint when only the prefix of the API is missing. */
export function handleUnknownRoutes(
  app: FastifyInstance,
  journalUnknown: (request: FastifyRequest, reply: FastifyReply) => void,
): void {
  const resources = new Set<string>()
  app.addHook('onRoute', ({ url }: RouteOptions) => {
    if (url.startsWith(`${API_PREFIX}/`)) resources.add(firstSegment(url.slice(API_PREFIX.length)))
  })
  app.setNotFoundHandler((request, reply) => {
    if (resources.has(firstSegment(request.url))) {
      reply.header('x-flora-emulator-hint', `The API is under ${API_PREFIX}: try ${API_PREFIX}${request.url}`)
    }
    if (request.url.startsWith(`${API_PREFIX}/`)) journalUnknown(request, reply)
    return sendError(reply, notFound())
  })
}

const firstSegment = (path: string): string => /^\/([^/?]*)/.exec(path)?.[1] ?? ''
