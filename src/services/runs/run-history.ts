import { DEFAULT_WORLD } from '../../kernel/names.ts'
import type { OutputKind } from '../../simulator/runs/plan.ts'
import type { RunStatus } from '../../simulator/runs/state-at.ts'
import type { RunRecord } from '../../store/runs/run-records.ts'
import type { Store } from '../../store/store.ts'
import { findWorld, listWorldNames } from '../../store/worlds/worlds.ts'
import type { World } from '../worlds/world.ts'
import type { RunReader } from './run-reader.ts'
import { type RunView, viewRun } from './runs.ts'

export interface HistoryFilter {
  readonly workspaceId: string | null
  readonly status: RunStatus | null
  readonly type: OutputKind | null
  readonly model: string | null
}

export interface HistoryPage {
  readonly views: readonly RunView[]
  /** Ordinal that older runs lie before; null at the end. */
  readonly next: number | null
  readonly total: number | null
}

/** Runs that one page looks at for a filter that no index serves, so that no read stalls others. */
const SCANNED_MAX = 1000

/** Ids of runs repeat across worlds; a person is shown a list of links, which should stay short. */
const WORLDS_SEARCHED_MAX = 20

/** Runs of every kind in one history, for the control API. Clients have a list for each kind. */
export class RunHistory {
  readonly #store: Store
  readonly #reader: RunReader

  constructor(store: Store, reader: RunReader) {
    this.#store = store
    this.#reader = reader
  }

  /** @throws ApiError 404 for an unknown run */
  async get(world: World, id: string): Promise<RunView> {
    return viewRun(await this.#reader.get(world.key, id), world.clock.now())
  }

  /**
   * Names of the worlds that have a run of this id, the default world first. Searches the default world and the newest
   * ones, and marks none of them as used.
   */
  async worldsWith(id: string): Promise<readonly string[]> {
    const newest = await this.#store.read(listWorldNames(WORLDS_SEARCHED_MAX))
    const found: string[] = []
    for (const name of new Set([DEFAULT_WORLD, ...newest])) {
      const world = await this.#store.read(findWorld(name))
      if (world !== null && (await this.#reader.find(world.key, id)) !== null) found.push(name)
    }
    return found
  }

  /**
   * Newest first.
   *
   * @param before ordinal that older runs lie before; null for the newest
   * @param limit maximum number of runs; a page may hold fewer and yet not be the last
   */
  async list(
    world: World,
    { type, model, ...indexed }: HistoryFilter,
    before: number | null,
    limit: number,
  ): Promise<HistoryPage> {
    const now = world.clock.now()
    const isScan = type !== null || model !== null
    const everything = { world: world.key, kind: null, projectId: null, techniqueId: null } as const
    const query = { ...everything, ...indexed, before, limit: isScan ? SCANNED_MAX : limit }
    const page = await this.#reader.list(query, now)
    const fits = ({ request }: RunRecord): boolean =>
      (type === null || request.type === type) && (model === null || request.model === model)
    const found = page.rows.filter(fits).slice(0, limit)
    // A full page goes on behind its last run, any other behind the last run that was looked at.
    const last = found.length === limit ? found.at(-1) : page.rows.at(-1)
    const isEnd = !page.more && (last === undefined || last === page.rows.at(-1))
    return {
      views: found.map((run) => viewRun(run, now)),
      next: isEnd ? null : (last?.ordinal ?? null),
      total: isScan ? null : page.total,
    }
  }
}
