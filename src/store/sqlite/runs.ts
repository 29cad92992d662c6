import type Database from 'better-sqlite3'
import type { GenerationRequest, Plan } from '../../simulator/plan.ts'
import type { RunStatus } from '../../simulator/state-at.ts'
import { type EpochMs, epochMs, type MicroUsd, microUsd } from '../../simulator/units.ts'
import type { RunList, RunQuery, RunRecord, WorldKey } from '../store.ts'

interface Row {
  ordinal: number
  id: string
  workspace_id: string
  project_id: string
  created_at: number
  quote_micro_usd: number
  request: string
  plan: string
}

interface SettledRow {
  workspace_id: string
  refund: number
}

/** `stateAt` in SQL. What is pending or running is always unsettled, so the partial index finds it in any history. */
const STATUS_FILTER: Readonly<Record<RunStatus, { readonly index: string; readonly where: string }>> = {
  pending: {
    index: 'INDEXED BY runs_unsettled',
    where: 'settled = 0 AND ends_at > @now AND starts_at > @now',
  },
  running: {
    index: 'INDEXED BY runs_unsettled',
    where: 'settled = 0 AND ends_at > @now AND starts_at <= @now',
  },
  completed: { index: '', where: "outcome = 'completed' AND ends_at <= @now" },
  failed: { index: 'INDEXED BY runs_failed', where: "outcome = 'failed' AND ends_at <= @now" },
}

export class RunTable {
  readonly #db
  readonly #find
  readonly #lastOrdinal
  readonly #insert
  readonly #settle
  readonly #reservedAndDue
  readonly #pages = new Map<string, Database.Statement<[object], string>>()

  constructor(db: Database.Database) {
    this.#db = db
    this.#find = db.prepare<[number, string], Row>(
      `SELECT ordinal, id, workspace_id, project_id, created_at, quote_micro_usd, request, plan
       FROM runs WHERE world = ? AND id = ?`,
    )
    this.#lastOrdinal = db
      .prepare<[number, string], number>(
        'SELECT ordinal FROM runs WHERE world = ? AND list = ? ORDER BY ordinal DESC LIMIT 1',
      )
      .pluck()
    this.#insert = db.prepare<(string | number)[]>(
      `INSERT INTO runs (world, list, ordinal, id, workspace_id, project_id, created_at, starts_at, ends_at, outcome,
         reserved_micro_usd, charged_micro_usd, settled, quote_micro_usd, request, plan)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    this.#settle = db.prepare<[number, number], SettledRow>(
      `UPDATE runs SET settled = 1 WHERE world = ? AND settled = 0 AND ends_at <= ?
       RETURNING workspace_id, reserved_micro_usd - charged_micro_usd AS refund`,
    )
    this.#reservedAndDue = db
      .prepare<[number, string, number], number>(
        `SELECT coalesce(sum(reserved_micro_usd - charged_micro_usd), 0) FROM runs
         WHERE world = ? AND workspace_id = ? AND settled = 0 AND ends_at <= ?`,
      )
      .pluck()
  }

  find(world: WorldKey, id: string): RunRecord | null {
    const row = this.#find.get(world, id)
    return row === undefined ? null : toRecord(row)
  }

  lastOrdinal(world: WorldKey, list: RunList): number {
    return this.#lastOrdinal.get(world, list) ?? 0
  }

  /** The ids of a page and one more when there is one, newest first. */
  pageIds(query: RunQuery, now: EpochMs): string[] {
    return this.#page(query).all({ ...query, limit: query.limit + 1, now })
  }

  insert(world: WorldKey, list: RunList, run: RunRecord, { reserved, settled }: InsertMoney): void {
    const { plan } = run
    const charged = plan.outcome.kind === 'completed' && !settled ? plan.outcome.cost : 0
    this.#insert.run(
      world,
      list,
      run.ordinal,
      run.id,
      run.workspaceId,
      run.projectId,
      run.createdAt,
      plan.startsAt,
      plan.endsAt,
      plan.outcome.kind,
      reserved,
      charged,
      settled ? 1 : 0,
      run.quote,
      JSON.stringify(run.request),
      JSON.stringify(plan),
    )
  }

  /** Marks the runs that are over by `now`, and says what goes back to each workspace. */
  settle(world: WorldKey, now: EpochMs): Map<string, MicroUsd> {
    const refunds = new Map<string, MicroUsd>()
    for (const { workspace_id: id, refund } of this.#settle.all(world, now)) {
      refunds.set(id, microUsd((refunds.get(id) ?? 0) + refund))
    }
    return refunds
  }

  /** What `settle` would give back to the workspace, without writing. */
  due(world: WorldKey, workspaceId: string, now: EpochMs): MicroUsd {
    return microUsd(this.#reservedAndDue.get(world, workspaceId, now) ?? 0)
  }

  #page({ workspaceId, projectId, status, before }: RunQuery): Database.Statement<[object], string> {
    const filter = status === null ? null : STATUS_FILTER[status]
    const conditions = ['world = @world', 'list = @list']
    if (workspaceId !== null) conditions.push('workspace_id = @workspaceId')
    if (projectId !== null) conditions.push('project_id = @projectId')
    if (before !== null) conditions.push('ordinal < @before')
    if (filter !== null) conditions.push(filter.where)
    const sql = `SELECT id FROM runs ${filter?.index ?? ''} WHERE ${conditions.join(' AND ')}
      ORDER BY ordinal DESC LIMIT @limit`
    const known = this.#pages.get(sql)
    if (known !== undefined) return known
    const statement = this.#db.prepare<[object], string>(sql).pluck()
    this.#pages.set(sql, statement)
    return statement
  }
}

interface InsertMoney {
  readonly reserved: MicroUsd
  /** True for sample runs, which the opening balance has already paid. */
  readonly settled: boolean
}

const toRecord = (row: Row): RunRecord => ({
  ordinal: row.ordinal,
  id: row.id,
  workspaceId: row.workspace_id,
  projectId: row.project_id,
  createdAt: epochMs(row.created_at),
  quote: microUsd(row.quote_micro_usd),
  request: JSON.parse(row.request) as GenerationRequest,
  plan: JSON.parse(row.plan) as Plan,
})
