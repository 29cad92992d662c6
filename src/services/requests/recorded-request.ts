import { createHash } from 'node:crypto'
import type { ClockMode } from '../../kernel/clock.ts'
import type { EpochMs } from '../../kernel/units.ts'
import { matchesGlob } from '../../simulator/rules/rules.ts'
import { bearerKey } from '../worlds/api-keys.ts'
import { textBytes } from './memory-budget.ts'
import { detach, mayHoldSecret, redact, redactKey, redactPath, redactText } from '../../kernel/redact.ts'

/** Characters of a body that are recorded. */
const BODY_CHARACTERS_MAX = 16_384
/** The API refuses longer keys. */
const KEY_CHARACTERS_MAX = 255

/** What V8 needs for a record apart from its long texts: 440 bytes, measured with Node 20. */
const RECORD_BYTES = 500

/** A request of the emulated API with its answer, without secrets. Created by `recordRequest` only. */
export interface RecordedRequest {
  /** The `request-id` of the answer. */
  readonly id: string
  /** World time. */
  readonly at: EpochMs
  /** The operationId; null for an unknown path. */
  readonly operation: string | null
  readonly method: string
  /** Includes the query. */
  readonly path: string
  /** Null when the connection was cut. */
  readonly status: number | null
  readonly durationMs: number
  readonly workspaceId: string | null
  /** The first and last characters of the API key. */
  readonly apiKey: string | null
  /** JSON text, truncated when it is long. Null without a valid body. */
  readonly requestBody: string | null
  /** JSON, unless an effect malformed it. */
  readonly responseBody: string | Buffer | null
  /** The id of the rule that applied. */
  readonly rule: string | null
  readonly directives: string | null
  /** Name of the client from its header, such as `dashboard`. */
  readonly client: string | null
  /** Deviation from the request, such as a placeholder for a file that the emulator must not fetch. */
  readonly note: string | null
  /** The version and retry count that an official SDK sends. */
  readonly sdk: { readonly version: string; readonly retryCount: number } | null
  /** Value of the header `Idempotency-Key`. */
  readonly idempotencyKey: string | null
  /** Valid value of the header `traceparent`. */
  readonly traceParent: string | null
  /** Hash of a request body that is truncated; null for any other. */
  readonly bodyHash: string | null
  /** False when the client cannot have read the answer: connection cut, client gone or body spoiled. */
  readonly isReceived: boolean
  /** Arrival on a monotonic clock, because clients wait by wall time. */
  readonly arrivedMs: number
  /** Wait that the header `retry-after` of the answer asks for. */
  readonly retryAfterMs: number | null
  /** Mode of the world's clock. */
  readonly clock: ClockMode
}

/** A request and its answer before redaction. */
export interface ReceivedRequest extends Omit<
  RecordedRequest,
  'apiKey' | 'requestBody' | 'responseBody' | 'bodyHash'
> {
  /** Value of the header. */
  readonly authorization: string | undefined
  /** The parsed body; undefined or null for none. */
  readonly body: unknown
  /** The JSON text that `body` was parsed from; empty when it was a form. */
  readonly bodyText: string
  /** Body of the answer. Values other than texts and buffers are not recorded. */
  readonly answer: unknown
}

/** Redacts and truncates a request, so that no secret stays in memory. Texts without secrets are kept by reference. */
export function recordRequest(received: ReceivedRequest): RecordedRequest {
  const { path, workspaceId, directives, note, sdk } = received
  const key = bearerKey(received.authorization ?? '')
  const { idempotencyKey } = received
  const requestBody = requestText(received.body, received.bodyText)
  // Copies each member, because an object from rest properties is slow in V8: 6 µs instead of 0.5.
  return {
    id: received.id,
    at: received.at,
    operation: received.operation,
    method: received.method,
    path: redactPath(path),
    status: received.status,
    durationMs: received.durationMs,
    workspaceId: workspaceId === null ? null : detach(redactText(workspaceId)),
    apiKey: key === null ? null : redactKey(key),
    requestBody: requestBody === null ? null : cut(requestBody),
    responseBody: answerText(received.answer),
    rule: received.rule,
    directives: directives === null ? null : redactText(directives),
    client: received.client === null ? null : redactText(received.client),
    note: note === null ? null : redactText(note),
    sdk: sdk === null ? null : { version: redactText(sdk.version), retryCount: sdk.retryCount },
    idempotencyKey: idempotencyKey === null ? null : redactText(idempotencyKey.slice(0, KEY_CHARACTERS_MAX)),
    traceParent: received.traceParent,
    bodyHash: requestBody === null || requestBody.length <= BODY_CHARACTERS_MAX ? null : hashOf(requestBody),
    isReceived: received.isReceived,
    arrivedMs: received.arrivedMs,
    retryAfterMs: received.retryAfterMs,
    clock: received.clock,
  }
}

/** Keeps the text rather than the parsed value: 16 kB of `[{},{}…` take 350 kB as objects (Node 20). */
function requestText(body: unknown, text: string): string | null {
  if (body === undefined || body === null) return null
  const isClean = text !== '' && !mayHoldSecret(text)
  // Redacts before the text is truncated, because half a secret would not be recognised.
  return isClean ? text : JSON.stringify(redact(body))
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** Prepared answers are shared buffers that hold no secret, so they are kept by reference. */
function answerText(answer: unknown): string | Buffer | null {
  if (Buffer.isBuffer(answer)) return answer
  return typeof answer === 'string' ? cut(redactText(answer)) : null
}

const cut = (text: string): string =>
  text.length <= BODY_CHARACTERS_MAX ? text : `${detach(text.slice(0, BODY_CHARACTERS_MAX))}…`

/** Returns the approximate memory of a record. Shared buffers do not count. */
export function recordBytes(request: RecordedRequest): number {
  const { path, requestBody, responseBody, directives, note, traceParent } = request
  const answer = typeof responseBody === 'string' ? responseBody : null
  return (
    RECORD_BYTES +
    textBytes(path) +
    textBytes(requestBody) +
    textBytes(answer) +
    textBytes(directives) +
    textBytes(note) +
    textBytes(traceParent)
  )
}

/** Conditions on a request. Absent members match any request. */
export interface RequestFilter {
  readonly operation?: string | undefined
  readonly method?: string | undefined
  /** `*` stands for any characters. */
  readonly path?: string | undefined
  readonly status?: number | undefined
  readonly client?: string | undefined
  /** Excludes the requests of this client. */
  readonly excludeClient?: string | undefined
}

/** Returns true when a request meets every condition of a filter. */
export function fits(
  request: Pick<RecordedRequest, 'operation' | 'method' | 'path' | 'status' | 'client'>,
  { operation, method, path, status, client, excludeClient }: RequestFilter,
): boolean {
  return (
    (operation === undefined || request.operation === operation) &&
    (method === undefined || request.method === method.toUpperCase()) &&
    (path === undefined || fitsPath(request.path, path)) &&
    (status === undefined || request.status === status) &&
    (client === undefined || request.client === client) &&
    (excludeClient === undefined || request.client !== excludeClient)
  )
}

/** Matches the path with and without its query. */
function fitsPath(actual: string, pattern: string): boolean {
  return matchesGlob(pattern, actual) || matchesGlob(pattern, actual.split('?', 1)[0] ?? '')
}
