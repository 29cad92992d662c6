import type { FastifyReply, FastifyRequest, onSendHookHandler } from 'fastify'
import { type Exchange, type JournalEntry, toEntry } from '../../services/requests/journal-entry.ts'
import { CLIENT_HEADER, DEFAULT_WORLD } from '../../kernel/names.ts'
import type { Keys } from '../../services/worlds/api-keys.ts'
import { redact, redactText } from '../../services/requests/redact.ts'
import type { World } from '../../services/worlds/world.ts'
import type { Worlds } from '../../services/worlds/worlds.ts'
import { workspaceOf } from './request-members.ts'

/** Characters of a body that are kept. */
const BODY_MAX = 16_384
/** Characters of a client's name that are kept. */
const CLIENT_MAX = 100

interface Answer {
  /** Null when the connection is cut instead. */
  readonly status: number | null
  readonly payload: unknown
}

/** Writes every request down before its answer leaves, so that a test that has its answer finds it. */
export function journalAnswers(worlds: Worlds): onSendHookHandler {
  return (request, reply, payload, done) => {
    journal(worlds, request, reply, { status: reply.statusCode, payload })
    done(null, payload)
  }
}

/** For answers that no hook sees: paths that lead nowhere. */
export function journalUnknownPath(keys: Keys, worlds: Worlds) {
  return (request: FastifyRequest, reply: FastifyReply): void => {
    let name = DEFAULT_WORLD
    try {
      name = keys.read(request.headers.authorization).worldName
    } catch {
      // Whoever has no key is heard in the default world.
    }
    const world = worlds.loaded(name)
    if (world !== null) record(world, request, reply, { status: 404, payload: null })
  }
}

/** A request without a usable key belongs to no world, and is found in the default one. */
export function journal(worlds: Worlds, request: FastifyRequest, reply: FastifyReply, answer: Answer): void {
  const world = request.identity?.world ?? worlds.loaded(DEFAULT_WORLD)
  if (world !== null) record(world, request, reply, answer)
}

function record(world: World, request: FastifyRequest, reply: FastifyReply, answer: Answer): void {
  const { headers } = request
  const responseBody = keepPayload(answer.payload)
  const requestLength = Number(headers['content-length'] ?? 0)
  const at = request.caller?.now ?? world.clock.now()
  const exchange: Exchange = {
    id: request.id,
    at,
    operation: request.routeOptions.schema?.operationId ?? null,
    method: request.method,
    path: request.url,
    status: answer.status,
    durationMs: Math.round(reply.elapsedTime * 1000) / 1000,
    workspaceId: workspaceOf(request),
    authorization: headers.authorization,
    requestBody: keepBody(request.body, requestLength),
    responseBody,
    rule: request.rule ?? null,
    note: request.note ?? null,
    directives: headers['x-flora-emulator']?.toString() ?? null,
    client: headers[CLIENT_HEADER]?.toString().slice(0, CLIENT_MAX) ?? null,
    sdk: sdkOf(headers),
  }
  const responseBytes = typeof responseBody === 'string' ? responseBody.length : 0
  world.journal.record(exchange, Math.min(requestLength, BODY_MAX) + responseBytes)
  if (world.feed.isActive) world.feed.publish({ type: 'request', at, entry: toEntry(exchange) })
}

function keepBody(body: unknown, length: number): unknown {
  if (body === undefined || body === null) return null
  // Cutting could leave half a secret, which nobody would recognise.
  return length <= BODY_MAX ? body : clip(JSON.stringify(redact(body)))
}

/** Prepared answers are shared buffers, held by reference. */
function keepPayload(payload: unknown): string | Buffer | null {
  if (Buffer.isBuffer(payload)) return payload
  if (typeof payload !== 'string') return null
  return payload.length <= BODY_MAX ? payload : clip(redactText(payload))
}

/** Copied, because a slice would keep the whole text alive. */
const clip = (text: string): string => `${Buffer.from(text.slice(0, BODY_MAX)).toString()}…`

function sdkOf(headers: FastifyRequest['headers']): JournalEntry['sdk'] {
  const version = headers['x-stainless-package-version']
  if (version === undefined) return null
  return { version: String(version), retryCount: Number(headers['x-stainless-retry-count'] ?? 0) || 0 }
}
