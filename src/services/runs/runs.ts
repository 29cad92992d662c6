import { ApiError, notFound } from '../../kernel/errors.ts'
import { endNow, type Plan } from '../../simulator/runs/plan.ts'
import { seededRandom } from '../../kernel/random.ts'
import { nextChangeAfter, type RunState, stateAt } from '../../simulator/runs/state-at.ts'
import { type EpochMs, epochMs } from '../../kernel/units.ts'
import type { Page, RunRecord, Store } from '../../store/store.ts'
import type { Caller } from '../worlds/caller.ts'
import type { Clocks } from '../worlds/clocks.ts'
import type { Dispatch } from '../webhooks/webhooks.ts'
import type { World } from '../worlds/world.ts'

/** A run as it is at one instant. */
export interface RunView {
  readonly run: RunRecord
  readonly state: RunState
}

export interface RunPage {
  readonly views: readonly RunView[]
  readonly more: boolean
  readonly total: number | null
}

/** How a run is made to end. */
export type ForcedEnd =
  | { readonly kind: 'completed' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string | null }

export class Runs {
  readonly #store: Store
  readonly #clocks: Clocks
  readonly #dispatch: Dispatch

  constructor(store: Store, clocks: Clocks, dispatch: Dispatch) {
    this.#store = store
    this.#clocks = clocks
    this.#dispatch = dispatch
  }

  async get({ world }: Caller, id: string): Promise<RunView> {
    const run = await this.#store.findRun(world.key, id)
    if (run === null) throw notFound()
    return { run, state: stateAt(run.plan, world.clock.now()) }
  }

  /** Ends a run now, and resolves when its webhook was attempted. Throws 404 for an unknown run, and 409 for one that is over. */
  async end(world: World, id: string, forced: ForcedEnd): Promise<RunView> {
    const now = world.clock.now()
    await world.feed.catchUp(now)
    const result = await this.#store.endRun(world.key, id, (run) => endPlan(world, run, forced, now), now)
    switch (result.outcome) {
      case 'unknown_run':
        throw new ApiError('not_found', `Run ${id} not found.`)
      case 'already_over': {
        const { status } = stateAt(result.run.plan, now)
        throw new ApiError('conflict', `Run ${id} is over: ${status}.`)
      }
      case 'ended':
        await world.feed.noteRun(result.run, 'run.ended', now)
        await this.#dispatch.announce(world, id)
        return { run: result.run, state: stateAt(result.run.plan, now) }
    }
  }

  /** Moves an `auto` clock to the next change of the runs that a read has shown, so that the next read shows it. */
  async afterRead({ world }: Caller, views: readonly RunView[]): Promise<void> {
    if (world.clock.mode !== 'auto') return
    const now = world.clock.now()
    const changes = views.map(({ run }) => nextChangeAfter(run.plan, now)).filter((change) => change !== null)
    if (changes.length === 0) return
    await this.#clocks.jumpTo(world, epochMs(Math.min(...changes)))
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

export function viewPage(page: Page<RunRecord>, now: EpochMs): RunPage {
  const views = page.rows.map((run) => ({ run, state: stateAt(run.plan, now) }))
  return { views, more: page.more, total: page.total }
}
