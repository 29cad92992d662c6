import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CheckId } from '../checks/index.ts'
import { type AppDeps, createApp } from './create-app.ts'
import { type ControlClient, controlClient } from '../client/control-client.ts'
import { type Config, createConfig } from '../config/config.ts'
import { StartError } from '../kernel/errors.ts'
import { loadFixtures } from './fixtures.ts'
import type { EmulatorOptions } from './emulator-options.ts'
import { injectFetch } from './inject-fetch.ts'
import { createLogger } from '../config/logger.ts'
import { originOf } from '../kernel/net/origin.ts'
import { API_PREFIX } from '../kernel/paths.ts'
import { type Api, type Services } from '../routes/context.ts'
import { apiKeyOf, DEFAULT_WORLD } from '../kernel/names.ts'
import { OPTIONS } from '../config/options.ts'
import { beginReview, type EndReview } from './review.ts'
import { checkedAtClose, closingChecks } from './checked-at-close.ts'
import { openStore } from './open-store.ts'
import { explain } from '../store/engine/open-database.ts'
import { type WorldHandle, worldHandle } from '../client/world-handle.ts'

/** A running emulator. `await using` closes it at the end of the block. */
export interface Emulator extends AsyncDisposable {
  /** Origin of the server, such as `http://127.0.0.1:4620`. */
  readonly url: string
  /** Base URL for SDKs: `url` and `/api/v1`. */
  readonly baseUrl: string
  /** API key that this emulator accepts: `sk_test_default`, or the first usable key of `world.json` with `auth: 'strict'`. */
  readonly apiKey: string
  /**
   * Secret that verifies the webhooks of the workspaces in the fixtures.
   *
   * @example
   * ```ts
   * await inbox.waitFor()
   * const [message] = await inbox.list()
   * await client.webhooks.unwrap(message?.body ?? '', message?.headers ?? {}, emulator.webhookSecret)
   * ```
   */
  readonly webhookSecret: string
  /**
   * `fetch` into this emulator without a socket, such as for the `fetch` option of the SDK. A connection that the
   * emulator cuts rejects with the TypeError "fetch failed".
   *
   * @example
   * ```ts
   * const client = new FLORA({ baseURL: emulator.baseUrl, apiKey: emulator.apiKey, fetch: emulator.fetch })
   * ```
   */
  readonly fetch: typeof globalThis.fetch
  /**
   * Returns a handle to a world. The world is created by the first call of the handle or the first request with its key.
   *
   * @param name 1 to 63 lower-case letters, digits, `-` and `_`, starting with a letter or digit. `@default` 'default'
   * @throws {RangeError} for any other name
   * @example Give each test a world, so that tests share nothing.
   * ```ts
   * const world = emulator.world('checkout')
   * const client = new FLORA({ baseURL: emulator.baseUrl, apiKey: world.apiKey, fetch: emulator.fetch })
   * ```
   */
  world(name?: string): WorldHandle
  /**
   * Answers the requests in flight, ends the webhook deliveries in flight, and frees port and database. `await using`
   * calls it.
   *
   * @example
   * ```ts
   * const emulator = await startEmulator()
   * await emulator.close()
   * ```
   */
  close(): Promise<void>
}

/**
 * Starts an emulator in this process.
 *
 * @throws {StartError} with an `exitCode`: 2 for a wrong option, 3 when the port is in use, 4 when a fixture, the
 *   database or the installation is broken
 * @example
 * ```ts
 * import FLORA from '@flora-ai/flora'
 * import { startEmulator } from 'flora-emulator'
 *
 * await using emulator = await startEmulator({ clock: 'manual', seed: 'ci' })
 * const world = emulator.world('checkout')
 * const client = new FLORA({ baseURL: emulator.baseUrl, apiKey: world.apiKey, fetch: emulator.fetch })
 * const { run_id } = await client.generations.create({
 *   type: 'image',
 *   prompt: 'A mug',
 *   workspace_id: 'ws_abc123',
 *   project_id: 'prj_abc123',
 * })
 * await world.clock.advance({ until: run_id })
 * const { outputs } = await client.generations.retrieve(run_id)
 * ```
 */
