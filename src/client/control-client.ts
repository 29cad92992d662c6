import { CONTROL_PREFIX } from '../kernel/paths.ts'

/** What the control API answered when it refused. */
export class ControlError extends Error {
  /** 0 when there was no answer. */
  readonly status: number
  /** Such as `not_found`. */
  readonly code: string

  constructor(status: number, code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ControlError'
    this.status = status
    this.code = code
  }
}

/** Calls the control API: path below some point, body as JSON. Rejects with ControlError. */
export type Call = <Answer>(method: string, path: string, body?: unknown) => Promise<Answer>

export interface ControlClient {
  /** Of the control API, without a slash at its end. */
  readonly url: string
  /** Takes paths below that URL. */
  readonly call: Call
}

export interface ControlClientOptions {
  /** Such as `http://127.0.0.1:4620`. */
  readonly url: string
  readonly fetch: typeof globalThis.fetch
  readonly controlToken: string | null
}

export function controlClient({ url, fetch, controlToken }: ControlClientOptions): ControlClient {
  const root = url + CONTROL_PREFIX
  const call = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const [answer, text] = await exchange(fetch, root + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(controlToken === null ? {} : { authorization: `Bearer ${controlToken}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const value = parse(text)
    if (answer.ok) return value as Answer
    const { code, message } = (value as { error?: { code: string; message: string } } | undefined)?.error ?? {
      code: 'unreachable',
      message: `No flora-emulator answers at ${url}: something else does, with ${answer.status}.`,
    }
    throw new ControlError(answer.status, code, message)
  }
  return { url: root, call }
}

/** Rejects with a ControlError whose status is 0 when no answer arrives, or only a part of it. */
async function exchange(
  fetch: typeof globalThis.fetch,
  url: string,
  init: RequestInit,
): Promise<readonly [Response, string]> {
  try {
    const answer = await fetch(url, init)
    return [answer, await answer.text()]
  } catch (error) {
    const message = `No flora-emulator answers at ${new URL(url).origin}.`
    throw new ControlError(0, 'unreachable', message, { cause: error })
  }
}

/** Undefined for what is no JSON: an answer of some other server. */
function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `?name=value&…` of the members that are there. */
export function queryOf(members: object): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(members)) if (value !== undefined) query.set(name, String(value))
  return query.size === 0 ? '' : `?${query.toString()}`
}
