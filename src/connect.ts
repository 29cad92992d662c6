import { controlClient } from './control-client.ts'
import { API_PREFIX } from './routes/context.ts'
import { type WorldHandle, worldHandle } from './world-handle.ts'

/** An emulator in another process, such as the one that `flora-emulator exec` started. */
export interface EmulatorConnection {
  readonly url: string
  /** What SDKs take as their base URL. */
  readonly baseUrl: string
  world(name?: string): WorldHandle
}

/**
 * Steers an emulator over HTTP.
 * @param url such as `http://127.0.0.1:4620`; what `FLORA_EMULATOR_URL` says in the commands of `exec`
 */
export function connectEmulator(
  url: string,
  { controlToken = null }: { controlToken?: string | null } = {},
): EmulatorConnection {
  const origin = new URL(url).origin
  const client = controlClient({ url: origin, fetch: globalThis.fetch, controlToken })
  return { url: origin, baseUrl: origin + API_PREFIX, world: (name) => worldHandle(client, name) }
}