export async function startEmulator({
  checks = 'warn',
  ignoreCheck = [],
  ...options
}: EmulatorOptions = {}): Promise<Emulator> {
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(OPTIONS, name))
  if (unknown !== undefined) {
    const known = [...Object.keys(OPTIONS), 'checks', 'ignoreCheck'].join(', ')
    throw new StartError(2, `startEmulator: expected one of ${known}, got ${JSON.stringify(unknown)}.`)
  }
  const closing = closingChecks(checks, ignoreCheck)
  const { port = 0, now, durationScale, logLevel = 'warn', ...rest } = options
  const emulator = await serve(
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
  return checkedAtClose(emulator, closing)
}

/** An emulator for the command line. */
export interface ServedEmulator extends Emulator {
  readonly server: Server
  readonly control: ControlClient
  /** False when the database had a world before the start. */
  readonly isNew: boolean
  /** Begins a review of what the clients do from now on. */
  readonly beginReview: (ignored: ReadonlySet<CheckId>) => Promise<EndReview>
  readonly app: Api
  readonly services: Services
}

/** What commands add to an emulator. */
export interface ServeExtras extends Pick<AppDeps, 'extendServer'> {
  /** Makes the state to start with. @default nothing */
  readonly seed?: Seed | null
  /** Set for the emulator of a bundle. */
  readonly bundled?: AppDeps['bundled']
}

/** Makes the state to start with. */
export type Seed = (emulator: ServedEmulator) => Promise<void>

/** Starts an emulator with a validated configuration, for the command line and `startEmulator`. */
export async function serve(
  config: Config,
  { extendServer, bundled = null, seed = null }: ServeExtras = {},
): Promise<ServedEmulator> {
  const fixtures = loadFixtures(config.fixtures)
  const recording = await recordingOf(config)
  const logger = await createLogger(config)
  const store = openStore(config.db)
  let isReady = false
  const deps = { config, fixtures, recording, store, logger, extendServer, bundled, isReady: () => isReady }
  const { server, services, resume, ...app } = await createApp(deps)
  const { fetch, idle } = injectFetch(server)
  const close = async (): Promise<void> => {
    await server.close()
    await Promise.all([idle(), app.idle()])
    app.flushLog()
    await store.close()
  }
  try {
    const isNew = await openFirstWorld(services, config)
    await listen(server, config)
    resume()
    const url = addressOf(server, config.host)
    const control = controlClient({ url, fetch, controlToken: config.controlToken })
    const emulator: ServedEmulator = {
      url,
      baseUrl: url + API_PREFIX,
      apiKey: config.auth === 'open' ? apiKeyOf(DEFAULT_WORLD) : services.keys.firstOwnerKey(),
      webhookSecret: fixtures.world.webhook_secret,
      fetch,
      world: (name) => worldHandle(control, name),
      server: server.server,
      control,
      isNew,
      beginReview: async (ignored) => beginReview(services, ignored, config.db !== null || seed !== null),
      app: server,
      services,
      close,
      [Symbol.asyncDispose]: close,
    }
    await seedWorlds(seed, emulator, services)
    isReady = true
    return emulator
  } catch (error) {
    await close()
    throw error
  }
}

/** Drops what a failed start has made in a new database, so that the next start is the first one again. */
async function seedWorlds(seed: Seed | null, emulator: ServedEmulator, { worlds }: Services): Promise<void> {
  try {
    await seed?.(emulator)
  } catch (error) {
    for (const name of emulator.isNew ? await worlds.list(WORLDS_MAX) : []) await worlds.drop(name)
    throw error
  }
}

/** More than a seed makes. */
const WORLDS_MAX = 10_000

/** Imported on use, because the validator of recordings would slow every start. */
async function recordingOf({ profile }: Config) {
  return typeof profile === 'string' ? null : (await import('./recording.ts')).loadRecording(profile.file)
}

/**
 * Reads a world at the start, because a damaged file would otherwise fail only the first request. Returns true when there
 * was none.
 */
async function openFirstWorld({ worlds }: Services, { db }: Config): Promise<boolean> {
  try {
    const isNew = (await worlds.count()) === 0
    await worlds.open(DEFAULT_WORLD)
    return isNew
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
  return originOf({ host, port })
}
