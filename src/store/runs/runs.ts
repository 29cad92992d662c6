import { nextOrdinal } from '../../kernel/ordinals.ts'
import { type EpochMs, epochMs, type MicroUsd, microUsd } from '../../kernel/units.ts'
import { readPlan } from '../../simulator/runs/read-plan.ts'
import { costOf, type Plan, type RunRequest } from '../../simulator/runs/plan.ts'
import type { RunStatus } from '../../simulator/runs/state-at.ts'
import { execute, getRow, getRows, memoryOf, PAGE, type Steps } from '../sql.ts'
import { JsonColumn } from '../stored-json.ts'
import { countRunsInProject, workspaceOfProject } from '../workspaces/projects.ts'
import { countRunsOfKind, findTotals } from '../workspaces/workspaces.ts'
import type { WorldKey } from '../worlds/world-records.ts'
import type { RunKind, RunQuery, RunRecord } from './run-records.ts'

export const REQUEST = new JsonColumn<RunRequest>('runs.request')
const PLAN = new JsonColumn<unknown>('runs.plan')

interface Row {
  kind: RunKind
  ordinal: number
  id: string
  workspace_id: string
  project_id: string
  created_at: number
  quote_micro_usd: number
  request: string
  plan: string
}

/** `stateAt` in SQL. Pending and running runs are always unsettled, so the partial index finds them in any history. */
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

const KINDS: readonly RunKind[] = ['generation', 'technique']

export function* findRun(world: WorldKey, id: string): Steps<RunRecord | null> {
  const row = yield* getRow<Row>(
    `SELECT kind, ordinal, id, workspace_id, project_id, created_at, quote_micro_usd, request, plan
     FROM runs WHERE world = @world AND id = @id`,
    { world, id },
  )
  return row === null ? null : toRecord(row)
}

/** The ids of a page, newest first, with one more where there is one. */
export function* listRunIds(query: RunQuery, now: EpochMs): Steps<readonly string[]> {
  const { world, kind, workspaceId, projectId, techniqueId, before } = query
  const kinds = kind === null ? KINDS : [kind]
  // Each part is read in the order of its index, and the parts are merged row by row.
  const text = kinds.map((each) => selectIds(query, each)).join(' UNION ALL ')
  const rows = yield* getRows<{ id: string }>(`${text} ORDER BY ordinal DESC ${PAGE}`, {
    world,
    workspaceId,
    projectId,
    techniqueId,
    before,
    now,
    offset: query.offset,
    limit: query.limit + 1,
  })
  return rows.map(({ id }) => id)
}

function selectIds({ workspaceId, projectId, techniqueId, status, before }: RunQuery, kind: RunKind): string {
  const filter = status === null ? null : STATUS_FILTER[status]
  const conditions = ['world = @world', `kind = '${kind}'`]
  if (workspaceId !== null) conditions.push('workspace_id = @workspaceId')
  if (projectId !== null) conditions.push('project_id = @projectId')
  if (techniqueId !== null) conditions.push('technique_id = @techniqueId')
  if (before !== null) conditions.push('ordinal < @before')
  if (filter !== null) conditions.push(filter.where)
  return `SELECT id, ordinal FROM runs ${filter?.index ?? ''} WHERE ${conditions.join(' AND ')}`
}

/** Number of runs that match a query without a status, from counters where there are any. */
export function* countRuns({ world, kind, workspaceId, projectId, techniqueId }: RunQuery): Steps<number> {
  if (techniqueId !== null) return yield* countRunsOfTechnique(world, { techniqueId, workspaceId, projectId })
  let count = 0
  for (const each of kind === null ? KINDS : [kind]) {
    count += yield* countKind(world, each, { workspaceId, projectId })
  }
  return count
}

interface Place {
  readonly workspaceId: string | null
  readonly projectId: string | null
}

