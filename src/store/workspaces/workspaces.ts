import { epochMs, type MicroUsd, microUsd } from '../../kernel/units.ts'
import type { RunKind } from '../runs/run-records.ts'
import { execute, getRow, getRows, type Steps } from '../sql.ts'
import type { WorldKey } from '../worlds/world-records.ts'
import type { NewWorkspace, WorkspaceRecord } from './workspace-records.ts'

interface Row {
  id: string
  name: string
  created_at: number
}

/** The counters of a workspace. */
export interface WorkspaceTotals {
  /** What can be spent: the balance less what unsettled runs reserve. */
  readonly balance: MicroUsd
  /** What settled runs cost. */
  readonly spent: MicroUsd
  /** Number of runs of each kind. */
  readonly runs: Readonly<Record<RunKind, number>>
}

interface TotalsRow {
  balance_micro_usd: number
  spent_micro_usd: number
  generation_count: number
  technique_count: number
}

const COLUMNS = 'SELECT id, name, created_at FROM workspaces'

export function* listWorkspaces(world: WorldKey): Steps<readonly WorkspaceRecord[]> {
  const rows = yield* getRows<Row>(`${COLUMNS} WHERE world = @world ORDER BY ordinal`, { world })
  return rows.map(toRecord)
}

export function* findWorkspace(world: WorldKey, id: string): Steps<WorkspaceRecord | null> {
  const row = yield* getRow<Row>(`${COLUMNS} WHERE world = @world AND id = @id`, { world, id })
  return row === null ? null : toRecord(row)
}

/** Null for an unknown workspace. */
export function* findTotals(world: WorldKey, id: string): Steps<WorkspaceTotals | null> {
  const row = yield* getRow<TotalsRow>(
    `SELECT balance_micro_usd, spent_micro_usd, generation_count, technique_count
     FROM workspaces WHERE world = @world AND id = @id`,
    { world, id },
  )
  if (row === null) return null
  return {
    balance: microUsd(row.balance_micro_usd),
    spent: microUsd(row.spent_micro_usd),
    runs: { generation: row.generation_count, technique: row.technique_count },
  }
}

export function* saveTotals(world: WorldKey, id: string, totals: WorkspaceTotals): Steps<void> {
  yield* execute(
    `UPDATE workspaces SET balance_micro_usd = @balance, spent_micro_usd = @spent, generation_count = @generations,
       technique_count = @techniques WHERE world = @world AND id = @id`,
    {
      world,
      id,
      balance: totals.balance,
      spent: totals.spent,
      generations: totals.runs.generation,
      techniques: totals.runs.technique,
    },
  )
}

export function* insertWorkspace(world: WorldKey, ordinal: number, workspace: NewWorkspace): Steps<void> {
  yield* execute(
    `INSERT INTO workspaces (world, ordinal, id, name, created_at, balance_micro_usd)
     VALUES (@world, @ordinal, @id, @name, @createdAt, @balance)`,
    { ...workspace, world, ordinal },
  )
}

/** What settled runs cost, of one workspace or (null) of all. */
export function* sumSpent(world: WorldKey, workspaceId: string | null): Steps<MicroUsd> {
  // As reals, because a sum of integers may overflow.
  const row = yield* getRow<{ spent: number }>(
    `SELECT coalesce(sum(spent_micro_usd * 1.0), 0) AS spent FROM workspaces
     WHERE world = @world AND (@workspaceId IS NULL OR id = @workspaceId)`,
    { world, workspaceId },
  )
  return microUsd(row?.spent ?? 0)
}

/** Number of runs of a kind in all workspaces. */
export function* countRunsOfKind(world: WorldKey, kind: RunKind): Steps<number> {
  const column = kind === 'generation' ? 'generation_count' : 'technique_count'
  const row = yield* getRow<{ count: number }>(
    `SELECT coalesce(sum(${column}), 0) AS count FROM workspaces WHERE world = @world`,
    { world },
  )
  return row?.count ?? 0
}

const toRecord = ({ id, name, created_at }: Row): WorkspaceRecord => ({
  id,
  name,
  createdAt: epochMs(created_at),
})
