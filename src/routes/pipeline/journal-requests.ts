import type { FastifyReply, FastifyRequest, onSendHookHandler } from 'fastify'
import { type RecordedRequest, recordRequest } from '../../services/requests/recorded-request.ts'
import { monotonicNow } from '../../kernel/clock.ts'
import { CLIENT_HEADER, DEFAULT_WORLD, DIRECTIVES_HEADER } from '../../kernel/names.ts'
import type { ApiKeys } from '../../services/worlds/api-keys.ts'
import type { World } from '../../services/worlds/world.ts'
import type { Worlds } from '../../services/worlds/worlds.ts'
import { traceParentOf } from '../../kernel/net/trace-parent.ts'
import { numberRequest } from './number-request.ts'
import { workspaceOf } from './request-members.ts'

/** Characters of a client's name that are kept. */
const CLIENT_MAX = 100

interface Answer {
  /** Null when the connection is cut instead. */
  readonly status: number | null
  readonly payload: unknown
}

/** Records every request before its answer is sent, so that a client that has the answer finds the record. */
export function journalAnswers(worlds: Worlds): onSendHookHandler {
  return (request, reply, payload, done) => {
    journal(worlds, request, reply, { status: reply.statusCode, payload })
    done(null, payload)
  }
}

/** Records requests of unknown paths, whose answers pass no `onSend` hook. */
export function journalUnknownPath(keys: ApiKeys, worlds: Worlds) {
  return (request: FastifyRequest, reply: FastifyReply): void => {
    let name = DEFAULT_WORLD
    try {
      name = keys.read(request.headers.authorization).worldName
    } catch {
      // Requests without a usable key are recorded in the default world.
    }
    const world = worlds.loaded(name)
    numberRequest(request, reply, world)
    if (world !== null) record(world, request, reply, { status: 404, payload: null })
  }
}

/** Records a request in the world of its key, or in the default world when it has no usable key. */
export function journal(worlds: Worlds, request: FastifyRequest, reply: FastifyReply, answer: Answer): void {
  const world = request.identity?.world ?? worlds.loaded(DEFAULT_WORLD)
  if (world !== null) record(world, request, reply, answer)
}

function record(world: World, request: FastifyRequest, reply: FastifyReply, answer: Answer): void {
  const { headers } = request
  const at = request.caller?.now ?? world.clock.now()
  const durationMs = Math.round(reply.elapsedTime * 1000) / 1000
  const recorded = recordRequest({
    id: request.id,
    at,
    operation: request.routeOptions.schema?.operationId ?? null,
    method: request.method,
    path: request.url,
    status: answer.status,
    durationMs,
    workspaceId: workspaceOf(request),
    authorization: headers.authorization,
    body: request.body,
    bodyText: request.bodyText,
    answer: answer.payload,
    rule: request.rule ?? null,
    note: request.note ?? null,
    directives: headers[DIRECTIVES_HEADER]?.toString() ?? null,
    client: headers[CLIENT_HEADER]?.toString().slice(0, CLIENT_MAX) ?? null,
    sdk: sdkOf(headers),
    idempotencyKey: headers['idempotency-key']?.toString() ?? null,
    traceParent: traceParentOf(request),
    isReceived: answer.status !== null && !isSpoiled(request) && !isGone(request, reply),
    arrivedMs: monotonicNow() - durationMs,
    retryAfterMs: retryAfterMs(reply),
    clock: world.clock.mode,
  })
  world.journal.record(recorded)
  if (world.feed.isActive) world.feed.publish({ type: 'request', at, request: recorded })
}

/** Requests of unknown paths have no effect. */
const isSpoiled = ({ effect }: FastifyRequest): boolean => (effect?.body ?? null) !== null

/** True when the client has closed the connection, such as after a time-out. */
const isGone = ({ raw }: FastifyRequest, reply: FastifyReply): boolean =>
  reply.raw.destroyed || raw.errored !== null || raw.socket?.destroyed

/** FLORA sends seconds. */
function retryAfterMs(reply: FastifyReply): number | null {
  if (reply.statusCode < 400) return null
  const seconds = Number(reply.getHeader('retry-after') ?? Number.NaN)
  return seconds >= 0 ? seconds * 1000 : null
}

function sdkOf(headers: FastifyRequest['headers']): RecordedRequest['sdk'] {
  const version = headers['x-stainless-package-version']
  if (version === undefined) return null
  return { version: String(version), retryCount: Number(headers['x-stainless-retry-count'] ?? 0) || 0 }
}
