import { ApiError, notFound } from '../../kernel/errors.ts'
import { seededRandom } from '../../kernel/random.ts'
import { type EpochMs, epochMs } from '../../kernel/units.ts'
import { endNow, type Plan } from '../../simulator/runs/plan.ts'
import { nextChangeAfter, type RunState, stateAt } from '../../simulator/runs/state-at.ts'
import type { RunRecord } from '../../store/runs/run-records.ts'
import { endRun } from '../../store/runs/run-transactions.ts'
import type { Page, Store } from '../../store/store.ts'
import type { Dispatch } from '../webhooks/webhooks.ts'
import type { Caller } from '../worlds/caller.ts'
import type { Clocks } from '../worlds/clocks.ts'
import type { World } from '../worlds/world.ts'
import { type RunReader, unknownRun } from './run-reader.ts'

/** A run with its state at one instant. */
export interface RunView {
  readonly run: RunRecord
  readonly state: RunState
}

/** A page of runs, newest first. */
export interface RunPage {
  readonly views: readonly RunView[]
  readonly more: boolean
  /** Null where no counter covers the filter. */
  readonly total: number | null
}

/** The outcome of a forced end. */
export type ForcedEnd =
  | { readonly kind: 'completed' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string | null }

/** Reads and ends runs. */
export class Runs {
  readonly #store: Store
  readonly #reader: RunReader
  readonly #clocks: Clocks
  readonly #dispatch: Dispatch

  constructor(store: Store, reader: RunReader, clocks: Clocks, dispatch: Dispatch) {
    this.#store = store
    this.#reader = reader
    this.#clocks = clocks
    this.#dispatch = dispatch
  }

  /** @throws ApiError 404 for an unknown run */
  async get({ world, now }: Caller, id: string): Promise<RunView> {
    const run = await this.#reader.find(world.key, id)
    if (run === null) throw notFound()
    return viewRun(run, now)
  }

  /**
   * Loads states of runs. Afterwards an `auto` clock jumps to their next change, so that the next read shows it. Every read
   * of run states in the emulated API calls this method; reads of the control API do not.
   */
  async read<Shown extends RunView | { readonly views: readonly RunView[] }>(
    { world, now }: Caller,
    load: () => Promise<Shown>,
  ): Promise<Shown> {
    const shown = await load()
    if (world.clock.mode !== 'auto') return shown
    const views: readonly RunView[] = 'views' in shown ? shown.views : [shown]
    const changes = views.map(({ run }) => nextChangeAfter(run.plan, now)).filter((change) => change !== null)
    if (changes.length > 0) await this.#clocks.jumpTo(world, epochMs(Math.min(...changes)))
    return shown
  }

  /**
   * Ends a run now. Resolves after the first attempt of its webhook.
   *
   * @throws ApiError 404 for an unknown run, 409 for a run that has ended
   */
  async end(world: World, id: string, forced: ForcedEnd): Promise<RunView> {
    const now = world.clock.now()
    // A world that was restored with an earlier clock has runs that are yet to be created.
    const replan = (run: RunRecord): Plan =>
      endPlan(world, run, forced, now < run.createdAt ? run.createdAt : now)
    const result = await this.#store.write(() => endRun(world.key, id, replan, now))
    switch (result.outcome) {
      case 'unknown_run':
        throw unknownRun(id)
      case 'already_over': {
        const { status } = stateAt(result.run.plan, now)
        throw new ApiError('conflict', `Run ${id} has ended: ${status}.`)
      }
      case 'ended':
        this.#reader.replace(world.key, result.run)
        await world.feed.noteEnded(result.run, now)
        await this.#dispatch.announce(world, id)
        return viewRun(result.run, now)
    }
  }
}

function endPlan(
  world: World,
  { id, plan, request, quote }: RunRecord,
  forced: ForcedEnd,
  now: EpochMs,
): Plan {
  if (forced.kind === 'failed') return endNow(plan, now, forced)
  return endNow(plan, now, { ...forced, request, quote, random: seededRandom(`${world.seed}/${id}`) })
}

/** Derives the state of a run. */
export const viewRun = (run: RunRecord, now: EpochMs): RunView => ({ run, state: stateAt(run.plan, now) })

/** Derives the states of a page of runs. */
export function viewPage({ rows, more, total }: Page<RunRecord>, now: EpochMs): RunPage {
  return { views: rows.map((run) => viewRun(run, now)), more, total }
}
