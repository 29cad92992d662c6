import type { RunListQuery, RunRecord } from '../../../schemas/control/runs/run.ts'
import { world } from '../../api/client.ts'

/** Conditions on the listed runs; absent members do not matter. */
export type RunFilter = Readonly<Pick<RunListQuery, 'status' | 'type' | 'model'>>

export interface RunPage {
  readonly runs: readonly RunRecord[]
  readonly next: string | null
  /** Runs that match; null with a filter that the emulator does not count. */
  readonly count: number | null
}

const PAGE_SIZE = 50
/** Limits the search of a long history that matches nothing; the user can go on with “Older”. */
const READS_MAX = 10

/** Loads a page of runs. Takes several reads where the emulator answers less than a page. */
export async function loadPage(
  worldName: string,
  filter: RunFilter,
  cursor: string | null,
): Promise<RunPage> {
  const runs: RunRecord[] = []
  let next = cursor
  for (let reads = 0; reads < READS_MAX; reads += 1) {
    const limit = PAGE_SIZE - runs.length
    const answer = await world(worldName).runs.list({
      ...filter,
      ...(next === null ? {} : { cursor: next }),
      limit,
    })
    runs.push(...answer.runs)
    next = answer.next_cursor
    if (next === null || runs.length >= PAGE_SIZE) return { runs, next, count: answer.count }
  }
  return { runs, next, count: null }
}
