import { type EpochMs, epochMs, type MicroUsd, microUsd } from '../../kernel/units.ts'
import { announceSettled, execute, getRow, getRows, LIMIT, type Steps } from '../sql.ts'
import { type Balances, openBalances } from '../workspaces/balances.ts'
import type { WorldKey } from '../worlds/world-records.ts'
import type { RunKind, SettledRun } from './run-records.ts'

interface Row {
  id: string
  kind: RunKind
  ordinal: number
  workspace_id: string
  starts_at: number
  ends_at: number
  outcome: SettledRun['outcome']
  reserved_micro_usd: number
  charged_micro_usd: number
}

const ENDED = `SELECT id, kind, ordinal, workspace_id, starts_at, ends_at, outcome, reserved_micro_usd, charged_micro_usd
  FROM runs INDEXED BY runs_unsettled
  WHERE world = @world AND settled = 0 AND ends_at <= @now ORDER BY ends_at ${LIMIT}`

/**
 * Settles runs that ended by `now`: what they did not use goes back to the balance. Whatever changes a balance settles
 * first, so the ledger is in the order of time.
 *
 * @param limit null for all
 * @returns how many were settled
 */
export function* settleRuns(
  balances: Balances,
  world: WorldKey,
  now: EpochMs,
  limit: number | null,
): Steps<number> {
  const runs = yield* findEndedRuns(world, now, limit)
  for (const { kind, ordinal, id, workspaceId, endsAt, outcome, reserved, charged } of runs) {
    // A statement each: an UPDATE that returns rows builds a table for them, which costs more.
    const text = 'UPDATE runs SET settled = 1 WHERE world = @world AND kind = @kind AND ordinal = @ordinal'
    yield* execute(text, { world, kind, ordinal })
    const amount = microUsd(reserved - charged)
    const entry = outcome === 'completed' || charged > 0 ? 'settle' : 'refund'
    yield* balances.enter({ at: endsAt, kind: entry, workspaceId, runId: id, amount }, charged)
  }
  yield* announceSettled(world, runs)
  return runs.length
}

/** As `settleRuns`, for at most `limit` runs. True when there may be more. */
export function* settleSome(world: WorldKey, now: EpochMs, limit: number): Steps<boolean> {
  const balances = yield* openBalances(world)
  const count = yield* settleRuns(balances, world, now, limit)
  yield* balances.save()
  return count === limit
}

function* findEndedRuns(world: WorldKey, now: EpochMs, limit: number | null): Steps<SettledRun[]> {
  const rows = yield* getRows<Row>(ENDED, { world, now, limit: limit ?? Number.MAX_SAFE_INTEGER })
  return rows.map(toSettledRun).toSorted((a, b) => a.endsAt - b.endsAt || a.ordinal - b.ordinal)
}

/** What settling would give back to a workspace, without writing. */
export function* dueRefund(world: WorldKey, workspaceId: string, now: EpochMs): Steps<MicroUsd> {
  // As reals, because a sum of integers may overflow.
  const row = yield* getRow<{ due: number }>(
    `SELECT coalesce(sum((reserved_micro_usd - charged_micro_usd) * 1.0), 0) AS due FROM runs
     WHERE world = @world AND workspace_id = @workspaceId AND settled = 0 AND ends_at <= @now`,
    { world, workspaceId, now },
  )
  return microUsd(row?.due ?? 0)
}

/** What the unsettled runs will cost, whichever way they end. @param workspaceId null for all */
export function* sumPending(world: WorldKey, workspaceId: string | null): Steps<MicroUsd> {
  const row = yield* getRow<{ pending: number }>(
    `SELECT coalesce(sum(charged_micro_usd * 1.0), 0) AS pending FROM runs
     WHERE world = @world AND (@workspaceId IS NULL OR workspace_id = @workspaceId) AND settled = 0`,
    { world, workspaceId },
  )
  return microUsd(row?.pending ?? 0)
}

const toSettledRun = (row: Row): SettledRun => ({
  id: row.id,
  kind: row.kind,
  ordinal: row.ordinal,
  workspaceId: row.workspace_id,
  startsAt: epochMs(row.starts_at),
  endsAt: epochMs(row.ends_at),
  outcome: row.outcome,
  reserved: microUsd(row.reserved_micro_usd),
  charged: microUsd(row.charged_micro_usd),
})
