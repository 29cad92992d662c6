import type { IncomingHttpHeaders } from 'node:http'
import { wallDelay } from '../kernel/clock.ts'
import { StartError, reasonOf } from '../kernel/errors.ts'
import { typeName } from '../kernel/type-name.ts'
import type { Egress } from '../outbound/egress.ts'
import { openDoor } from './door.ts'
import { isRecord, type JsonRecord, parseJson } from './json.ts'
import { printable } from '../kernel/text/printable.ts'

/** A page of FLORA's lists has at most 100 rows. */
const ANSWER_BYTES_MAX = 32 * 1024 * 1024
const TIMEOUT_MS = 60_000
const ATTEMPTS_MAX = 3
const RETRY_MS_MIN = 1000
/** A server that asks for more is asked again by the user. */
const RETRY_MS_MAX = 60_000

export interface ReaderOptions {
  readonly base: URL
  readonly key: string
  readonly stopping: AbortSignal
  /** Waits before a retry. @default wall time */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<boolean>
  /** @default 60000 */
  readonly timeoutMs?: number
}

export interface ReadAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** Reads a FLORA server. It can send nothing but GET requests. */
export class Reader {
  readonly #options
  readonly #door: Egress

  constructor(options: ReaderOptions) {
    this.#options = options
    const { base, stopping, timeoutMs = TIMEOUT_MS } = options
    this.#door = openDoor(base, { stopping, timeoutMs })
  }

  /**
   * Reads a JSON object. Repeats the request after a lost connection, 429 and 5xx.
   *
   * @throws {StartError} exit code 1, with the path and what was wrong with the answer
   */
  async object(path: string): Promise<JsonRecord> {
    const answer = await this.answer(path)
    const { status, text } = answer
    if (status !== 200) throw failure(path, refusalOf(answer))
    const value = jsonOf(path, text)
    if (!isRecord(value)) throw failure(path, `answered ${typeName(value)} where an object was expected`)
    return value
  }

  async #get(path: string, headers: Readonly<Record<string, string>>): Promise<ReadAnswer> {
    const { base } = this.#options
    const { bytes, ...answer } = await this.#door.send(base.href + path, {
      method: 'GET',
      headers: { accept: 'application/json', ...headers },
      bytesMax: ANSWER_BYTES_MAX,
    })
    return { ...answer, text: bytes.toString('utf8') }
  }

  /**
   * Reads an answer of any status. Repeats the request after a lost connection, 429 and 5xx.
   *
   * @param headers sent instead of the API key
   * @throws {StartError} exit code 1, when there is no answer
   */
  async answer(path: string, headers?: Readonly<Record<string, string>>): Promise<ReadAnswer> {
    const sent = headers ?? { authorization: `Bearer ${this.#options.key}` }
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#get(path, sent).catch((error: unknown) => reasonOf(error))
      const isLast = attempt === ATTEMPTS_MAX || this.#options.stopping.aborted
      if (typeof answer === 'string') {
        if (isLast) throw failure(path, `was not answered: ${answer}`)
        await this.#wait(RETRY_MS_MIN * attempt)
      } else {
        const { status } = answer
        const waitMs = retryMs(answer.headers, attempt)
        if (isLast || (status !== 429 && status < 500) || waitMs > RETRY_MS_MAX) return answer
        await this.#wait(waitMs)
      }
    }
  }

  async #wait(ms: number): Promise<void> {
    const { wait = wallDelay, stopping } = this.#options
    await wait(ms, stopping)
  }
}

function jsonOf(path: string, text: string): unknown {
  try {
    return parseJson(text)
  } catch (error) {
    throw failure(path, `did not answer JSON: ${printable(reasonOf(error)).slice(0, 200)}`)
  }
}

/** Milliseconds before the next attempt: those of `retry-after`, or one more second each time. */
function retryMs(headers: IncomingHttpHeaders, attempt: number): number {
  const seconds = Number(headers['retry-after'])
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : RETRY_MS_MIN * attempt
}

/** What a status other than 200 says, and what to do about it. */
function refusalOf({ status, headers, text }: ReadAnswer): string {
  if (status >= 300 && status < 400) {
    const target = printable(headers.location ?? 'another URL').slice(0, 200)
    return `redirects to ${target}; redirects are not followed, because the API key would follow. Name the final base URL.`
  }
  const { code, message } = errorOf(text)
  const detail = [code, message].filter((part) => part !== '').join(': ')
  const remedy = { 401: ' Check FLORA_API_KEY.', 404: ' Check the base URL.' }[status] ?? ''
  return `answered ${status}${detail === '' ? '.' : ` ${detail}`}${remedy}`
}

function errorOf(text: string): { readonly code: string; readonly message: string } {
  let value: unknown
  try {
    value = parseJson(text)
  } catch {
    return { code: '', message: '' }
  }
  const error = isRecord(value) && isRecord(value['error']) ? value['error'] : {}
  const part = (name: string): string => {
    const found = error[name]
    return typeof found === 'string' ? printable(found).slice(0, 200) : ''
  }
  return { code: part('code'), message: part('message') }
}

/** Names the request that failed without its query, which may hold a cursor. */
export const failure = (path: string, what: string): StartError =>
  new StartError(1, `GET ${path.split('?', 1)[0]} ${what}`)
