import type Database from 'better-sqlite3'
import { epochMs, type MicroUsd, microUsd } from '../../simulator/units.ts'
import type { NewWorkspace, RunList, WorkspaceRecord, WorldKey } from '../records.ts'

interface Row {
  id: string
  name: string
  created_at: number
}

export interface WorkspaceTotals {
  readonly balance: MicroUsd
  /** Runs in each list. */
  readonly runs: Readonly<Record<RunList, number>>
}

export class WorkspaceTable {
  readonly #list
  readonly #find
  readonly #totals
  readonly #insert
  readonly #credit
  readonly #addRun
  readonly #addTechniqueRun
  readonly #spent

  constructor(db: Database.Database) {
    const columns = 'SELECT id, name, created_at FROM workspaces'
    this.#list = db.prepare<[number], Row>(`${columns} WHERE world = ? ORDER BY ordinal`)
    this.#find = db.prepare<[number, string], Row>(`${columns} WHERE world = ? AND id = ?`)
    this.#totals = db
      .prepare<[number, string], [number, number, number]>(
        'SELECT balance_micro_usd, generation_count, technique_count FROM workspaces WHERE world = ? AND id = ?',
      )
      .raw()
    this.#insert = db.prepare<[number, number, string, string, number, number]>(
      `INSERT INTO workspaces (world, ordinal, id, name, created_at, balance_micro_usd)
       VALUES (?, ?, ?, ?, ?, ?)`,
    )
    this.#credit = db
      .prepare<[number, number, number, string], number>(
        `UPDATE workspaces SET balance_micro_usd = balance_micro_usd + ?, spent_micro_usd = spent_micro_usd + ?
         WHERE world = ? AND id = ? RETURNING balance_micro_usd`,
      )
      .pluck()
    this.#spent = db
      .prepare<[object], number>(
        'SELECT coalesce(sum(spent_micro_usd), 0) FROM workspaces WHERE world = @world AND (@id IS NULL OR id = @id)',
      )
      .pluck()
    const addRun = (count: string) =>
      db.prepare<[number, number, string]>(
        `UPDATE workspaces SET balance_micro_usd = balance_micro_usd - ?, ${count} = ${count} + 1
         WHERE world = ? AND id = ?`,
      )
    this.#addRun = addRun('generation_count')
    this.#addTechniqueRun = addRun('technique_count')
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
    return { balance: microUsd(row[0]), runs: { generation: row[1], technique: row[2] } }
  }

  insert(world: WorldKey, ordinal: number, { id, name, createdAt, balance }: NewWorkspace): void {
    this.#insert.run(world, ordinal, id, name, createdAt, balance)
  }

  /** Changes the balance, and what was spent; returns the balance then. */
  credit(world: WorldKey, id: string, amount: MicroUsd, spent: MicroUsd): MicroUsd {
    return microUsd(this.#credit.get(amount, spent, world, id) ?? 0)
  }

  /** What settled runs cost, of one workspace or (null) of all. */
  spent(world: WorldKey, id: string | null): MicroUsd {
    return microUsd(this.#spent.get({ world, id }) ?? 0)
  }

  addRun(world: WorldKey, id: string, list: RunList, reserved: MicroUsd): void {
    const statement = list === 'generation' ? this.#addRun : this.#addTechniqueRun
    statement.run(reserved, world, id)
  }
}

const toRecord = ({ id, name, created_at }: Row): WorkspaceRecord => ({
  id,
  name,
  createdAt: epochMs(created_at),
})
