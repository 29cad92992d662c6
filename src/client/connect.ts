import { controlClient } from './control-client.ts'
import { EMULATOR_URL_VARIABLE } from '../kernel/names.ts'
import { API_PREFIX } from '../kernel/paths.ts'
import { type WorldHandle, worldHandle } from './world-handle.ts'

/** An emulator in another process, such as the one that `flora-emulator exec` started. */
export interface EmulatorConnection {
  readonly url: string
  /** What SDKs take as their base URL. */
  readonly baseUrl: string
  world(name?: string): WorldHandle
}

/**
 * Steers an emulator over HTTP. Throws TypeError for anything that is no URL.
 * @param url such as `http://127.0.0.1:4620`; unless told, what `flora-emulator exec` gives its command
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

/** Where the emulator of `flora-emulator exec` is, for the command that it runs; undefined elsewhere. */
export const emulatorUrl = (): string | undefined => process.env[EMULATOR_URL_VARIABLE]
