import { type EpochMs, epochMs, microUsd } from '../../kernel/units.ts'
import { execute, getRow, getRows, LIMIT, type Steps } from '../sql.ts'
import type { WorldKey } from '../worlds/world-records.ts'
import type { LedgerEntry, LedgerQuery } from './workspace-records.ts'

interface Row {
  at: number
  kind: LedgerEntry['kind']
  workspace_id: string
  run_id: string | null
  amount_micro_usd: number
  balance_micro_usd: number
}

/** Where the ledger of a world ends. */
export interface LedgerEnd {
  /** 0 for an empty ledger. */
  readonly ordinal: number
  readonly at: EpochMs
}

export function* findLedgerEnd(world: WorldKey): Steps<LedgerEnd> {
  const row = yield* getRow<{ ordinal: number; at: number }>(
    'SELECT ordinal, at FROM ledger WHERE world = @world ORDER BY ordinal DESC LIMIT 1',
    { world },
  )
  return row === null ? { ordinal: 0, at: epochMs(-Infinity) } : { ordinal: row.ordinal, at: epochMs(row.at) }
}

export function* appendEntry(world: WorldKey, ordinal: number, entry: LedgerEntry): Steps<void> {
  const { at, kind, workspaceId, runId, amount, balance } = entry
  yield* execute(
    `INSERT INTO ledger (world, ordinal, at, kind, workspace_id, run_id, amount_micro_usd, balance_micro_usd)
     VALUES (@world, @ordinal, @at, @kind, @workspaceId, @runId, @amount, @balance)`,
    { world, ordinal, at, kind, workspaceId, runId, amount, balance },
  )
}

/** The newest entries, oldest first. */
export function* listEntries({
  world,
  workspaceId,
  runId,
  limit,
}: LedgerQuery): Steps<readonly LedgerEntry[]> {
  const rows = yield* getRows<Row>(
    `SELECT * FROM ledger WHERE world = @world AND (@workspaceId IS NULL OR workspace_id = @workspaceId)
       AND (@runId IS NULL OR run_id = @runId)
     ORDER BY ordinal DESC ${LIMIT}`,
    { world, workspaceId, runId, limit },
  )
  return rows.map(toEntry).toReversed()
}

const toEntry = (row: Row): LedgerEntry => ({
  at: epochMs(row.at),
  kind: row.kind,
  workspaceId: row.workspace_id,
  runId: row.run_id,
  amount: microUsd(row.amount_micro_usd),
  balance: microUsd(row.balance_micro_usd),
})
