import { controlClient } from './control-client.ts'
import { EMULATOR_URL_VARIABLE } from '../kernel/names.ts'
import { API_PREFIX } from '../kernel/paths.ts'
import { type WorldHandle, worldHandle } from './world-handle.ts'

/** A connection to an emulator in another process. */
export interface EmulatorConnection {
  /** Origin of the server, such as `http://127.0.0.1:4620`. */
  readonly url: string
  /** Base URL for SDKs: `url` and `/api/v1`. */
  readonly baseUrl: string
  /**
   * Returns a handle to a world, which its first call creates.
   *
   * @param name 1 to 63 lower-case letters, digits, `-` and `_`, starting with a letter or digit. `@default` 'default'
   * @throws {RangeError} for any other name
   */
  world(name?: string): WorldHandle
}

/**
 * Connects to an emulator over HTTP. The first call of a handle sends the first request.
 *
 * @param url origin, such as `http://127.0.0.1:4620`. `@default` `FLORA_EMULATOR_URL`, which `flora-emulator exec` sets
 * @param options `controlToken`: token of `--control-token`, `@default` null
 * @throws {TypeError} without a URL, or for an invalid one
 * @example Advance the clock of a running emulator.
 * ```ts
 * import { connectEmulator } from 'flora-emulator'
 *
 * const world = connectEmulator('http://127.0.0.1:4620').world()
 * await world.clock.advance({ until: 'idle' })
 * ```
 */
export function connectEmulator(
  url: string | undefined = emulatorUrl(),
  { controlToken = null }: { readonly controlToken?: string | null } = {},
): EmulatorConnection {
  if (!URL.canParse(url ?? '')) {
    const given = url === undefined ? 'FLORA_EMULATOR_URL is not set' : `${JSON.stringify(url)} is no URL`
    throw new TypeError(`connectEmulator: ${given}. Run the program with flora-emulator exec, or pass a URL.`)
  }
  const { origin } = new URL(url ?? '')
  const client = controlClient({ url: origin, fetch: globalThis.fetch, controlToken })
  return { url: origin, baseUrl: origin + API_PREFIX, world: (name) => worldHandle(client, name) }
}

/** URL that `flora-emulator exec` passes to its command; undefined elsewhere. */
export const emulatorUrl = (): string | undefined => process.env[EMULATOR_URL_VARIABLE]
