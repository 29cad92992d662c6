import type { Header } from 'har-format'
import { type HarBody, harEntry, harOf } from '../../http/har.ts'
import { CLIENT_HEADER } from '../../kernel/names.ts'
import type { Har } from '../../schemas/control/requests/request.ts'
import type { RecordedRequest } from '../../services/requests/recorded-request.ts'
import { BODY_SHOWN_MAX } from './body-shown.ts'

const MIME_TYPE = 'application/json'

/**
 * Writes requests of a journal as a HAR.
 *
 * @param requests oldest first
 * @param origin of the emulator, because the journal holds paths
 */
export function journalHar(requests: readonly RecordedRequest[], origin: string): Har {
  return harOf(requests.map((request) => entryOf(request, origin)))
}

const entryOf = (request: RecordedRequest, origin: string) =>
  harEntry({
    startedAt: request.at,
    durationMs: request.durationMs,
    method: request.method,
    url: origin + request.path,
    headers: headersOf(request),
    body: bodyOf(request.requestBody),
    answer:
      request.status === null
        ? null
        : {
            status: request.status,
            headers: [{ name: 'request-id', value: request.id }],
            body: bodyOf(request.responseBody),
          },
    problem: request.status === null ? 'the connection was cut' : '',
  })

/** The headers that a journal keeps. */
function headersOf({
  apiKey,
  idempotencyKey,
  directives,
  client,
  sdk,
  traceParent,
}: RecordedRequest): Header[] {
  const values: Readonly<Record<string, string | undefined>> = {
    authorization: apiKey === null ? undefined : 'Bearer [redacted]',
    'idempotency-key': idempotencyKey ?? undefined,
    'x-flora-emulator': directives ?? undefined,
    [CLIENT_HEADER]: client ?? undefined,
    traceparent: traceParent ?? undefined,
    'x-stainless-package-version': sdk?.version,
    'x-stainless-retry-count': sdk?.retryCount.toString(),
  }
  return Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]))
}

function bodyOf(body: string | Buffer | null): HarBody | null {
  if (body === null || body.length === 0) return null
  const text = body.toString()
  const size = Buffer.byteLength(body)
  return text.length <= BODY_SHOWN_MAX
    ? { mimeType: MIME_TYPE, size, text }
    : { mimeType: MIME_TYPE, size, text: text.slice(0, BODY_SHOWN_MAX), comment: `cut: ${size} bytes` }
}
