import type { Entry, Header } from 'har-format'
import { STATUS_CODES } from 'node:http'
import { VERSION } from '../config/package-root.ts'
import type { EpochMs } from '../kernel/units.ts'

/** HAR's sign for a size that is not known. */
const UNKNOWN_SIZE = -1

/** A body, without secrets. */
export interface HarBody {
  readonly mimeType: string
  /** Bytes of the whole body. */
  readonly size: number
  readonly text: string
  /** Why `text` is not the whole body. */
  readonly comment?: string
  /** Set when `text` is not the body itself. */
  readonly encoding?: 'base64'
}

/** A request with its answer, without secrets. */
export interface HarExchange {
  readonly startedAt: EpochMs
  readonly durationMs: number
  readonly method: string
  /** Absolute. */
  readonly url: string
  readonly headers: readonly Header[]
  /** Null without a body. */
  readonly body: HarBody | null
  /** Null when the connection was cut or the server did not answer. */
  readonly answer: {
    readonly status: number
    readonly headers: readonly Header[]
    readonly body: HarBody | null
  } | null
  /** Why there is no answer; empty with one. */
  readonly problem: string
}

/** Writes an exchange as an entry of a HAR 1.2. */
export function harEntry(exchange: HarExchange): Entry {
  const { method, url, headers, body } = exchange
  const query = URL.canParse(url) ? Array.from(new URL(url).searchParams) : []
  return {
    startedDateTime: new Date(exchange.startedAt).toISOString(),
    time: exchange.durationMs,
    request: {
      method,
      url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: [...headers],
      queryString: query.map(([name, value]) => ({ name, value })),
      ...(body === null ? {} : { postData: postData(body) }),
      headersSize: UNKNOWN_SIZE,
      bodySize: body?.size ?? 0,
    },
    response: responseOf(exchange),
    cache: {},
    timings: { send: 0, wait: exchange.durationMs, receive: 0 },
  }
}

/** HAR has no encoding for the body of a request, so the comment names it. */
function postData({ mimeType, text, comment, encoding }: HarBody): Entry['request']['postData'] {
  const remark = comment ?? encoding
  return { mimeType, text, ...(remark === undefined ? {} : { comment: remark }) }
}

function responseOf({ answer, problem }: HarExchange): Entry['response'] {
  const headers = [...(answer?.headers ?? [])]
  const { mimeType = 'application/octet-stream', size = 0, ...content } = answer?.body ?? {}
  return {
    // HAR has 0 for a request without an answer.
    status: answer?.status ?? 0,
    statusText: answer === null ? problem : (STATUS_CODES[answer.status] ?? ''),
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers,
    content: { size, mimeType, ...content },
    redirectURL: headers.find(({ name }) => name.toLowerCase() === 'location')?.value ?? '',
    headersSize: UNKNOWN_SIZE,
    bodySize: size,
  }
}

const HEAD = { version: '1.2', creator: { name: 'flora-emulator', version: VERSION } } as const

/** Puts a HAR together. */
export const harOf = (entries: Entry[]) => ({ log: { ...HEAD, entries } })

/**
 * Writes a HAR in parts, because it may be too large for one string.
 *
 * @param entries as JSON
 * @param extra members of the log that HAR does not define; their names begin with an underscore
 */
export function* harLog(
  entries: Iterable<string>,
  extra: Readonly<Record<`_${string}`, unknown>> = {},
): Generator<string> {
  yield `{"log":${JSON.stringify({ ...HEAD, ...extra }).slice(0, -1)},"entries":[`
  let separator = ''
  for (const entry of entries) {
    yield `${separator}\n${entry}`
    separator = ','
  }
  yield '\n]}}\n'
}
