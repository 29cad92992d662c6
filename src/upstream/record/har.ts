import type { Entry, Header, PostData } from 'har-format'
import type { IncomingHttpHeaders } from 'node:http'
import { STATUS_CODES } from 'node:http'
import { parseJson } from '../json.ts'
import { type Exchange, isJson } from './exchange.ts'
import type { Secrets } from './secrets.ts'

/** Characters of a body that are kept. */
const BODY_CHARACTERS_MAX = 65_536
/** HAR's sign for a size that is not known. */
const UNKNOWN_SIZE = -1

/** Writes an exchange as an entry of a HAR 1.2, without secrets. */
export function entryOf(exchange: Exchange, base: URL, secrets: Secrets): Entry {
  secrets.learn(exchange.requestHeaders)
  const path = secrets.path(exchange.path)
  const url = new URL(base.href + path)
  const wait = Math.round(exchange.durationMs)
  return {
    startedDateTime: new Date(exchange.sentAt).toISOString(),
    time: wait,
    request: {
      method: exchange.method,
      url: url.href,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: secrets.headers(exchange.requestHeaders),
      queryString: Array.from(url.searchParams, ([name, value]) => ({ name, value })),
      ...postData(exchange, secrets),
      headersSize: UNKNOWN_SIZE,
      bodySize: exchange.requestBody.length,
    },
    response: responseOf(exchange, secrets),
    cache: {},
    timings: { send: 0, wait, receive: 0 },
  }
}

function postData(
  { requestHeaders, requestBody }: Exchange,
  secrets: Secrets,
): { readonly postData?: PostData } {
  if (requestBody.length === 0) return {}
  return { postData: { mimeType: mimeType(requestHeaders), ...bodyOf(requestHeaders, requestBody, secrets) } }
}

function responseOf({ answer, error }: Exchange, secrets: Secrets): Entry['response'] {
  const headers: Header[] = answer === null ? [] : secrets.headers(answer.headers)
  const body = answer?.body ?? Buffer.alloc(0)
  return {
    // HAR has 0 for a request without an answer.
    status: answer?.status ?? 0,
    statusText: answer === null ? secrets.text(error ?? '') : (STATUS_CODES[answer.status] ?? ''),
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers,
    content: {
      size: body.length,
      mimeType: mimeType(answer?.headers ?? {}),
      ...(body.length === 0 ? {} : bodyOf(answer?.headers ?? {}, body, secrets)),
    },
    redirectURL: secrets.text(answer?.headers.location ?? ''),
    headersSize: UNKNOWN_SIZE,
    bodySize: body.length,
  }
}

const mimeType = (headers: IncomingHttpHeaders): string =>
  headers['content-type'] ?? 'application/octet-stream'

/** Keeps JSON alone: files are large, and secrets in other formats cannot be found. */
function bodyOf(
  headers: IncomingHttpHeaders,
  body: Buffer,
  secrets: Secrets,
): { readonly text: string; readonly comment?: string } {
  if (!isJson(headers)) return { text: '', comment: `${body.length} bytes, which are not kept` }
  let text: string
  try {
    text = JSON.stringify(secrets.json(parseJson(body.toString('utf8'))))
  } catch {
    return { text: '', comment: `${body.length} bytes that are no JSON, which are not kept` }
  }
  return text.length <= BODY_CHARACTERS_MAX
    ? { text }
    : { text: text.slice(0, BODY_CHARACTERS_MAX), comment: `cut: ${text.length} characters` }
}
