import {
  type ActionsFixture,
  type ModelsFixture,
  type TechniquesFixture,
  WorldFixture,
} from '../../schemas/fixtures.ts'
import { Project } from '../../schemas/workspaces/project.ts'
import { Workspace } from '../../schemas/workspaces/workspace.ts'
import type { Downloaded } from './download.ts'
import type { Rows } from './rows.ts'

/** FLORA's API tells no balance. */
const BALANCE_USD = 100

interface Parts {
  readonly rows: Rows
  readonly previous: WorldFixture
  readonly now: number
  readonly models: ModelsFixture
  readonly actions: ActionsFixture
  readonly techniques: TechniquesFixture
}

const { workspaces: WORKSPACES, projects: PROJECTS } = WorldFixture.properties

/** Puts the workspaces and projects of an account into a world, and keeps what else the world had. */
export function convertWorld(downloaded: Downloaded, parts: Parts): WorldFixture {
  const { rows, previous } = parts
  const ageOf = agesOf(parts)
  const balances = new Map(previous.workspaces.map((row) => [row.workspace_id, row.balance_usd]))
  const workspaces = rows.usable(downloaded.workspaces, {
    name: 'workspace',
    id: 'workspace_id',
    wire: Workspace,
    fixture: WORKSPACES.items,
    complete: ({ workspace_id: id, name, created_at: createdAt }) => ({
      workspace_id: id,
      name: named(name),
      balance_usd: balances.get(String(id)) ?? BALANCE_USD,
      created_seconds_ago: ageOf(id, createdAt),
    }),
  })
  const projects = rows.usable(downloaded.projects, {
    name: 'project',
    id: 'project_id',
    wire: Project,
    fixture: PROJECTS.items,
    complete: ({ project_id: id, workspace_id: home, name, origin = null, created_at: createdAt }) => ({
      project_id: id,
      workspace_id: home,
      name: named(name),
      origin,
      created_seconds_ago: ageOf(id, createdAt),
    }),
  })
  // A world lists its projects in the order of their creation, and fixtures have the oldest first.
  const oldestFirst = projects.toSorted((a, b) => b.created_seconds_ago - a.created_seconds_ago)
  return keepRest({ ...previous, workspaces, projects: oldestFirst }, parts)
}

/** People leave projects without a name; fixtures need one. */
const named = (name: unknown): unknown => (name === '' ? 'Untitled' : name)

/** The age of a row, or the one that it had, so that a second run changes nothing. */
function agesOf({ previous, now }: Parts): (id: unknown, createdAt: unknown) => number {
  const known = new Map<unknown, number>([
    ...previous.workspaces.map((row): [string, number] => [row.workspace_id, row.created_seconds_ago]),
    ...previous.projects.map((row): [string, number] => [row.project_id, row.created_seconds_ago]),
  ])
  return (id, createdAt) =>
    known.get(id) ?? (typeof createdAt === 'number' ? Math.max(0, Math.round((now - createdAt) / 1000)) : 0)
}

/** Keeps sample data of the world whose workspaces, projects, models, techniques and actions are still there. */
function keepRest(world: WorldFixture, { rows, models, actions, techniques }: Parts): WorldFixture {
  const homes = new Map(world.projects.map((row) => [row.project_id, row.workspace_id]))
  const workspaces = new Set(world.workspaces.map((row) => row.workspace_id))
  const types = new Map(models.map((model) => [model.model_id, model.type]))
  const techniqueIds = new Set(techniques.map((row) => row.technique_id))
  const actionIds = new Set(
    actions.flatMap((action): string[] => [action.action_id, ...(action.legacy_action_ids ?? [])]),
  )
  const isHere = ({ workspace_id: id, project_id: project = null }: Place): boolean =>
    workspaces.has(id) && (project === null || homes.get(project) === id)
  const keep = <Row>(name: string, list: readonly Row[], isKept: (row: Row) => boolean): Row[] => {
    const kept = list.filter(isKept)
    const gone = list.length - kept.length
    if (gone > 0)
      rows.notes.push(
        `left out: ${gone} of ${list.length} ${name} of world.json, whose workspace, project, model, technique or action is gone`,
      )
    return kept
  }
  return {
    ...world,
    folders: keep('folders', world.folders ?? [], isHere),
    library_folders: keep('library folders', world.library_folders ?? [], isHere),
    runs: keep('runs', world.runs, (run) => isHere(run) && types.get(run.model) === run.type),
    technique_runs: keep(
      'technique runs',
      world.technique_runs ?? [],
      (run) => isHere(run) && techniqueIds.has(run.technique_id),
    ),
    assets: keep('assets', world.assets ?? [], isHere),
    action_nodes: keep(
      'action nodes',
      world.action_nodes ?? [],
      (node) => homes.has(node.project_id) && actionIds.has(node.action_id),
    ),
  }
}

interface Place {
  readonly workspace_id: string
  readonly project_id?: string | null
}
