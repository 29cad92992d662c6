/** Imitates SDK 0.12 on the wire. Fern generates it, FLORA publishes its sources, and npm does not have it yet. */
import { setTimeout as wait } from 'node:timers/promises'

/** Larger files go to a signed URL. */
const DIRECT_BYTES_MAX = 4 * 1024 * 1024

interface FernOptions {
  /** SDK 0.12 does not read FLORA_BASE_URL. */
  readonly baseUrl: string
  readonly apiKey: string
  readonly fetch: typeof globalThis.fetch
  /** @default 2 */
  readonly maxRetries?: number
  /** Which 5xx are repeated: `recommended` 502 to 504, as newer generators do, `legacy` all. @default 'recommended' */
  readonly retryOn?: 'recommended' | 'legacy'
  /** Waits before a retry. @default setTimeout */
  readonly sleep?: (ms: number) => Promise<unknown>
}

interface FernRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  /** Null and undefined are left out, lists repeat the key. */
  readonly query?: Readonly<Record<string, string | number | null | undefined | readonly string[]>>
  /** Sent as JSON. Without it a POST has neither a body nor a content type. */
  readonly body?: unknown
  readonly form?: FormData
  readonly headers?: Readonly<Record<string, string>>
}

interface Paged {
  readonly meta: { readonly next_cursor: string | null }
}

interface Reservation {
  readonly asset_id: string
  readonly upload?: {
    readonly url: string
    readonly method: string
    readonly file_field: string
    readonly form_fields: Readonly<Record<string, string>>
  }
  readonly upload_url?: string
}

export class FernError extends Error {
  readonly statusCode: number
  readonly body: unknown
  readonly requestId: string | undefined

  constructor(response: Response, body: unknown) {
    super(`Status code: ${response.status}\nBody: ${JSON.stringify(body, null, 2)}`)
    this.statusCode = response.status
    this.body = body
    this.requestId = response.headers.get('x-request-id') ?? undefined
  }
}

export class FernClient {
  readonly #options: Required<FernOptions>

  constructor(options: FernOptions) {
    this.#options = { maxRetries: 2, retryOn: 'recommended', sleep: wait, ...options }
  }

  /** Throws a FernError for a status of 400 and above. An empty body is undefined. */
  async request<Body>(request: FernRequest): Promise<Body> {
    const response = await this.#send(request)
    const text = await response.text()
    const body: unknown = text === '' ? undefined : JSON.parse(text)
    if (response.status >= 400) throw new FernError(response, body)
    return body as Body
  }

  /** Goes on until there is no cursor, even after an empty page. */
  async *pages<Page extends Paged>(
    path: string,
    query: NonNullable<FernRequest['query']> = {},
  ): AsyncGenerator<Page> {
    let cursor: string | null | undefined
    do {
      const page: Page = await this.request<Page>({ path, query: { ...query, cursor } })
      yield page
      cursor = page.meta.next_cursor
    } while (cursor !== null && cursor !== '')
  }

  /** Uploads a file of any size, without the polling at its end. Returns the id of the asset. */
  async upload(file: File, workspace: Readonly<Record<string, string>>): Promise<string> {
    const details = { ...workspace, content_type: file.type, file_name: file.name }
    if (file.size <= DIRECT_BYTES_MAX) {
      const form = formOf(details, ['file', file])
      const created = await this.request<Reservation>({ method: 'POST', path: '/assets', form })
      return created.asset_id
    }
    const body = { source: 'signed-url', ...details }
    const reserved = await this.request<Reservation>({ method: 'POST', path: '/assets', body })
    await this.#sendBytes(reserved, file)
    await this.request({ method: 'POST', path: `/assets/${encodeURIComponent(reserved.asset_id)}/complete` })
    return reserved.asset_id
  }

  async #sendBytes(reserved: Reservation, file: File): Promise<void> {
    const { url, method, fields, fileField } = targetOf(reserved)
    const body = formOf(fields, [fileField, file])
    const response = await this.#options.fetch(url, { method, body })
    if (!response.ok) throw new FernError(response, await response.text())
  }

  async #send({ method = 'GET', path, query = {}, body, form, headers }: FernRequest): Promise<Response> {
    const { baseUrl, apiKey, fetch, maxRetries, sleep } = this.#options
    const sent = form ?? (body === undefined ? null : JSON.stringify(body))
    for (let attempt = 0; ; attempt += 1) {
      const response = await fetch(`${baseUrl}${path}${queryOf(query)}`, {
        method,
        headers: {
          accept: '*/*',
          authorization: `Bearer ${apiKey}`,
          'x-fern-language': 'JavaScript',
          'x-fern-runtime': 'node',
          'x-fern-runtime-version': process.version,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: sent,
      })
      if (attempt === maxRetries || !this.#isRetried(response.status)) return response
      await response.body?.cancel()
      await sleep(delayOf(response, attempt))
    }
  }

  /** Never 409. A connection that fails is not repeated either. */
  #isRetried(status: number): boolean {
    if (status === 408 || status === 429) return true
    return this.#options.retryOn === 'legacy' ? status >= 500 : [502, 503, 504].includes(status)
  }
}

/** By `retry-after`, else 1 s, 2 s and so on, without the jitter of the SDK; at most 60 s. */
function delayOf(response: Response, attempt: number): number {
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
  return Math.min(retryAfter > 0 ? retryAfter * 1000 : 1000 * 2 ** attempt, 60_000)
}

function queryOf(query: NonNullable<FernRequest['query']>): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    for (const item of [value ?? []].flat()) search.append(key, String(item))
  }
  return search.size === 0 ? '' : `?${search.toString()}`
}

/** The file comes last; SDK 0.11 puts it in the middle. */
function formOf(fields: Readonly<Record<string, string>>, [name, file]: readonly [string, File]): FormData {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) form.append(field, value)
  form.append(name, file, file.name)
  return form
}

/** Prefers `upload`, and parses `upload_url` without it. SDK 0.11 sends a PUT to `upload_url` instead. */
function targetOf({ upload, upload_url: text }: Reservation) {
  if (upload !== undefined) {
    const { url, method, form_fields: fields, file_field: fileField } = upload
    return { url, method, fields, fileField }
  }
  const parsed = JSON.parse(text ?? '') as { url: string; fields: Record<string, string> }
  return { ...parsed, method: 'POST', fileField: 'file' }
}
