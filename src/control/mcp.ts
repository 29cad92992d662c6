import type { Api } from '../http/typed-fastify.ts'
import type { ControlDeps } from './deps.ts'

const METHOD_NOT_ALLOWED = {
  error: {
    code: 'method_not_allowed',
    message: 'The MCP server has no sessions and no event stream. Send each message with POST.',
  },
}

/** Serves the Model Context Protocol over streamable HTTP. */
export function mcpRoutes(api: Api, { answerMcp }: ControlDeps): void {
  api.post('/mcp', { schema: { hide: true } }, async ({ protocol, host, url, headers, body }, reply) => {
    const origin = `${protocol}://${host}`
    const request = new Request(origin + url, { method: 'POST', headers: textHeaders(headers) })
    const answer = await answerMcp(origin, request, body)
    reply.code(answer.status).headers(Object.fromEntries(answer.headers))
    return reply.send(await answer.text())
  })

  api.route({
    method: ['GET', 'DELETE'],
    url: '/mcp',
    schema: { hide: true },
    handler: async (_request, reply) => reply.code(405).header('allow', 'POST').send(METHOD_NOT_ALLOWED),
  })
}

/** Returns the headers that have one value. */
function textHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) if (typeof value === 'string') texts[name] = value
  return texts
}
