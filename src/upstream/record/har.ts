import type { Entry } from 'har-format'
import type { IncomingHttpHeaders } from 'node:http'
import { type HarBody, harEntry } from '../../http/har.ts'
import { epochMs } from '../../kernel/units.ts'
import { parseJson } from '../json.ts'
import { type Exchange, isJson } from './exchange.ts'
import type { Secrets } from './secrets.ts'

/** Characters of a body that are kept. */
const BODY_CHARACTERS_MAX = 65_536

/** Writes an exchange as an entry of a HAR 1.2, without secrets. */
export function entryOf(exchange: Exchange, base: URL, secrets: Secrets): Entry {
  secrets.learn(exchange.requestHeaders)
  const { answer } = exchange
  return harEntry({
    startedAt: epochMs(exchange.sentAt),
    durationMs: Math.round(exchange.durationMs),
    method: exchange.method,
    url: new URL(base.href + secrets.path(exchange.path)).href,
    headers: secrets.headers(exchange.requestHeaders),
    body: bodyOf(exchange.requestHeaders, exchange.requestBody, secrets),
    answer:
      answer === null
        ? null
        : {
            status: answer.status,
            headers: secrets.headers(answer.headers),
            body: bodyOf(answer.headers, answer.body, secrets),
          },
    problem: secrets.text(exchange.error ?? ''),
  })
}

/** Keeps JSON alone: files are large, and secrets in other formats cannot be found. */
function bodyOf(headers: IncomingHttpHeaders, body: Buffer, secrets: Secrets): HarBody | null {
  if (body.length === 0) return null
  const size = body.length
  const mimeType = headers['content-type'] ?? 'application/octet-stream'
  if (!isJson(headers)) return { mimeType, size, text: '', comment: `${size} bytes, which are not kept` }
  let text: string
  try {
    text = JSON.stringify(secrets.json(parseJson(body.toString('utf8'))))
  } catch {
    return { mimeType, size, text: '', comment: `${size} bytes that are no JSON, which are not kept` }
  }
  if (text.length <= BODY_CHARACTERS_MAX) return { mimeType, size, text }
  return {
    mimeType,
    size,
    text: text.slice(0, BODY_CHARACTERS_MAX),
    comment: `cut: ${text.length} characters`,
  }
}
