import type { AddressInfo } from 'node:net'
import { createApp } from './create-app.ts'
import { controlClient } from '../client/control-client.ts'
import { type Config, createConfig } from '../config/config.ts'
import { StartError } from '../kernel/errors.ts'
import { loadFixtures } from './fixtures.ts'
import { injectFetch } from './inject-fetch.ts'
import { createLogger } from '../config/logger.ts'
import { API_PREFIX } from '../kernel/paths.ts'
import { type Api, type Services } from '../routes/context.ts'
import { apiKeyOf, DEFAULT_WORLD } from '../kernel/names.ts'
import { OPTIONS } from '../config/options.ts'
import { openStore } from './open-store.ts'
import { explain } from '../store/engine/open-database.ts'
import { type WorldHandle, worldHandle } from '../client/world-handle.ts'

/**
 * What `startEmulator` can be told; everything is optional. The same as the options of the command line, under the
 * same names in camelCase. The environment is not read.
 */
export interface EmulatorOptions {
  /** Port to listen on; 0, the default here, takes any free one. */
  readonly port?: number
  /** Address to listen on; 127.0.0.1 unless told. */
  readonly host?: string
  /** SQLite file that keeps all state; in memory unless told. */
  readonly db?: string
  /** Folder whose models.json, actions.json, techniques.json and world.json replace the shipped ones. */
  readonly fixtures?: string
  /** Same seed and same requests give the same ids, durations and outputs. Random unless told. */
  readonly seed?: string
  /** `real`: wall time; `manual`: stands still until moved; `auto`: jumps ahead at each poll. */
  readonly clock?: 'real' | 'manual' | 'auto'
  /** When a manual or auto clock starts. */
  readonly now?: string | Date
  /** A run takes its model's estimate times this; 0.1 unless told. */
  readonly durationScale?: number
  /** `<requests>/<seconds>` per API key, or `off`; 1200/60 unless told. */
  readonly rateLimit?: string
  /** `open`: any API key will do; `strict`: only those of world.json. */
  readonly auth?: 'open' | 'strict'
  /** `docs`: as FLORA documents itself; `measured`: with the quirks seen in production. */
  readonly profile?: 'docs' | 'measured'
  /** Refuse what production refuses and local work needs: unknown body keys, local callback URLs. */
  readonly strict?: boolean
  /** Bearer token that `/_emulator` requires. */
  readonly controlToken?: string
  /** Further host names to answer to. */
  readonly allowedHost?: readonly string[]
  /** Origins whose pages may call the API; any loopback origin unless told. */
  readonly corsOrigin?: readonly string[]
  /** Fetch files and call webhooks outside this machine too. */
  readonly allowEgress?: boolean
  /** `warn` unless told. */
  readonly logLevel?: Config['logLevel']
  readonly logFormat?: 'pretty' | 'json'
}

/** A running emulator. */
export interface Emulator extends AsyncDisposable {
  /** Such as `http://127.0.0.1:4620`. */
  readonly url: string
  /** What SDKs take as their base URL: `url` and `/api/v1`. */
  readonly baseUrl: string
  /** A key that this emulator accepts: that of the world `default`, or the first good one of world.json if only those do. */
  readonly apiKey: string
  /** Verifies the webhooks of the shipped workspaces. */
  readonly webhookSecret: string
  /** `fetch` into this emulator without a socket; for the SDK's `fetch` option. */
  readonly fetch: typeof globalThis.fetch
  /**
   * A handle on the world of that name; the world begins with the first request that uses its key.
   * Throws RangeError for a name that a key could not hold.
   */
  world(name?: string): WorldHandle
  /** Answers what is under way, then lets go of port and file. */
  close(): Promise<void>
}

/** Starts an emulator in this process. Throws StartError, with a reason and an `exitCode`, when it cannot. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(OPTIONS, name))
  if (unknown !== undefined) throw new StartError(2, `startEmulator has no option ${JSON.stringify(unknown)}`)
  const { port = 0, now, durationScale, logLevel = 'warn', ...rest } = options
  return serve(
    createConfig(
      {
        ...rest,
        port: String(port),
        logLevel,
        now: now instanceof Date ? now.toISOString() : now,
        durationScale: durationScale?.toString(),
      },
      {},
    ),
  )
}

/** Starts an emulator with a checked configuration: the way that the command line and `startEmulator` share. */
export async function serve(config: Config): Promise<Emulator> {
  const fixtures = loadFixtures(config.fixtures)
  const logger = await createLogger(config)
  const store = openStore(config.db)
  const { server, services, resume, ...app } = await createApp({ config, fixtures, store, logger })
  const { fetch, idle } = injectFetch(server)
  const close = async (): Promise<void> => {
    await server.close()
    await Promise.all([idle(), app.idle()])
    app.flushLog()
    await store.close()
  }
  try {
    await openFirstWorld(services, config)
    await listen(server, config)
    resume()
  } catch (error) {
    await close()
    throw error
  }
  const url = addressOf(server, config.host)
  const control = controlClient({ url, fetch, controlToken: config.controlToken })
  return {
    url,
    baseUrl: url + API_PREFIX,
    apiKey: config.auth === 'open' ? apiKeyOf(DEFAULT_WORLD) : services.keys.firstKnown(),
    webhookSecret: fixtures.world.webhook_secret,
    fetch,
    world: (name) => worldHandle(control, name),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** A damaged file would otherwise show only at the first request. */
async function openFirstWorld({ worlds }: Services, { db }: Config): Promise<void> {
  try {
    await worlds.open(DEFAULT_WORLD)
  } catch (error) {
    if (db === null) throw error
    throw new StartError(4, `--db ${db}: ${explain(error)}`, { cause: error })
  }
}

async function listen(app: Api, { host, port }: Config): Promise<void> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'EADDRINUSE') {
      throw new StartError(3, `port ${port} on ${host} is in use; choose another with --port`, {
        cause: error,
      })
    }
    throw new StartError(2, `cannot listen on ${host} port ${port} (${code})`, { cause: error })
  }
}

function addressOf(app: Api, host: string): string {
  const { port } = app.server.address() as AddressInfo
  // An address that stands for all of them is nowhere to connect to.
  const name = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host] ?? (host.includes(':') ? `[${host}]` : host)
  return `http://${name}:${port}`
}
