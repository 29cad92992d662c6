import type { EpochMs } from '../../kernel/units.ts'
import type { RunStatus } from '../../simulator/runs/state-at.ts'
import { getRow, LIMIT, type Steps } from '../sql.ts'
import { countRunsOfKind } from '../workspaces/workspaces.ts'
import type { WorldKey } from '../worlds/world-records.ts'

/**
 * Counts the runs of a world by state.
 *
 * @param limit maximum that is counted of unfinished and of failed runs, because counting reads each of them. Completed
 *   runs are the rest of a counter.
 */
export function* countStates(
  world: WorldKey,
  now: EpochMs,
  limit: number,
): Steps<Readonly<Record<RunStatus, number>>> {
  const count = function* (from: string): Steps<number> {
    const text = `SELECT count(*) AS count FROM (SELECT 1 FROM runs INDEXED BY ${from} ${LIMIT})`
    return (yield* getRow<{ count: number }>(text, { world, now, limit }))?.count ?? 0
  }
  const unfinished = yield* count('runs_unsettled WHERE world = @world AND settled = 0 AND ends_at > @now')
  const pending = yield* count(
    'runs_unsettled_by_start WHERE world = @world AND settled = 0 AND starts_at > @now AND ends_at > @now',
  )
  const failed = yield* count(
    "runs_failed WHERE world = @world AND outcome = 'failed' AND kind IN ('generation', 'technique') AND ends_at <= @now",
  )
  const all = (yield* countRunsOfKind(world, 'generation')) + (yield* countRunsOfKind(world, 'technique'))
  return {
    pending,
    running: Math.max(0, unfinished - pending),
    completed: Math.max(0, all - unfinished - failed),
    failed,
  }
}
