import type Database from 'better-sqlite3'
import { epochMs, type MicroUsd, microUsd } from '../../kernel/units.ts'
import type { LedgerEntry, LedgerQuery } from '../control-records.ts'
import type { WorldKey } from '../records.ts'
import { LIMIT } from '../engine/sql-limit.ts'

interface Row {
  at: number
  kind: LedgerEntry['kind']
  workspace_id: string
  run_id: string | null
  amount_micro_usd: number
  balance_micro_usd: number
}

export class LedgerTable {
  readonly #append
  readonly #lastOrdinal
  readonly #newest

  constructor(db: Database.Database) {
    this.#lastOrdinal = db
      .prepare<[number], number>('SELECT ordinal FROM ledger WHERE world = ? ORDER BY ordinal DESC LIMIT 1')
      .pluck()
    this.#append = db.prepare<(string | number | null)[]>(
      `INSERT INTO ledger (world, ordinal, at, kind, workspace_id, run_id, amount_micro_usd, balance_micro_usd)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    this.#newest = db.prepare<[object], Row>(
      `SELECT * FROM ledger WHERE world = @world AND (@workspaceId IS NULL OR workspace_id = @workspaceId)
         AND (@runId IS NULL OR run_id = @runId)
       ORDER BY ordinal DESC ${LIMIT}`,
    )
  }

  /** 0 where there are no entries. */
  lastOrdinal(world: WorldKey): number {
    return this.#lastOrdinal.get(world) ?? 0
  }

  /** @param balance of the workspace, afterwards */
  append(
    world: WorldKey,
    ordinal: number,
    { at, kind, workspaceId, runId, amount }: Omit<LedgerEntry, 'balance'>,
    balance: MicroUsd,
  ): void {
    this.#append.run(world, ordinal, at, kind, workspaceId, runId, amount, balance)
  }

  /** The newest entries, oldest first. */
  list(query: LedgerQuery): LedgerEntry[] {
    return this.#newest.all(query).map(toEntry).toReversed()
  }
}

const toEntry = (row: Row): LedgerEntry => ({
  at: epochMs(row.at),
  kind: row.kind,
  workspaceId: row.workspace_id,
  runId: row.run_id,
  amount: microUsd(row.amount_micro_usd),
  balance: microUsd(row.balance_micro_usd),
})
