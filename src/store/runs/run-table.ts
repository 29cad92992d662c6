import type Database from 'better-sqlite3'
import type { RunRequest, Plan } from '../../simulator/runs/plan.ts'
import type { RunStatus } from '../../simulator/runs/state-at.ts'
import { type EpochMs, epochMs, type MicroUsd, microUsd } from '../../kernel/units.ts'
import type { RunList, RunQuery, RunRecord, WorldKey } from '../records.ts'
import { LIMIT } from '../engine/sql-limit.ts'

interface Row {
  list: RunList
  ordinal: number
  id: string
  workspace_id: string
  project_id: string
  created_at: number
  quote_micro_usd: number
  request: string
  plan: string
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
  readonly #replan
  readonly #countByTechnique
  readonly #pages = new Map<string, Database.Statement<[object], string>>()

  constructor(db: Database.Database) {
    this.#db = db
    this.#find = db.prepare<[number, string], Row>(
      `SELECT list, ordinal, id, workspace_id, project_id, created_at, quote_micro_usd, request, plan
       FROM runs WHERE world = ? AND id = ?`,
    )
    this.#lastOrdinal = db
      .prepare<[number, string], number>(
        'SELECT ordinal FROM runs WHERE world = ? AND list = ? ORDER BY ordinal DESC LIMIT 1',
      )
      .pluck()
    this.#insert = db.prepare<(string | number | null)[]>(
      `INSERT INTO runs (world, list, ordinal, id, workspace_id, project_id, technique_id, created_at, starts_at, ends_at, outcome,
         reserved_micro_usd, charged_micro_usd, settled, quote_micro_usd, request, plan)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    this.#countByTechnique = db
      .prepare<[object], number>(
        `SELECT count(*) FROM runs WHERE world = @world AND technique_id = @techniqueId
           AND (@workspaceId IS NULL OR workspace_id = @workspaceId)
           AND (@projectId IS NULL OR project_id = @projectId)`,
      )
      .pluck()
    this.#replan = db.prepare<(string | number)[]>(
      `UPDATE runs SET starts_at = ?, ends_at = ?, outcome = ?, charged_micro_usd = ?, plan = ?
       WHERE world = ? AND id = ?`,
    )
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

  insert(world: WorldKey, run: RunRecord, { reserved, settled }: InsertMoney): void {
    const { plan } = run
    const charged = settled ? 0 : chargeOf(plan)
    this.#insert.run(
      world,
      run.list,
      run.ordinal,
      run.id,
      run.workspaceId,
      run.projectId,
      run.request.technique?.id ?? null,
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

  /** Gives an unsettled run another plan. */
  replan(world: WorldKey, id: string, plan: Plan): void {
    const text = JSON.stringify(plan)
    this.#replan.run(plan.startsAt, plan.endsAt, plan.outcome.kind, chargeOf(plan), text, world, id)
  }

  countByTechnique({ world, workspaceId, projectId, techniqueId }: RunQuery): number {
    return this.#countByTechnique.get({ world, workspaceId, projectId, techniqueId }) ?? 0
  }

  #page({
    workspaceId,
    projectId,
    techniqueId,
    status,
    before,
  }: RunQuery): Database.Statement<[object], string> {
    const filter = status === null ? null : STATUS_FILTER[status]
    const conditions = ['world = @world', 'list = @list']
    if (workspaceId !== null) conditions.push('workspace_id = @workspaceId')
    if (projectId !== null) conditions.push('project_id = @projectId')
    if (techniqueId !== null) conditions.push('technique_id = @techniqueId')
    if (before !== null) conditions.push('ordinal < @before')
    if (filter !== null) conditions.push(filter.where)
    const sql = `SELECT id FROM runs ${filter?.index ?? ''} WHERE ${conditions.join(' AND ')}
      ORDER BY ordinal DESC ${LIMIT}`
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

const chargeOf = ({ outcome }: Plan): number => (outcome.kind === 'completed' ? outcome.cost : 0)

const toRecord = (row: Row): RunRecord => ({
  list: row.list,
  ordinal: row.ordinal,
  id: row.id,
  workspaceId: row.workspace_id,
  projectId: row.project_id,
  createdAt: epochMs(row.created_at),
  quote: microUsd(row.quote_micro_usd),
  request: JSON.parse(row.request) as RunRequest,
  plan: JSON.parse(row.plan) as Plan,
})