function* countKind(world: WorldKey, kind: RunKind, { workspaceId, projectId }: Place): Steps<number> {
  if (projectId !== null) {
    if (workspaceId !== null && (yield* workspaceOfProject(world, projectId)) !== workspaceId) return 0
    return yield* countRunsInProject(world, projectId, kind)
  }
  if (workspaceId === null) return yield* countRunsOfKind(world, kind)
  return (yield* findTotals(world, workspaceId))?.runs[kind] ?? 0
}

function* countRunsOfTechnique(world: WorldKey, place: Place & { techniqueId: string }): Steps<number> {
  const row = yield* getRow<{ count: number }>(
    `SELECT count(*) AS count FROM runs WHERE world = @world AND technique_id = @techniqueId
       AND (@workspaceId IS NULL OR workspace_id = @workspaceId)
       AND (@projectId IS NULL OR project_id = @projectId)`,
    { world, ...place },
  )
  return row?.count ?? 0
}

/** The ordinal of the run that this transaction inserts next. */
export function* nextRunOrdinal(world: WorldKey): Steps<number> {
  const memory = yield* memoryOf(world)
  memory.lastRun = nextOrdinal(memory.lastRun ?? (yield* lastRunOrdinal(world)))
  return memory.lastRun
}

/** The ordinal of the newest run of a world; 0 for none. */
function* lastRunOrdinal(world: WorldKey): Steps<number> {
  const row = yield* getRow<Record<RunKind, number | null>>(
    `SELECT
       (SELECT ordinal FROM runs WHERE world = @world AND kind = 'generation' ORDER BY ordinal DESC LIMIT 1) AS generation,
       (SELECT ordinal FROM runs WHERE world = @world AND kind = 'technique' ORDER BY ordinal DESC LIMIT 1) AS technique`,
    { world },
  )
  return Math.max(row?.generation ?? 0, row?.technique ?? 0)
}

/** @param settled true for runs that the opening balance has already paid */
export function* insertRun(
  world: WorldKey,
  run: RunRecord,
  { reserved, settled }: { readonly reserved: MicroUsd; readonly settled: boolean },
): Steps<void> {
  const { kind, ordinal, id, workspaceId, projectId, createdAt, quote, request, plan } = run
  yield* execute(
    `INSERT INTO runs (world, kind, ordinal, id, workspace_id, project_id, technique_id, created_at, starts_at, ends_at,
       outcome, reserved_micro_usd, charged_micro_usd, settled, quote_micro_usd, request, plan)
     VALUES (@world, @kind, @ordinal, @id, @workspaceId, @projectId, @techniqueId, @createdAt, @startsAt, @endsAt,
       @outcome, @reserved, @charged, @settled, @quote, @request, @plan)`,
    {
      world,
      kind,
      ordinal,
      id,
      workspaceId,
      projectId,
      createdAt,
      quote,
      reserved,
      techniqueId: request.technique?.id ?? null,
      startsAt: plan.startsAt,
      endsAt: plan.endsAt,
      outcome: plan.outcome.kind,
      charged: settled ? 0 : costOf(plan),
      settled: settled ? 1 : 0,
      request: REQUEST.write(request),
      plan: PLAN.write(plan),
    },
  )
}

/** Replaces the plan of an unsettled run. False for a settled one. */
export function* replacePlan(world: WorldKey, id: string, plan: Plan): Steps<boolean> {
  const replaced = yield* execute(
    `UPDATE runs SET starts_at = @startsAt, ends_at = @endsAt, outcome = @outcome, charged_micro_usd = @charged,
       plan = @plan WHERE world = @world AND id = @id AND settled = 0`,
    {
      world,
      id,
      startsAt: plan.startsAt,
      endsAt: plan.endsAt,
      outcome: plan.outcome.kind,
      charged: costOf(plan),
      plan: PLAN.write(plan),
    },
  )
  return replaced === 1
}

const toRecord = (row: Row): RunRecord => ({
  kind: row.kind,
  ordinal: row.ordinal,
  id: row.id,
  workspaceId: row.workspace_id,
  projectId: row.project_id,
  createdAt: epochMs(row.created_at),
  quote: microUsd(row.quote_micro_usd),
  request: REQUEST.read(row.request),
  plan: readPlan(PLAN.read(row.plan)),
})
