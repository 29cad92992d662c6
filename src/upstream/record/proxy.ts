import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { ApiError, reasonOf } from '../../kernel/errors.ts'
import { API_PREFIX } from '../../kernel/paths.ts'
import { hostGuard } from '../../http/host-guard.ts'
import type { Egress } from '../../outbound/egress.ts'
import { type Exchange, isJson } from './exchange.ts'
import { forward, forwardedHeaders } from './forward.ts'

interface ProxyParts {
  readonly door: Egress
  readonly base: URL
  readonly onExchange: (exchange: Exchange) => void
}

export interface RecordingProxy {
  readonly server: Server
  /** Refuses further requests. Resolves when none is in flight. */
  readonly stop: () => Promise<void>
}

/** Creates a server that forwards every request below `/api/v1` to the base URL, and reports each exchange. */
export function createProxy({ door, base, onExchange }: ProxyParts): RecordingProxy {
  const inFlight = new Set<Promise<void>>()
  const checkHost = hostGuard([])
  let isStopping = false
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    checkHost(request.headers.host)
    if (isStopping) throw new ApiError('service_unavailable', 'The recorder is stopping.')
    const exchange = await forward(door, base, pathOf(request.url ?? '', base), request)
    onExchange(exchange)
    answer(response, exchange, { base, own: `http://${request.headers.host}${API_PREFIX}` })
  }
  const server = createServer((request, response) => {
    const task = handle(request, response)
      .catch((error: unknown) => refuse(response, error))
      .finally(() => inFlight.delete(task))
    inFlight.add(task)
  })
  const stop = async (): Promise<void> => {
    isStopping = true
    await Promise.all(inFlight)
  }
  return { server, stop }
}

/** The path below the base URL. Dots cannot lead out of it. */
function pathOf(target: string, base: URL): string {
  const below = target.startsWith(`${API_PREFIX}/`) ? target.slice(API_PREFIX.length) : null
  const url = below !== null && URL.canParse(base.href + below) ? new URL(base.href + below) : null
  if (url === null || !url.pathname.startsWith(`${base.pathname}/`)) {
    throw new ApiError('not_found', `This recorder serves paths below ${API_PREFIX}.`)
  }
  return url.href.slice(base.href.length)
}

interface Bases {
  readonly base: URL
  /** Base URL of the proxy, as the client calls it. */
  readonly own: string
}

function answer(response: ServerResponse, { answer: received, error }: Exchange, bases: Bases): void {
  if (received === null) {
    refuse(response, new ApiError('service_unavailable', `The server did not answer: ${error ?? ''}.`))
    return
  }
  const { status, headers, body } = received
  const bytes = isJson(headers) ? Buffer.from(pollHere(body.toString('utf8'), bases)) : body
  response.writeHead(status, { ...forwardedHeaders(headers), 'content-length': bytes.length })
  response.end(bytes)
}

/** Lets clients that follow `poll_url` poll through the proxy, so that their answers are measured too. */
const pollHere = (text: string, { base, own }: Bases): string => text.replaceAll(`"${base.href}/`, `"${own}/`)

function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const { status, code } = error instanceof ApiError ? error : { status: 500, code: 'unknown_error' }
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ error: { code, message: reasonOf(error) } }))
}
