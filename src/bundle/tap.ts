import { createHash, type Hash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Api } from '../http/typed-fastify.ts'
import { monotonicNow } from '../kernel/clock.ts'
import { API_PREFIX, CONTROL_PREFIX, UPLOADS_PREFIX } from '../kernel/paths.ts'

/** Paths whose answers programs see: the emulated API, and files. */
const WATCHED = [`${API_PREFIX}/`, '/media/', `${UPLOADS_PREFIX}/`]
/** Changes of a world through the control API, except moves of its clock, which requests carry themselves. */
const CONTROL = new RegExp(`^${CONTROL_PREFIX}/worlds/([^/?]+)(?!/(requests|clock/advance))`)

/** An answer as it was sent. */
export interface CrossedAnswer {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: CrossedBody | null
  /** True when the connection was cut before its end. */
  readonly isCut: boolean
}

/** A body that is no text is kept as its hash. */
export type CrossedBody = { readonly text: string } | { readonly sha256: string; readonly bytes: number }

/** A request that crossed the server, with its answer. */
export interface Crossing {
  readonly request: FastifyRequest
  /** Counts requests and states in the order in which they were handled. */
  readonly order: number
  /** True when it reached its handler, after every check. */
  readonly isHandled: boolean
  readonly body: Buffer
  readonly durationMs: number
  /** True when the client closed the connection before the end of a file. */
  readonly isAbandoned: boolean
  /** Null when the connection was cut before the answer. */
  readonly answer: CrossedAnswer | null
}

interface OpenCrossing {
  readonly startedMs: number
  readonly chunks: Buffer[]
  order: number | null
  /** The answer, until a fault changes it. */
  seen: Omit<CrossedAnswer, 'isCut'> | null
  isHandled: boolean
  isAbandoned: boolean
}

export interface TapOptions {
  /** Is called before a request is handled, once its world is known. */
  readonly beforeHandler: (request: FastifyRequest) => Promise<void> | void
  /** Is called when a request is handled, after its checks. */
  readonly onHandled: (request: FastifyRequest) => void
  readonly onCrossing: (crossing: Crossing) => void
  /** Is called after the control API has changed a world. */
  readonly onControl: (worldName: string) => void
}

/** Watches the requests of programs and their answers. */
export class Tap {
  readonly #options
  readonly #open = new WeakMap<FastifyRequest, OpenCrossing>()
  #order = 0

  constructor(options: TapOptions) {
    this.#options = options
  }

  /** Returns the next place in the order of requests and states. */
  next(): number {
    this.#order += 1
    return this.#order
  }

