import { ApiError } from '../../kernel/errors.ts'
import type { OutputKind } from '../../simulator/runs/plan.ts'
import { type RunStatus, stateAt } from '../../simulator/runs/state-at.ts'
import type { EpochMs } from '../../kernel/units.ts'
import type { Page, RunList, RunRecord, Store } from '../../store/store.ts'
import type { RunView } from './runs.ts'
import type { World } from '../worlds/world.ts'

export interface HistoryFilter {
  readonly workspaceId: string | null
  readonly status: RunStatus | null
  readonly type: OutputKind | null
  readonly model: string | null
}

/** Where a page of the joint history ended: the ordinal in each list that older runs lie before. */
export type HistoryPosition = Readonly<Record<RunList, number>>

export interface HistoryPage {
  readonly views: readonly RunView[]
  /** Where older runs go on; null at the end. */
  readonly next: HistoryPosition | null
  readonly total: number | null
}

/** Runs of each list that one page looks at for a filter that no index serves, so that no read stalls the others. */
const SCANNED_MAX = 1000

/** Runs of every kind in one history, for those who watch a world; clients have a list for each kind. */
export class RunHistory {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Throws 404 for an unknown run. */
  async get(world: World, id: string): Promise<RunView> {
    const run = await this.#store.findRun(world.key, id)
    if (run === null) throw new ApiError('not_found', `Run ${id} not found.`)
    return { run, state: stateAt(run.plan, world.clock.now()) }
  }

  /** Newest first, at most `limit`, from `position` (null: the newest) on. */
  async list(
    world: World,
    filter: HistoryFilter,
    position: HistoryPosition | null,
    limit: number,
  ): Promise<HistoryPage> {
    const now = world.clock.now()
    const { type, model, ...indexed } = filter
    const isScan = type !== null || model !== null
    const lane = async (list: RunList): Promise<Lane> => {
      const slice = { before: position?.[list] ?? null, limit: isScan ? SCANNED_MAX : limit + 1 }
      const query = { world: world.key, list, projectId: null, techniqueId: null, ...indexed, ...slice }
      return new Lane(await this.#store.listRuns(query, now))
    }
    const lanes = { generation: await lane('generation'), technique: await lane('technique') }
    const fits = ({ request }: RunRecord): boolean =>
      (type === null || request.type === type) && (model === null || request.model === model)
    const rows = merge(lanes, fits, limit)
    const isOver = Object.values(lanes).every((each) => each.isOver)
    return {
      views: viewAll(rows, now),
      next: isOver ? null : { generation: lanes.generation.before, technique: lanes.technique.before },
      total: isScan ? null : sum(lanes.generation.total, lanes.technique.total),
    }
  }
}

/** A part of one list, and how far it was taken. */
class Lane {
  readonly total: number | null
  readonly #page: Page<RunRecord>
  #taken = 0

  constructor(page: Page<RunRecord>) {
    this.#page = page
    this.total = page.total
  }

  get next(): RunRecord | null {
    return this.#page.rows[this.#taken] ?? null
  }

  /** Nothing is left here, but there is more in the store. */
  get isCut(): boolean {
    return this.next === null && this.#page.more
  }

  get isOver(): boolean {
    return this.next === null && !this.#page.more
  }

  /** What comes later lies before this ordinal, and new runs after it. */
  get before(): number {
    const last = this.#page.rows[this.#taken - 1]
    return last?.ordinal ?? (this.next === null ? 1 : this.next.ordinal + 1)
  }

  take(): void {
    this.#taken += 1
  }
}

/** Takes from both lists, newest first, until `limit` rows fit or one of them would have to be read on. */
function merge(
  { generation, technique }: Readonly<Record<RunList, Lane>>,
  fits: (run: RunRecord) => boolean,
  limit: number,
): RunRecord[] {
  const rows: RunRecord[] = []
  while (rows.length < limit && !generation.isCut && !technique.isCut) {
    const [a, b] = [generation.next, technique.next]
    const isA = a !== null && (b === null || a.createdAt >= b.createdAt)
    const run = isA ? a : b
    if (run === null) break
    const lane = isA ? generation : technique
    lane.take()
    if (fits(run)) rows.push(run)
  }
  return rows
}

const viewAll = (rows: readonly RunRecord[], now: EpochMs): RunView[] =>
  rows.map((run) => ({ run, state: stateAt(run.plan, now) }))

const sum = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b)
