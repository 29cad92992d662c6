import { emulatorUrl } from '../config.ts'
import { controlClient, ControlError } from '../control-client.ts'
import { StartError } from '../errors.ts'
import { type WorldHandle, worldHandle } from '../world-handle.ts'
import { DEFAULT_EMULATOR, type RemoteOptions } from './remote-options.ts'

export interface Remote {
  readonly world: WorldHandle
  /** Such as `http://127.0.0.1:4620/_emulator/worlds/default`. */
  readonly worldUrl: string
  readonly headers: Readonly<Record<string, string>>
}

/** Throws StartError (2) for what cannot be an address or a name. */
export function connect({ emulator, world: name, controlToken }: RemoteOptions): Remote {
  const address = emulator ?? emulatorUrl() ?? DEFAULT_EMULATOR
  if (!/^https?:/.test(address) || !URL.canParse(address)) {
    throw new StartError(2, `--emulator takes an http(s) URL, not ${JSON.stringify(address)}`)
  }
  const { origin } = new URL(address)
  const client = controlClient({ url: origin, fetch, controlToken: controlToken ?? null })
  try {
    return {
      // A typing mistake must not make a world.
      world: worldHandle(client, name, { create: false }),
      worldUrl: `${client.url}/worlds/${name}`,
      headers: controlToken === undefined ? {} : { authorization: `Bearer ${controlToken}` },
    }
  } catch (error) {
    throw new StartError(2, error instanceof Error ? error.message : String(error))
  }
}

/** Does the work, and says in a sentence why it could not be done. Throws StartError (1). */
export async function remotely<Result>({ worldUrl }: Remote, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ControlError) throw new StartError(1, error.message)
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error
    const { origin } = new URL(worldUrl)
    throw new StartError(
      1,
      `no flora-emulator answers at ${origin}; start one, or name it with --emulator <url>`,
    )
  }
}
