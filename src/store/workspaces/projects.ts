import { nextOrdinal } from '../../kernel/ordinals.ts'
import { type EpochMs, epochMs } from '../../kernel/units.ts'
import { isClaimed, takeClaim } from '../requests/idempotency-keys.ts'
import type { RunKind, RunRecord } from '../runs/run-records.ts'
import { execute, getRow, getRows, PAGE, type Steps } from '../sql.ts'
import { type Page, pageOf } from '../store.ts'
import { containing, fold } from '../text-search.ts'
import type { WorldKey } from '../worlds/world-records.ts'
import { fileProject, workspaceOfFolder } from './folders.ts'
import type {
  CreateProject,
  CreateProjectResult,
  NewProject,
  ProjectQuery,
  ProjectRecord,
} from './workspace-records.ts'
import { findWorkspace } from './workspaces.ts'

interface Row {
  ordinal: number
  id: string
  workspace_id: string
  name: string
  origin: string | null
  created_at: number
  modified_at: number
}

const COUNT_COLUMN: Readonly<Record<RunKind, string>> = {
  generation: 'generation_count',
  technique: 'technique_count',
}

const countRun = (column: string): string =>
  `UPDATE projects SET ${column} = ${column} + 1, modified_at = @now
   WHERE world = @world AND id = @id AND workspace_id = @workspaceId`

const COUNT_RUN: Readonly<Record<RunKind, string>> = {
  generation: countRun(COUNT_COLUMN.generation),
  technique: countRun(COUNT_COLUMN.technique),
}

export function* findProject(world: WorldKey, id: string): Steps<ProjectRecord | null> {
  const row = yield* getRow<Row>('SELECT * FROM projects WHERE world = @world AND id = @id', { world, id })
  return row === null ? null : toRecord(row)
}

/** The workspace of a project; null for an unknown project. */
export function* workspaceOfProject(world: WorldKey, id: string): Steps<string | null> {
  const text = 'SELECT workspace_id FROM projects WHERE world = @world AND id = @id'
  return (yield* getRow<Pick<Row, 'workspace_id'>>(text, { world, id }))?.workspace_id ?? null
}

/** Number of runs of a kind in a project; 0 for an unknown project. */
export function* countRunsInProject(world: WorldKey, id: string, kind: RunKind): Steps<number> {
  const row = yield* getRow<{ count: number }>(
    `SELECT ${COUNT_COLUMN[kind]} AS count FROM projects WHERE world = @world AND id = @id`,
    { world, id },
  )
  return row?.count ?? 0
}

/** The projects of a workspace, by recent activity. Those of one instant are in the order of their creation, newest first. */
export function* listProjects(query: ProjectQuery): Steps<Page<ProjectRecord>> {
  const { world, workspaceId, before, offset, limit } = query
  const search = query.search === null ? null : containing(query.search)
  const matching = `FROM projects WHERE world = @world AND workspace_id = @workspaceId
    AND (@search IS NULL OR name_folded LIKE @search ESCAPE '\\')`
  const filter = { world, workspaceId, search }
  const [modifiedAt = null, ordinal = null] = before ?? []
  const older = before === null ? '' : 'AND (modified_at, ordinal) < (@modifiedAt, @ordinal)'
  const rows = yield* getRows<Row>(
    `SELECT * ${matching} ${older} ORDER BY modified_at DESC, ordinal DESC ${PAGE}`,
    { ...filter, modifiedAt, ordinal, offset, limit: limit + 1 },
  )
  const counted = yield* getRow<{ count: number }>(`SELECT count(*) AS count ${matching}`, filter)
  return pageOf(rows.map(toRecord), limit, counted?.count ?? 0)
}

export function* createProject(command: CreateProject, now: EpochMs): Steps<CreateProjectResult> {
  const { world, claim, folderId, build } = command
  if (claim !== null && (yield* isClaimed(world, claim, now))) return { outcome: 'duplicate_key' }
  const ordinal = yield* nextProjectOrdinal(world)
  const project = build(ordinal)
  const { workspaceId } = project
  if ((yield* findWorkspace(world, workspaceId)) === null) return { outcome: 'unknown_workspace' }
  if (folderId !== null && (yield* workspaceOfFolder(world, folderId)) !== workspaceId) {
    return { outcome: 'unknown_folder' }
  }
  if (claim !== null) yield* takeClaim(world, claim, now)
  const record = yield* insertProject(world, ordinal, project)
  if (folderId !== null) yield* fileProject(world, project.id, folderId)
  return { outcome: 'created', project: record }
}

export function* nextProjectOrdinal(world: WorldKey): Steps<number> {
  const text = 'SELECT ordinal FROM projects WHERE world = @world ORDER BY ordinal DESC LIMIT 1'
  return nextOrdinal((yield* getRow<Pick<Row, 'ordinal'>>(text, { world }))?.ordinal)
}

export function* insertProject(world: WorldKey, ordinal: number, project: NewProject): Steps<ProjectRecord> {
  yield* execute(
    `INSERT INTO projects (world, ordinal, id, workspace_id, name, name_folded, origin, created_at, modified_at)
     VALUES (@world, @ordinal, @id, @workspaceId, @name, @folded, @origin, @createdAt, @createdAt)`,
    { ...project, world, ordinal, folded: fold(project.name) },
  )
  return { ...project, ordinal, modifiedAt: project.createdAt }
}

/** Counts a run that is created in the project. False, without a change, when the workspace has no such project. */
export function* addRunToProject(
  {
    world,
    workspaceId,
    projectId,
    kind,
  }: Pick<RunRecord, 'workspaceId' | 'projectId' | 'kind'> & { world: WorldKey },
  now: EpochMs,
): Steps<boolean> {
  const changes = yield* execute(COUNT_RUN[kind], { world, id: projectId, workspaceId, now })
  return changes === 1
}

/** Notes a change of what the project contains. */
export function* touchProject(world: WorldKey, id: string, now: EpochMs): Steps<void> {
  yield* execute(
    'UPDATE projects SET modified_at = @now WHERE world = @world AND id = @id AND modified_at < @now',
    { world, id, now },
  )
}

const toRecord = (row: Row): ProjectRecord => ({
  ordinal: row.ordinal,
  id: row.id,
  workspaceId: row.workspace_id,
  name: row.name,
  origin: row.origin,
  createdAt: epochMs(row.created_at),
  modifiedAt: epochMs(row.modified_at),
})
