import { connectEmulator } from '../client/connect.ts'
import type { ClockMode } from '../kernel/clock.ts'
import { deadline, monotonicNow } from '../kernel/clock.ts'
import { explorePlan } from './explorer.ts'
import { FAULT_IDS, type FaultId } from './faults/catalogue.ts'
import { parseToken, type TokenPart } from './faults/placed-fault.ts'
import type { Report } from './report/report.ts'
import { interleave, parseOrder } from './interleave/interleave.ts'
import type { Scenario } from './scene.ts'
import type { RunClient, TrialEmulator } from './trial/lab.ts'

/** Part of an emulator that an exploration uses. */
export interface ExploredEmulator extends TrialEmulator {
  readonly baseUrl: string
  readonly webhookSecret: string
  readonly fetch: typeof globalThis.fetch
}

/** Options of `explore`. */
export interface ExploreSettings {
  /** Kinds of faults. `@default` all */
  readonly faults?: readonly FaultId[]
  /** Checks the world after the scenario, whether it succeeded or not. An error makes the verdict `wrong`. `@default` none */
  readonly invariant?: Scenario
  /** Whether to combine two faults. `@default` false */
  readonly pairs?: boolean
  /** Number of experiments at most; more are sampled. `@default` 1000 */
  readonly max?: number
  /** Token of an earlier report, to run its experiment alone. `@default` none */
  readonly replay?: string
  /** Scenarios at once. `@default` 4 */
  readonly jobs?: number
  /** Seed of the worlds and of the sample. `@default` 'explore' */
  readonly seed?: string
  /** Time of worlds. `@default` 'auto' */
  readonly clock?: ClockMode
  /** Seconds of wall time of a slow answer or run; longer than the time-out of the client. `@default` 5 */
  readonly slow?: number
  /** Seconds of wall time after which a scenario hangs. `@default` 30 */
  readonly timeout?: number
  /**
   * Orders of answers, webhooks and ends of runs to try, without faults. A failing order is shrunk. `@default` 0
   */
  readonly interleavings?: number
  /**
   * Stops an emulator that has a `db` and starts it again on the same port. Interleavings then also restart it between the
   * commit of a run and its answer. `@default` none
   */
  readonly restart?: () => Promise<void>
}

/**
 * Runs a scenario once undisturbed, then once with each fault, each in a world of its own. A scenario that resolves has
 * succeeded; one that rejects has reported a failure.
 *
 * @throws {RangeError} for a `replay` that is no token
 * @throws {ExploreError} when the scenario fails undisturbed, or its calls differ from run to run
 * @example
 * ```ts
 * import FLORA from '@flora-ai/flora'
 * import { explore, startEmulator } from 'flora-emulator'
 *
 * await using emulator = await startEmulator()
 * const report = await explore(
 *   emulator,
 *   async ({ client }) => {
 *     const { workspaces } = await new FLORA({ ...client, maxRetries: 0 }).workspaces.list()
 *     if (workspaces.length === 0) throw new Error('no workspace')
 *   },
 *   { faults: ['500', 'drop-before'] },
 * )
 * console.log(report.results.map(({ token, verdict }) => `${token}: ${verdict}`))
 * ```
 */
export async function explore(
  emulator: ExploredEmulator,
  scenario: Scenario,
  settings: ExploreSettings = {},
): Promise<Report> {
  const { seed = 'explore', jobs = 4, timeout: timeoutSeconds = 30, slow: slowSeconds = 5 } = settings
  explorations += 1
  const prefix = `explore-${explorations}`
  let worlds = 0
  const nextWorld = (): string => `${prefix}-${(worlds += 1)}`
  const invariant = settings.invariant ?? null
  const order = parseOrder(settings.replay ?? '')
  const interleaved = async (): Promise<Report['interleavings']> => {
    const tries = order === null ? (settings.interleavings ?? 0) : 1
    if (tries === 0) return null
    const { restart = null } = settings
    const remote = connectEmulator(emulator.url)
    // After a restart only the address is the same.
    const client = { baseURL: emulator.baseUrl, fetch: restart === null ? emulator.fetch : globalThis.fetch }
    const worldOf = (name: string) => (restart === null ? emulator.world(name) : remote.world(name))
    const options = { tries, scenario, invariant, client, restart, seed, timeoutSeconds, replay: order }
    return interleave({ ...options, nextWorld: () => worldOf(nextWorld()) })
  }
  const lab = {
    emulator,
    stopping: new AbortController().signal,
    runClient: scenarioClient(emulator, scenario, { timeoutSeconds, invariant }),
    settings: { seed, clock: settings.clock ?? 'auto', timeoutSeconds, slowSeconds },
    nextWorld,
  }
  const { faults: only = FAULT_IDS, pairs = false, max = 1000, replay } = settings
  const report = await explorePlan(lab, {
    // An order is replayed without faults.
    choice: { only: order === null ? only : [], pairs, max, seed },
    jobs,
    replay: replay === undefined || order !== null ? null : readToken(replay),
    command: '',
    reproduce: (token) => `explore(emulator, scenario, { replay: '${token}' })`,
    onPlan: () => undefined,
    onResult: () => undefined,
  })
  if (report === null) throw new Error('The exploration was interrupted.')
  return { ...report, interleavings: await interleaved() }
}

/** Explorations of this process, whose worlds must not meet. */
let explorations = 0

function readToken(text: string): readonly TokenPart[] {
  const token = parseToken(text)
  if (token === null)
    throw new RangeError(`replay: expected a token of a report, got ${JSON.stringify(text)}.`)
  return token
}

interface ScenarioOptions {
  readonly timeoutSeconds: number
  readonly invariant: Scenario | null
}

/** Returns a function that runs the scenario as the client of a world. */
function scenarioClient(
  { baseUrl: baseURL, fetch }: ExploredEmulator,
  scenario: Scenario,
  { timeoutSeconds, invariant }: ScenarioOptions,
): RunClient {
  return async (world, stopping) => {
    const limit = deadline(timeoutSeconds * 1000, stopping)
    const begun = monotonicNow()
    const watched = watchAborts(fetch)
    const client = { baseURL, apiKey: world.apiKey, fetch: watched.fetch }
    const scene = { world, client, signal: limit.signal }
    try {
      const failure = await Promise.race([outcomeOf(async () => scenario(scene)), hanging(limit.signal)])
      const durationMs = monotonicNow() - begun
      const checked = invariant === null ? null : await outcomeOf(async () => invariant(scene))
      return {
        exitCode: failure === HANGS ? null : failure === null ? 0 : 1,
        durationMs,
        output: failure === HANGS ? '' : (failure ?? ''),
        gaveUp: watched.aborted,
        violation: checked,
      }
    } finally {
      limit.clear()
    }
  }
}

const HANGS = Symbol('hangs')

/** Returns the message of a failure; null for a success. */
async function outcomeOf(work: () => Promise<void>): Promise<string | null> {
  try {
    await work()
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const hanging = async (signal: AbortSignal): Promise<typeof HANGS> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(HANGS)))

/** Notices requests that the client aborts before their answer. */
function watchAborts(fetch: typeof globalThis.fetch) {
  let aborted = false
  return {
    aborted: () => aborted,
    fetch: async (...[input, init]: Parameters<typeof globalThis.fetch>): Promise<Response> => {
      const signal = init?.signal ?? (input instanceof Request ? input.signal : null)
      return fetch(input, init).catch((error: unknown) => {
        aborted ||= signal?.aborted ?? false
        throw error
      })
    },
  }
}
