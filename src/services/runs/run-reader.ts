import { LRUCache } from 'lru-cache'
import { ApiError } from '../../kernel/errors.ts'
import type { EpochMs } from '../../kernel/units.ts'
import type { RunQuery, RunRecord } from '../../store/runs/run-records.ts'
import { countRuns, findRun, listRunIds } from '../../store/runs/runs.ts'
import type { Steps } from '../../store/sql.ts'
import type { Page, Store } from '../../store/store.ts'
import type { WorldKey } from '../../store/worlds/world-records.ts'

/** Enough for the runs that clients poll: about 10 MB when full. */
const RUNS_MAX = 5_000
/** Runs with a longer prompt are not cached, so that a few thousand cannot fill the memory. */
const PROMPT_LENGTH_MAX = 4_000

/**
 * Reads runs through an LRU cache. A stored run changes only by a forced end, which calls `replace`.
 */
export class RunReader {
  readonly #store: Store
  readonly #cache = new LRUCache<string, RunRecord>({ max: RUNS_MAX })

  constructor(store: Store) {
    this.#store = store
  }

  /** Returns null for an unknown run. */
  async find(world: WorldKey, id: string): Promise<RunRecord | null> {
    return this.#cached(world, id) ?? this.#store.read(this.#read(world, id))
  }

  /** @throws ApiError 404 of the control API for an unknown run */
  async get(world: WorldKey, id: string): Promise<RunRecord> {
    const run = await this.find(world, id)
    if (run === null) throw unknownRun(id)
    return run
  }

  /** Lists runs, newest first. The total is null with a status filter, which no counter covers. */
  async list(query: RunQuery, now: EpochMs): Promise<Page<RunRecord>> {
    return this.#store.read(this.#readPage(query, now))
  }

  /** Updates the cache after a run's plan has changed. */
  replace(world: WorldKey, run: RunRecord): void {
    this.#remember(world, run)
  }

  *#readPage(query: RunQuery, now: EpochMs): Steps<Page<RunRecord>> {
    const ids = yield* listRunIds(query, now)
    const rows: RunRecord[] = []
    for (const id of ids.slice(0, query.limit)) {
      const run = this.#cached(query.world, id) ?? (yield* this.#read(query.world, id))
      if (run !== null) rows.push(run)
    }
    const total = query.status === null ? yield* countRuns(query) : null
    return { rows, more: ids.length > query.limit, total }
  }

  *#read(world: WorldKey, id: string): Steps<RunRecord | null> {
    const run = yield* findRun(world, id)
    if (run !== null) this.#remember(world, run)
    return run
  }

  #cached(world: WorldKey, id: string): RunRecord | null {
    return this.#cache.get(keyOf(world, id)) ?? null
  }

  #remember(world: WorldKey, run: RunRecord): void {
    if (run.request.prompt.length <= PROMPT_LENGTH_MAX) this.#cache.set(keyOf(world, run.id), run)
  }
}

const keyOf = (world: WorldKey, id: string): string => `${world}/${id}`

/** Builds the 404 of the control API, which names the run. */
export const unknownRun = (id: string): ApiError => new ApiError('not_found', `Run ${id} not found.`)
