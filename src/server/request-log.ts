import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config/config.ts'
import { formatOf, unfailing } from '../config/logger.ts'
import type { Api } from '../http/typed-fastify.ts'
import { monotonicNow, wallAlarm, wallNow } from '../kernel/clock.ts'
import { API_PREFIX } from '../kernel/paths.ts'
import { redactPath, redactText } from '../kernel/redact.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Message of the error that the request is answered with, for the request log. */
    refusal: string | null
  }
}

/** Long enough to write many lines at once under load, too short to be noticed on a terminal. */
const FLUSH_MS = 50
const FLUSH_CHARACTERS = 16_384
/** pino's number for the level info. */
const INFO = 30

/** A request of the emulated API and its result. */
interface LoggedRequest {
  readonly method: string
  /** Without `/api/v1` and without secrets. */
  readonly path: string
  /** Null when the connection was closed before the end of the answer. */
  readonly status: number | null
  readonly durationMs: number
  /** Message of the error, if it is one. */
  readonly error: string | null
}

/**
 * Logs each request of the emulated API to standard error in one line, at the levels info and debug.
 *
 * @returns a function that writes the lines which are still in the buffer
 */
export function logRequests(app: Api, config: Pick<Config, 'logLevel' | 'logFormat'>): () => void {
  if (config.logLevel !== 'info' && config.logLevel !== 'debug') return () => undefined
  const render = formatOf(config.logFormat) === 'pretty' ? renderText : renderJson
  const lines = new LineBuffer(unfailing(process.stderr))
  app.decorateRequest('refusal', null)
  app.addHook('onRequest', (request, reply, done) => {
    if (isApiRequest(request)) onEnd(request, reply, (entry) => lines.add(render(entry)))
    done()
  })
  app.addHook('onSend', (request, reply, payload, done) => {
    if (reply.statusCode >= 400 && isApiRequest(request)) request.refusal = messageOf(reply, payload)
    done(null, payload)
  })
  return () => lines.flush()
}

/** Collects lines and writes them together, because a write for each would slow every request. */
class LineBuffer {
  readonly #output: { write(text: string): void }
  #text = ''

  constructor(output: { write(text: string): void }) {
    this.#output = output
  }

  add(line: string): void {
    if (this.#text === '') wallAlarm(FLUSH_MS, () => this.flush())
    this.#text += `${line}\n`
    if (this.#text.length >= FLUSH_CHARACTERS) this.flush()
  }

  flush(): void {
    if (this.#text !== '') this.#output.write(this.#text)
    this.#text = ''
  }
}

const isApiRequest = ({ url }: FastifyRequest): boolean => url.startsWith(`${API_PREFIX}/`)

/** Calls `log` once, when the answer has been sent or the connection has closed before. */
function onEnd(request: FastifyRequest, reply: FastifyReply, log: (entry: LoggedRequest) => void): void {
  const startedMs = monotonicNow()
  let isLogged = false
  const end = (status: number | null): void => {
    if (isLogged) return
    isLogged = true
    log({
      method: request.method,
      path: redactPath(request.url.slice(API_PREFIX.length)),
      status,
      durationMs: monotonicNow() - startedMs,
      error: request.refusal,
    })
  }
  reply.raw.once('finish', () => end(reply.raw.statusCode))
  reply.raw.once('close', () => end(null))
}

/** Reads the message of the error envelope, before a rule spoils the body. Pages for browsers have none. */
function messageOf(reply: FastifyReply, payload: unknown): string | null {
  const isJson = String(reply.getHeader('content-type')).startsWith('application/json')
  if (!isJson || typeof payload !== 'string') return null
  const { error } = JSON.parse(payload) as { error?: { message?: string } }
  return error?.message === undefined ? null : redactText(error.message)
}

/** `POST /generate 400 1.2 ms  prompt: Required` */
function renderText({ method, path, status, durationMs, error }: LoggedRequest): string {
  const line = `${method} ${path} ${status ?? 'closed'} ${durationMs.toFixed(1)} ms`
  // Messages quote the client, whose line breaks and escape codes must not reach the terminal.
  return error === null ? line : `${line}  ${error.replaceAll(/\p{Cc}+/gu, ' ')}`
}

function renderJson(entry: LoggedRequest): string {
  const { method, path, status, error } = entry
  const durationMs = Math.round(entry.durationMs * 1000) / 1000
  const members = { method, path, status, duration_ms: durationMs, error }
  return JSON.stringify({ level: INFO, time: wallNow(), ...members, msg: renderText(entry) })
}
