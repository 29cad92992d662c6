import { emulatorUrl } from '../client/connect.ts'
import { type ControlClient, controlClient, ControlError } from '../client/control-client.ts'
import { StartError, reasonOf } from '../kernel/errors.ts'
import { type WorldHandle, worldHandle } from '../client/world-handle.ts'
import { API_PREFIX } from '../kernel/paths.ts'
import { DEFAULT_EMULATOR, type RemoteOptions } from './remote-options.ts'

/** A world of a running emulator. */
export interface Remote {
  readonly world: WorldHandle
  /** Base URL of the emulated API, such as `http://127.0.0.1:4620/api/v1`. */
  readonly baseUrl: string
  /** Such as `http://127.0.0.1:4620/_emulator/worlds/default`. */
  readonly worldUrl: string
  readonly headers: Readonly<Record<string, string>>
}

const NOWHERE = { protocol: '', origin: '', pathname: '' }

/**
 * Returns a client of the emulator at an address, without a request.
 *
 * @throws {StartError} exit code 2, unless it is an http(s) URL without a path
 */
export function clientOf(address: string, controlToken: string | null): ControlClient {
  const { protocol, origin, pathname } = URL.canParse(address) ? new URL(address) : NOWHERE
  if (/^https?:$/.test(protocol) && pathname === '/')
    return controlClient({ url: origin, fetch, controlToken })
  const expected = 'an http(s) URL without a path'
  throw new StartError(2, `--emulator: expected ${expected}, got ${JSON.stringify(address)}.`)
}

/**
 * Resolves the options that name an emulator and a world, without a request.
 *
 * @throws {StartError} exit code 2, for an invalid URL or name
 */
export function connect({ emulator, world: name, controlToken }: RemoteOptions): Remote {
  const client = clientOf(emulator ?? emulatorUrl() ?? DEFAULT_EMULATOR, controlToken ?? null)
  try {
    return {
      // A misspelled name must not create a world.
      world: worldHandle(client, name, { create: false }),
      baseUrl: new URL(client.url).origin + API_PREFIX,
      worldUrl: `${client.url}/worlds/${name}`,
      headers: controlToken === undefined ? {} : { authorization: `Bearer ${controlToken}` },
    }
  } catch (error) {
    throw new StartError(2, reasonOf(error))
  }
}

/**
 * Returns the URL that an option gives.
 *
 * @throws {StartError} exit code 2, unless it is an http(s) URL
 */
export function httpUrl(flag: string, text: string): string {
  if (URL.canParse(text) && /^https?:/i.test(text)) return text
  throw new StartError(2, `${flag}: expected an http(s) URL, got ${JSON.stringify(text)}.`)
}

/**
 * Runs `work` and turns refusals of the control API into one line.
 *
 * @throws {StartError} exit code 1
 */
export async function remotely<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ControlError)) throw error
    const remedy = error.code === 'unreachable' ? ' Start one, or name it with --emulator <url>.' : ''
    throw new StartError(1, error.message + remedy)
  }
}
