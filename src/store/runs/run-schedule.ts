import { type EpochMs, epochMs } from '../../kernel/units.ts'
import { getRow, getRows, LIMIT, type Steps } from '../sql.ts'
import type { WorldKey } from '../worlds/world-records.ts'
import type { RunChange } from './run-records.ts'

/** Runs that are pending or running are unsettled, so partial indexes find them in any history. */
const STARTS = `FROM runs INDEXED BY runs_unsettled_by_start
  WHERE world = @world AND settled = 0 AND starts_at > @after AND starts_at <= @until AND ends_at > starts_at`
const ENDS = `FROM runs INDEXED BY runs_unsettled
  WHERE world = @world AND settled = 0 AND ends_at > @after AND ends_at <= @until`

interface ChangeRow {
  id: string
  at: number
  status: RunChange['status']
}

/** A span of time without its first instant. */
export interface Span {
  readonly after: EpochMs
  readonly until: EpochMs
}

/** The starts and ends within a span of runs that were not settled by its beginning: in order, at most `limit`. */
export function* listRunChanges(world: WorldKey, span: Span, limit: number): Steps<readonly RunChange[]> {
  const rows = yield* getRows<ChangeRow>(
    `SELECT id, starts_at AS at, 'running' AS status, ordinal, 0 AS is_end ${STARTS}
     UNION ALL
     SELECT id, ends_at, outcome, ordinal, 1 ${ENDS}
     ORDER BY 2, 4, 5 ${LIMIT}`,
    { world, ...span, limit },
  )
  return rows.map(({ id, at, status }) => ({ at: epochMs(at), runId: id, status }))
}

export function* countRunChanges(world: WorldKey, span: Span): Steps<number> {
  const row = yield* getRow<{ count: number }>(
    `SELECT (SELECT count(*) ${STARTS}) + (SELECT count(*) ${ENDS}) AS count`,
    { world, ...span },
  )
  return row?.count ?? 0
}

/** When the next run starts or ends after `now`; null when none will. */
export function* nextRunChange(world: WorldKey, now: EpochMs): Steps<EpochMs | null> {
  const row = yield* getRow<{ at: number | null }>(
    `SELECT min(at) AS at FROM (
       SELECT min(starts_at) AS at FROM runs INDEXED BY runs_unsettled_by_start
         WHERE world = @world AND settled = 0 AND starts_at > @now
       UNION ALL SELECT min(ends_at) FROM runs INDEXED BY runs_unsettled
         WHERE world = @world AND settled = 0 AND ends_at > @now) AS changes`,
    { world, now },
  )
  return toInstant(row?.at)
}

/** When the last run in flight ends; null when none is in flight. */
export function* lastRunEnd(world: WorldKey, now: EpochMs): Steps<EpochMs | null> {
  const row = yield* getRow<{ at: number | null }>(
    `SELECT max(ends_at) AS at FROM runs INDEXED BY runs_unsettled
     WHERE world = @world AND settled = 0 AND ends_at > @now`,
    { world, now },
  )
  return toInstant(row?.at)
}

const toInstant = (value: number | null | undefined): EpochMs | null =>
  typeof value === 'number' ? epochMs(value) : null
