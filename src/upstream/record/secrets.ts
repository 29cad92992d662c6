import type { IncomingHttpHeaders } from 'node:http'
import { REDACTED } from '../../kernel/redact.ts'
import { KnownSecrets } from '../../kernel/text/known-secrets.ts'
import { isRecord, type JsonRecord } from '../json.ts'

/** Members and headers whose texts are secrets. Signed uploads have a policy and a credential too. */
const SECRET_NAME = /auth|token|secret|passw|signature|credential|policy|api[_-]?key|cookie/i
/** Members of an asset whose URLs anybody may upload to. */
const UPLOAD = 'upload'
const UPLOAD_URL = 'upload_url'

/** Removes secrets from everything that a recording keeps. It learns the API keys that pass. */
export class Secrets {
  readonly #known = new KnownSecrets()

  /** Remembers the key of a request, whatever it looks like. */
  learn({ authorization }: IncomingHttpHeaders): void {
    this.#known.learnKey(authorization)
  }

  headers(headers: IncomingHttpHeaders): { name: string; value: string }[] {
    return Object.entries(headers).flatMap(([name, value]) =>
      [value ?? []].flat().map((text) => ({
        name,
        value: SECRET_NAME.test(name) ? REDACTED : this.text(text),
      })),
    )
  }

  /** A text without keys, and without the values of URLs' queries, which may be signed. */
  text(text: string): string {
    return this.#known.text(text).replace(/\bhttps?:\/\/[^\s"'<>]+/gi, withoutQuery)
  }

  /** A path with its query. The parameters of FLORA's API are no secrets unless their name says so. */
  path(path: string): string {
    const [before = '', query] = path.split('?', 2)
    const clean = this.text(before)
    if (query === undefined) return clean
    const parts = new URLSearchParams()
    for (const [name, value] of new URLSearchParams(query)) parts.append(name, this.#named(name, value))
    return `${clean}?${parts.toString()}`
  }

  /** A copy of a JSON value. */
  json(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value)
    if (Array.isArray(value)) return value.map((item) => this.json(item))
    if (!isRecord(value)) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, this.#member(name, member)]),
    )
  }

  #member(name: string, value: unknown): unknown {
    if (name === UPLOAD && isRecord(value)) return this.#upload(value)
    if (typeof value !== 'string') return this.json(value)
    return name === UPLOAD_URL ? REDACTED : this.#named(name, value)
  }

  /** The names of a form stay; its values sign the upload. */
  #upload(upload: JsonRecord): unknown {
    const { form_fields: fields, ...rest } = upload
    const names = isRecord(fields) ? Object.keys(fields) : []
    const form = Object.fromEntries(names.map((name) => [name, REDACTED]))
    return {
      ...Object.fromEntries(Object.entries(rest).map(([name, member]) => [name, this.json(member)])),
      url: REDACTED,
      form_fields: form,
    }
  }

  #named(name: string, value: string): string {
    return SECRET_NAME.test(name) ? REDACTED : this.text(value)
  }
}

function withoutQuery(text: string): string {
  if (!URL.canParse(text)) return text
  const url = new URL(text)
  if (url.search === '' && url.username === '' && url.password === '') return text
  const base = `${url.origin}${url.pathname}`
  return url.search === '' ? base : `${base}?${REDACTED}`
}
