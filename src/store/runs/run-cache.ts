import type { RunRecord, WorldKey } from '../records.ts'

/** Large enough for the runs that a client still polls, small enough to go unnoticed: about 10 MB when full. */
const RUNS_MAX = 5_000
/** A run with a long prompt is read from the database instead; otherwise a few thousand could fill the memory. */
const PROMPT_LENGTH_MAX = 4_000

/** Recently used runs. A stored plan never changes, so an entry cannot be stale. */
export class RunCache {
  readonly #runs = new Map<string, RunRecord>()

  get(world: WorldKey, id: string): RunRecord | null {
    return this.#runs.get(keyOf(world, id)) ?? null
  }

  put(world: WorldKey, run: RunRecord): void {
    if (run.request.prompt.length > PROMPT_LENGTH_MAX) return
    if (this.#runs.size >= RUNS_MAX) this.#dropOldest()
    this.#runs.set(keyOf(world, run.id), run)
  }

  #dropOldest(): void {
    for (const key of this.#runs.keys()) {
      this.#runs.delete(key)
      return
    }
  }
}

const keyOf = (world: WorldKey, id: string): string => `${world}/${id}`
