import { emulatorUrl } from '../client/connect.ts'
import { controlClient, ControlError } from '../client/control-client.ts'
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
 * Resolves the options that name an emulator and a world, without a request.
 *
 * @throws {StartError} exit code 2, for an invalid URL or name
 */
export function connect({ emulator, world: name, controlToken }: RemoteOptions): Remote {
  const address = emulator ?? emulatorUrl() ?? DEFAULT_EMULATOR
  const { protocol, origin, pathname } = URL.canParse(address) ? new URL(address) : NOWHERE
  if (!/^https?:$/.test(protocol) || pathname !== '/') {
    const expected = 'an http(s) URL without a path'
    throw new StartError(2, `--emulator: expected ${expected}, got ${JSON.stringify(address)}.`)
  }
  const client = controlClient({ url: origin, fetch, controlToken: controlToken ?? null })
  try {
    return {
      // A misspelled name must not create a world.
      world: worldHandle(client, name, { create: false }),
      baseUrl: origin + API_PREFIX,
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
