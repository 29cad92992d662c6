import type { RunListQuery, RunRecord } from '../../../schemas/control/runs/run.ts'
import { world } from '../../api/client.ts'

/** Conditions on the runs that are listed; absent members do not matter. */
export type RunFilter = Readonly<Pick<RunListQuery, 'status' | 'type' | 'model'>>

export interface RunPage {
  readonly runs: readonly RunRecord[]
  readonly next: string | null
  /** Null when the emulator does not count what the filter matches. */
  readonly count: number | null
}

const PAGE_SIZE = 50
/** A filter may match nothing in a long history: then the user decides whether to look further. */
const READS_MAX = 10

/** A page of runs. One answer may be short of a page, as the emulator looks at so many runs at a time. */
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
