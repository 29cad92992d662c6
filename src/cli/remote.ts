import { emulatorUrl } from '../client/connect.ts'
import { controlClient, ControlError } from '../client/control-client.ts'
import { StartError } from '../kernel/errors.ts'
import { type WorldHandle, worldHandle } from '../client/world-handle.ts'
import { DEFAULT_EMULATOR, type RemoteOptions } from './remote-options.ts'

export interface Remote {
  readonly world: WorldHandle
  /** Such as `http://127.0.0.1:4620/_emulator/worlds/default`. */
  readonly worldUrl: string
  readonly headers: Readonly<Record<string, string>>
}

const NOWHERE = { protocol: '', origin: '', pathname: '' }

/** Throws StartError (2) for what cannot be an address or a name. */
export function connect({ emulator, world: name, controlToken }: RemoteOptions): Remote {
  const address = emulator ?? emulatorUrl() ?? DEFAULT_EMULATOR
  const { protocol, origin, pathname } = URL.canParse(address) ? new URL(address) : NOWHERE
  if (!/^https?:$/.test(protocol) || pathname !== '/') {
    throw new StartError(2, `--emulator takes an http(s) URL without a path, not ${JSON.stringify(address)}`)
  }
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
export async function remotely<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ControlError)) throw error
    const remedy = error.code === 'unreachable' ? ' Start one, or name it with --emulator <url>.' : ''
    throw new StartError(1, error.message + remedy)
  }
}
