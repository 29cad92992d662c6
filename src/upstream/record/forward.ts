import { reasonOf } from '../../kernel/errors.ts'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { monotonicNow, wallNow } from '../../kernel/clock.ts'
import { readBody } from '../../http/read-body.ts'
import type { Egress } from '../../outbound/egress.ts'
import type { Exchange } from './exchange.ts'

/** FLORA takes files of up to 50 MB. */
const BODY_BYTES_MAX = 64 * 1024 * 1024

/** Headers that belong to a connection, and those that the door sets. */
const NOT_FORWARDED = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'host',
  'content-length',
  // The door asks for the plain body, because a compressed one cannot be read.
  'accept-encoding',
])

/** Headers of a message that the next hop gets. */
export function forwardedHeaders(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const named = new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()))
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]): [string, string | string[]][] =>
      value === undefined || NOT_FORWARDED.has(name) || named.has(name) ? [] : [[name, value]],
    ),
  )
}

/**
 * Sends a request to the server as it came, and waits for the whole answer, even when the client gives up: the request may
 * have started a run.
 *
 * @throws {ApiError} 400 for a body that is too large or cut
 */
export async function forward(
  door: Egress,
  base: URL,
  path: string,
  request: IncomingMessage,
): Promise<Exchange> {
  const { method = 'GET', headers } = request
  const requestBody = await readBody(request, headers, BODY_BYTES_MAX)
  const sentAt = wallNow()
  const begun = monotonicNow()
  const hasBody = requestBody.length > 0 || headers['content-length'] !== undefined
  const sent = await door
    .send(base.href + path, {
      method,
      headers: forwardedHeaders(headers),
      bytesMax: BODY_BYTES_MAX,
      ...(hasBody ? { body: requestBody } : {}),
    })
    .catch((error: unknown) => reasonOf(error))
  const exchange = {
    sentAt,
    durationMs: monotonicNow() - begun,
    method,
    path,
    requestHeaders: headers,
    requestBody,
  }
  if (typeof sent === 'string') return { ...exchange, answer: null, error: sent }
  const { bytes: body, ...answer } = sent
  return { ...exchange, answer: { ...answer, body }, error: null }
}
