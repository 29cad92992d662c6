import { CONTROL_PREFIX } from '../kernel/paths.ts'

/**
 * A refusal of the control API, or its absence.
 *
 * @example
 * ```ts
 * import { connectEmulator, ControlError } from 'flora-emulator'
 *
 * try {
 *   await connectEmulator('http://127.0.0.1:9').world().get()
 * } catch (error) {
 *   if (!(error instanceof ControlError && error.code === 'unreachable')) throw error
 * }
 * ```
 */
export class ControlError extends Error {
  /** HTTP status, or 0 without an answer. */
  readonly status: number
  /** Code such as `not_found`; `unreachable` when no emulator answers. */
  readonly code: string

  constructor(status: number, code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ControlError'
    this.status = status
    this.code = code
  }
}

/**
 * Sends a request with a JSON body and resolves with the parsed answer.
 *
 * @throws {ControlError}
 */
export type Call = <Answer>(method: string, path: string, body?: unknown) => Promise<Answer>

export interface ControlClient {
  /** URL of the control API, without a trailing slash. */
  readonly url: string
  /** Takes a path below `url`. */
  readonly call: Call
}

export interface ControlClientOptions {
  /** Origin of the emulator, such as `http://127.0.0.1:4620`. */
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

/** Parses JSON. Returns undefined for other text, which another server has sent. */
function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Renders the members that are defined as `?name=value&…`. */
export function queryOf(members: object): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(members)) if (value !== undefined) query.set(name, String(value))
  return query.size === 0 ? '' : `?${query.toString()}`
}