  /** Adds hooks. Call it before any other hook or route is added. */
  attach(app: Api): void {
    const { beforeHandler, onControl } = this.#options
    app.addHook('onRequest', (request, reply, done) => {
      if (WATCHED.some((prefix) => request.url.startsWith(prefix))) this.#begin(request, reply)
      done()
    })
    app.addHook('preParsing', (request, _reply, payload, done) => {
      const open = this.#open.get(request)
      if (open !== undefined && hasBody(request)) {
        payload.on('data', (chunk: Buffer) => open.chunks.push(chunk))
      }
      done(null, payload)
    })
    app.addHook('preHandler', async (request) => {
      if (this.#open.has(request)) await beforeHandler(request)
    })
    // Hooks of a route run after those of its scope: after the last check, and after faults were injected.
    app.addHook('onRoute', (route) => {
      route.preHandler = [route.preHandler ?? [], this.#handled].flat()
      route.onSend = [route.onSend ?? [], this.#sent].flat()
    })
    app.addHook('onSend', (request, reply, payload, done) => {
      const open = this.#open.get(request)
      if (open !== undefined) this.#see(open, reply, payload)
      const world = request.method === 'GET' ? undefined : CONTROL.exec(request.url)?.[1]
      if (world !== undefined) onControl(world)
      done(null, payload)
    })
  }

  #begin(request: FastifyRequest, reply: FastifyReply): void {
    const open: OpenCrossing = {
      startedMs: monotonicNow(),
      chunks: [],
      order: null,
      seen: null,
      isHandled: false,
      isAbandoned: false,
    }
    this.#open.set(request, open)
    reply.raw.once('finish', () => this.#end(request, reply, open, false))
    // A client that gave up closes the connection before the answer is known; a reply that is sent was cut by a fault.
    reply.raw.once('close', () => (reply.sent ? this.#end(request, reply, open, true) : undefined))
  }

  readonly #handled = (request: FastifyRequest, _reply: FastifyReply, done: () => void): void => {
    const open = this.#open.get(request)
    if (open !== undefined) {
      open.isHandled = true
      open.order ??= this.next()
      this.#options.onHandled(request)
    }
    done()
  }

  readonly #sent = (
    request: FastifyRequest,
    reply: FastifyReply,
    payload: unknown,
    done: (error: null, payload: unknown) => void,
  ): void => {
    const open = this.#open.get(request)
    if (open !== undefined) {
      this.#see(open, reply, payload)
      if (payload instanceof Readable) follow(payload, (body) => this.#streamed(request, reply, open, body))
      else this.#end(request, reply, open, false)
    }
    done(null, payload)
  }

  /** Remembers an answer; a fault may still cut or replace it. */
  #see(open: OpenCrossing, reply: FastifyReply, payload: unknown): void {
    open.order ??= this.next()
    open.seen = { status: reply.statusCode, headers: headersOf(reply), body: bodyOf(payload) }
  }

  /** @param body null when the client gave up */
  #streamed(
    request: FastifyRequest,
    reply: FastifyReply,
    open: OpenCrossing,
    body: CrossedBody | null,
  ): void {
    if (open.seen !== null) open.seen = { ...open.seen, body }
    open.isAbandoned = body === null
    this.#end(request, reply, open, false)
  }

  #end(request: FastifyRequest, reply: FastifyReply, open: OpenCrossing, isCut: boolean): void {
    if (!this.#open.delete(request)) return
    const { isHandled, isAbandoned, chunks, startedMs } = open
    const seen = open.seen ?? { status: reply.raw.statusCode, headers: headersOf(reply), body: null }
    this.#options.onCrossing({
      request,
      order: open.order ?? this.next(),
      isHandled,
      isAbandoned,
      body: Buffer.concat(chunks),
      durationMs: monotonicNow() - startedMs,
      answer: isCut && !reply.raw.headersSent ? null : { ...seen, isCut },
    })
  }
}

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined

/** Headers that differ between two sendings of one answer, or between versions of the emulator. */
const VOLATILE = new Set([
  'date',
  'connection',
  'keep-alive',
  'content-length',
  'transfer-encoding',
  'x-flora-emulator',
])

const headersOf = (reply: FastifyReply): CrossedAnswer['headers'] =>
  Object.entries(reply.getHeaders()).flatMap(([name, value]) =>
    VOLATILE.has(name) || value === undefined ? [] : [[name, String(value)] as const],
  )

/** Texts are JSON or pages of errors. */
function bodyOf(payload: unknown): CrossedBody | null {
  if (typeof payload === 'string') return { text: payload }
  if (!(payload instanceof Uint8Array)) return null
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)
  // Prepared answers are JSON in a buffer; no file begins with a brace.
  return bytes[0] === BRACE
    ? { text: bytes.toString('utf8') }
    : hashed(createHash('sha256').update(bytes), bytes.length)
}

const BRACE = 0x7b

const hashed = (hash: Hash, bytes: number): CrossedBody => ({ sha256: hash.digest('hex'), bytes })

/** Calls `onEnd` with the hash of a stream, or with null when it was not read to its end. */
function follow(stream: Readable, onEnd: (body: CrossedBody | null) => void): void {
  const hash = createHash('sha256')
  let bytes = 0
  stream.on('data', (chunk: Buffer) => {
    hash.update(chunk)
    bytes += chunk.length
  })
  stream.once('close', () => onEnd(stream.readableEnded ? hashed(hash, bytes) : null))
}
