import type { IncomingHttpHeaders } from 'node:http'
import type { EpochMs } from '../../kernel/units.ts'

/** A request that was forwarded, and its answer. */
export interface Exchange {
  /** Wall time at which it was sent. */
  readonly sentAt: EpochMs
  readonly durationMs: number
  readonly method: string
  /** Below the base URL, with the query. */
  readonly path: string
  readonly requestHeaders: IncomingHttpHeaders
  readonly requestBody: Buffer
  /** Null when the server did not answer. */
  readonly answer: {
    readonly status: number
    readonly headers: IncomingHttpHeaders
    readonly body: Buffer
  } | null
  /** Why there is no answer; null with one. */
  readonly error: string | null
}

/** True for a body in JSON, by its headers. */
export const isJson = (headers: IncomingHttpHeaders): boolean =>
  /^application\/([\w.-]+\+)?json\b/i.test(headers['content-type'] ?? '') &&
  /^(identity)?$/i.test(headers['content-encoding'] ?? '')
