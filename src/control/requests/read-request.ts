import type { ClockMode } from '../../kernel/clock.ts'
import { epochMs } from '../../kernel/units.ts'
import type { RequestRecord } from '../../schemas/control/requests/request.ts'
import type { RecordedRequest } from '../../services/requests/recorded-request.ts'

/** Turns an entry of a listed journal back into a request. What lists leave out is taken from world time. */
export function readRequest(record: RequestRecord, clock: ClockMode): RecordedRequest {
  return {
    id: record.id,
    at: epochMs(record.at),
    operation: record.operation,
    method: record.method,
    path: record.path,
    status: record.status,
    durationMs: record.duration_ms,
    workspaceId: record.workspace_id,
    apiKey: record.api_key,
    requestBody: bodyOf(record.request_body),
    responseBody: bodyOf(record.response_body),
    rule: record.rule,
    directives: record.directives,
    client: record.client,
    note: record.note,
    sdk: record.sdk === null ? null : { version: record.sdk.version, retryCount: record.sdk.retry_count },
    idempotencyKey: record.idempotency_key,
    bodyHash: null,
    isReceived: record.received,
    arrivedMs: record.at,
    retryAfterMs: null,
    traceParent: record.traceparent,
    clock,
  }
}

/** A body that was cut or broken is listed as text. */
function bodyOf(body: unknown): string | null {
  if (body === null || body === undefined) return null
  return typeof body === 'string' ? body : JSON.stringify(body)
}
