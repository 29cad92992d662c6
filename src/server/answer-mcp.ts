import type { Config } from '../config/config.ts'
import type { ControlDeps } from '../control/deps.ts'
import { controlClient } from '../client/control-client.ts'
import type { Api } from '../http/typed-fastify.ts'
import { injectFetch } from './inject-fetch.ts'

/** Lets the tools of the MCP server call the control API of this server, without a socket. */
export function mcpAnswerer(app: Api, { controlToken }: Config): ControlDeps['answerMcp'] {
  const { fetch } = injectFetch(app)
  return async (url, request, body) => {
    // Imported on use, because the protocol would double the time of every start.
    const { answerMcp } = await import('../agents/http.ts')
    return answerMcp({ url, client: controlClient({ url, fetch, controlToken }) }, request, body)
  }
}
