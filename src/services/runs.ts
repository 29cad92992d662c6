import { notFound } from '../errors.ts'
export { toUsd } from '../simulator/price.ts'
import { nextChangeAfter, type RunState, stateAt } from '../simulator/state-at.ts'
import { type EpochMs, epochMs } from '../simulator/units.ts'
import type { Page, RunRecord, Store } from '../store/store.ts'
import type { Caller } from './caller.ts'
import type { Clocks } from './clocks.ts'

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

export class Runs {
  readonly #store: Store
  readonly #clocks: Clocks

  constructor(store: Store, clocks: Clocks) {
    this.#store = store
    this.#clocks = clocks
  }

  async get({ world }: Caller, id: string): Promise<RunView> {
    const run = await this.#store.findRun(world.key, id)
    if (run === null) throw notFound()
    return { run, state: stateAt(run.plan, world.clock.now()) }
  }

  /** Moves an `auto` clock to the next change of the runs that a read has shown, so that the next read shows it. */
  async afterRead({ world }: Caller, views: readonly RunView[]): Promise<void> {
    if (world.clock.mode !== 'auto') return
    const now = world.clock.now()
    const changes = views.map(({ run }) => nextChangeAfter(run.plan, now)).filter((change) => change !== null)
    if (changes.length === 0) return
    await this.#clocks.advance(world, epochMs(Math.min(...changes)))
  }
}

export function viewPage(page: Page<RunRecord>, now: EpochMs): RunPage {
  const views = page.rows.map((run) => ({ run, state: stateAt(run.plan, now) }))
  return { views, more: page.more, total: page.total }
}
