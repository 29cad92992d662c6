import type { CheckId } from '../checks/index.ts'
import type { Config } from '../config/config.ts'

/**
 * Options of {@link startEmulator}: those of `flora-emulator start`, in camelCase. Environment variables are ignored.
 *
 * @example Reproduce every id and timestamp in CI.
 * ```ts
 * await using emulator = await startEmulator({ clock: 'manual', now: '2026-03-02T09:00:00Z', seed: 'ci' })
 * ```
 */
export interface EmulatorOptions {
  /**
   * Port to listen on, from 0 to 65535; 0 picks a free port.
   *
   * @default 0
   */
  readonly port?: number
  /**
   * Address to listen on. An address that is not loopback needs `controlToken`.
   *
   * @default '127.0.0.1'
   */
  readonly host?: string
  /**
   * SQLite file that keeps all state across restarts. One emulator at a time can open it.
   *
   * @default in memory
   */
  readonly db?: string
  /**
   * Folder whose `models.json`, `gateway-models.json`, `actions.json`, `techniques.json` and `world.json` replace the
   * shipped files.
   *
   * @default the shipped files
   */
  readonly fixtures?: string
  /**
   * Seed of ids, durations and outputs, up to 200 characters. The same requests then give the same answers.
   *
   * @default random
   */
  readonly seed?: string
  /**
   * Clock of new worlds: `real` is wall time, `manual` stands still until it is advanced, `auto` jumps to the next
   * change of a run when that run is polled.
   *
   * @default 'real'
   */
  readonly clock?: 'real' | 'manual' | 'auto'
  /**
   * Instant at which a `manual` or `auto` clock starts, as a Date or in ISO 8601.
   *
   * @default the current time
   * @example
   * ```ts
   * await using emulator = await startEmulator({ clock: 'manual', now: new Date('2026-03-02') })
   * ```
   */
  readonly now?: string | Date
  /**
   * Factor from 0 to 1000 on the model's estimate of a duration: 1 is life-like, 0 instant.
   *
   * @default 0.1
   * @example Finish every run at once.
   * ```ts
   * await using emulator = await startEmulator({ durationScale: 0 })
   * ```
   */
  readonly durationScale?: number
  /**
   * Limit of one API key as `<requests>/<seconds>`, in any window of that length, or `off`.
   *
   * @default '1200/60'
   * @example Provoke 429 after two requests in ten seconds.
   * ```ts
   * await using emulator = await startEmulator({ rateLimit: '2/10' })
   * ```
   */
  readonly rateLimit?: string
  /**
   * Accepted API keys: `open` accepts any key, `strict` only those in `world.json`.
   *
   * @default 'open'
   */
  readonly auth?: 'open' | 'strict'
  /**
   * Behaviour to emulate: `docs` as FLORA documents it, `measured` with the quirks seen in production, or the path of a
   * file that `flora-emulator record` wrote: `measured`, with the times, costs and errors of that file.
   *
   * @default 'docs'
   */
  readonly profile?: 'docs' | 'measured' | (string & {})
  /**
   * Apply production's validation: reject unknown body fields, callback URLs that are not public https, and project ids
   * that begin with `proj_`.
   *
   * @default false
   */
  readonly strict?: boolean
  /**
   * Answer requests that are refused for a placeholder of the documentation, such as `run_abc123` or `foo`, with the
   * example of the operation. Such an answer has the header `x-flora-emulator-example: true`.
   *
   * @default false
   */
  readonly examples?: boolean
  /**
   * Bearer token that `/_emulator` requires.
   *
   * @default none
   */
  readonly controlToken?: string
  /**
   * Further host names to answer to, besides loopback names and `host`.
   *
   * @default []
   */
  readonly allowedHost?: readonly string[]
  /**
   * Origins whose pages may call the API; `*` allows all.
   *
   * @default loopback origins
   */
  readonly corsOrigin?: readonly string[]
  /**
   * Fetch files from public addresses and deliver webhooks to them. Private addresses are never called.
   *
   * @default false
   */
  readonly allowEgress?: boolean
  /**
   * What `close` does with mistakes of the clients (docs/checks.md): `warn` prints errors and warnings on standard error,
   * `error` rejects when there is an error, and `off` does neither.
   *
   * @default 'warn'
   * @example Fail a test whose client makes a mistake, at the end of its block.
   * ```ts
   * await using emulator = await startEmulator({ checks: 'error' })
   * ```
   */
  readonly checks?: 'off' | 'warn' | 'error'
  /**
   * Ids of checks to leave out when the emulator closes.
   *
   * @default []
   */
  readonly ignoreCheck?: readonly CheckId[]
  /**
   * Level of the log on standard error. `info` adds one line per request, `debug` its details.
   *
   * @default 'warn'
   */
  readonly logLevel?: Config['logLevel']
  /**
   * Format of the log.
   *
   * @default 'pretty' on a terminal, else 'json'
   */
  readonly logFormat?: 'pretty' | 'json'
}
