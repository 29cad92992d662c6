import type Database from 'better-sqlite3'
import { epochMs, type MicroUsd, microUsd } from '../../kernel/units.ts'
import type { NewWorkspace, RunList, WorkspaceRecord, WorldKey } from '../records.ts'

interface Row {
  id: string
  name: string
  created_at: number
}

export interface WorkspaceTotals {
  balance: MicroUsd
  /** What settled runs cost. */
  spent: MicroUsd
  /** Runs in each list. */
  runs: Record<RunList, number>
}

export class WorkspaceTable {
  readonly #list
  readonly #find
  readonly #totals
  readonly #insert
  readonly #saveTotals
  readonly #spent

  constructor(db: Database.Database) {
    const columns = 'SELECT id, name, created_at FROM workspaces'
    this.#list = db.prepare<[number], Row>(`${columns} WHERE world = ? ORDER BY ordinal`)
    this.#find = db.prepare<[number, string], Row>(`${columns} WHERE world = ? AND id = ?`)
    this.#totals = db
      .prepare<[number, string], [number, number, number, number]>(
        `SELECT balance_micro_usd, spent_micro_usd, generation_count, technique_count
         FROM workspaces WHERE world = ? AND id = ?`,
      )
      .raw()
    this.#saveTotals = db.prepare<[number, number, number, number, number, string]>(
      `UPDATE workspaces SET balance_micro_usd = ?, spent_micro_usd = ?, generation_count = ?, technique_count = ?
       WHERE world = ? AND id = ?`,
    )
    this.#insert = db.prepare<[number, number, string, string, number, number]>(
      `INSERT INTO workspaces (world, ordinal, id, name, created_at, balance_micro_usd)
       VALUES (?, ?, ?, ?, ?, ?)`,
    )
    this.#spent = db
      .prepare<[object], number>(
        'SELECT coalesce(sum(spent_micro_usd), 0) FROM workspaces WHERE world = @world AND (@id IS NULL OR id = @id)',
      )
      .pluck()
  }

  list(world: WorldKey): WorkspaceRecord[] {
    return this.#list.all(world).map(toRecord)
  }

  find(world: WorldKey, id: string): WorkspaceRecord | null {
    const row = this.#find.get(world, id)
    return row === undefined ? null : toRecord(row)
  }

  totals(world: WorldKey, id: string): WorkspaceTotals | null {
    const row = this.#totals.get(world, id)
    if (row === undefined) return null
    const [balance, spent, generation, technique] = row
    return { balance: microUsd(balance), spent: microUsd(spent), runs: { generation, technique } }
  }

  saveTotals(world: WorldKey, id: string, { balance, spent, runs }: WorkspaceTotals): void {
    this.#saveTotals.run(balance, spent, runs.generation, runs.technique, world, id)
  }

  insert(world: WorldKey, ordinal: number, { id, name, createdAt, balance }: NewWorkspace): void {
    this.#insert.run(world, ordinal, id, name, createdAt, balance)
  }

  /** What settled runs cost, of one workspace or (null) of all. */
  spent(world: WorldKey, id: string | null): MicroUsd {
    return microUsd(this.#spent.get({ world, id }) ?? 0)
  }
}

const toRecord = ({ id, name, created_at }: Row): WorkspaceRecord => ({
  id,
  name,
  createdAt: epochMs(created_at),
})
