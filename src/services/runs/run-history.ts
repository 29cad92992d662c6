import { DEFAULT_WORLD } from '../../kernel/names.ts'
import type { OutputKind } from '../../simulator/runs/plan.ts'
import type { RunStatus } from '../../simulator/runs/state-at.ts'
import { countStates } from '../../store/runs/count-states.ts'
import type { RunRecord } from '../../store/runs/run-records.ts'
import type { Store } from '../../store/store.ts'
import { findWorld, listWorldNames } from '../../store/worlds/worlds.ts'
import type { World } from '../worlds/world.ts'
import type { RunReader } from './run-reader.ts'
import { type RunView, viewRun } from './runs.ts'

/** Conditions on runs. Null matches any run. */
export interface HistoryFilter {
  readonly workspaceId: string | null
  readonly status: RunStatus | null
  readonly type: OutputKind | null
  readonly model: string | null
}

/** A page of the history. */
export interface HistoryPage {
  readonly views: readonly RunView[]
  /** Ordinal to continue before. Null at the end. */
  readonly next: number | null
  /** Null for a filter that no counter covers. */
  readonly total: number | null
}

/** Runs that a page scans for a filter without an index, so that a read cannot block others. */
const SCANNED_MAX = 1000

/** Unfinished runs, and failed ones, that a count reads. It then takes a few milliseconds. */
const COUNTED_MAX = 10_000

/** Worlds that a search by id visits. Run ids repeat across worlds, and the result is a list of links for a person. */
const WORLDS_SEARCHED_MAX = 20

/** Lists runs of every kind together, for the control API. The emulated API lists each kind on its own. */
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

  /** Counts runs by state: unfinished and failed ones up to 10,000. Does not count as a use of the world. */
  async countStates({ key, clock }: World): Promise<Readonly<Record<RunStatus, number>>> {
    return this.#store.read(countStates(key, clock.now(), COUNTED_MAX))
  }

  /**
   * Names the worlds that have a run of this id, the default world first. Searches the default world and the newest ones,
   * and does not count as a use of them.
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
   * Lists runs, newest first.
   *
   * @param before ordinal to continue before; null for the newest runs
   * @param limit maximum number of runs; a page before the last may hold fewer
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
    const query = { ...everything, ...indexed, before, offset: 0, limit: isScan ? SCANNED_MAX : limit }
    const page = await this.#reader.list(query, now)
    const fits = ({ request }: RunRecord): boolean =>
      (type === null || request.type === type) && (model === null || request.model === model)
    const found = page.rows.filter(fits).slice(0, limit)
    // A full page continues after its last run, any other page after the last run that was scanned.
    const last = found.length === limit ? found.at(-1) : page.rows.at(-1)
    const isEnd = !page.more && (last === undefined || last === page.rows.at(-1))
    return {
      views: found.map((run) => viewRun(run, now)),
      next: isEnd ? null : (last?.ordinal ?? null),
      total: isScan ? null : page.total,
    }
  }
}
