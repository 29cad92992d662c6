import type { IncomingHttpHeaders } from 'node:http'
import { traceParentOf } from '../kernel/net/trace-parent.ts'
import type { KnownSecrets } from '../kernel/text/known-secrets.ts'
import { mayHoldSecret, redact, redactPath } from '../kernel/redact.ts'

/** Headers that the emulator reads. Others are left out of bundles, because they may hold secrets of anything. */
const KEPT =
  /^(accept(-.*)?|content-(type|encoding)|idempotency-key|x-flora-emulator(-.*)?|x-stainless-.*|range|if-.*|origin|user-agent|access-control-request-.*|sec-fetch-.*)$/

/** A request without secrets. */
export interface CleanRequest {
  readonly path: string
  readonly headers: [string, string][]
  readonly body: { readonly text: string } | { readonly base64: string } | null
  readonly isRedacted: boolean
}

/** Removes secrets from what a bundle keeps. */
export class Cleaner {
  readonly #secrets

  constructor(secrets: KnownSecrets) {
    this.#secrets = secrets
  }

  text(text: string): string {
    return this.#secrets.text(text)
  }

  /** Cleans JSON by its members, too. Other text by what secrets look like. */
  json(text: string): string {
    if (!mayHoldSecret(text)) return this.text(text)
    try {
      return this.text(JSON.stringify(redact(JSON.parse(text))))
    } catch {
      return this.text(text)
    }
  }

  request(url: string, received: IncomingHttpHeaders, bytes: Buffer): CleanRequest {
    const path = this.text(redactPath(url))
    const isTraced = traceParentOf({ headers: received }) !== null
    const kept = Object.entries(received).filter(
      ([name, value]) => value !== undefined && (KEPT.test(name) || (isTraced && name === 'traceparent')),
    )
    const headers = kept.map(([name, value]): [string, string] => [name, this.text(String(value))])
    const { body, isRedacted } = this.#body(bytes, received['content-type'] ?? '')
    const isSame = path === url && kept.every(([, value], index) => String(value) === headers[index]?.[1])
    return { path, headers, body, isRedacted: isRedacted || !isSame }
  }

  #body(bytes: Buffer, contentType: string): Pick<CleanRequest, 'body' | 'isRedacted'> {
    if (bytes.length === 0) return { body: null, isRedacted: false }
    const text = bytes.toString('utf8')
    if (/\bjson\b/i.test(contentType) && Buffer.byteLength(text) === bytes.length) {
      // What looks like a secret cannot be found in broken JSON. Any broken JSON gets the same answer.
      const isBroken = mayHoldSecret(text) && !isJson(text)
      const clean = isBroken ? '{' : this.json(text)
      return { body: { text: clean }, isRedacted: clean !== text }
    }
    // A character for each byte, so that files stay as they are.
    const latin = bytes.toString('latin1')
    const clean = this.text(latin)
    return { body: { base64: Buffer.from(clean, 'latin1').toString('base64') }, isRedacted: clean !== latin }
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
