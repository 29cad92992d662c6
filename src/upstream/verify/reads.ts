import { isRecord, type JsonRecord } from '../json.ts'

/** Ids of an account that reads need. They stay in memory. */
export interface Ids {
  workspace: string | null
  project: string | null
  model: string | null
  action: string | null
  technique: string | null
  techniqueRun: string | null
  run: string | null
  asset: string | null
}

export const NO_IDS: Ids = {
  workspace: null,
  project: null,
  model: null,
  action: null,
  technique: null,
  techniqueRun: null,
  run: null,
  asset: null,
}

/** A GET request that succeeds on any account that has what it names. */
export interface Read {
  /** As in openapi.yaml, such as `GET /runs/{runId}`. */
  readonly operation: string
  /** Null when the account lacks what the path names. */
  readonly path: (ids: Ids) => string | null
  /** The member with the rows of a list. */
  readonly list?: string
  /** Takes ids for later reads from the first row. */
  readonly learn?: (row: JsonRecord, ids: Ids) => void
}

const text = (row: JsonRecord, member: string): string | null => {
  const value = row[member]
  return typeof value === 'string' && value !== '' ? value : null
}

/** A path with ids of the account, each encoded; null without them. */
const below = (parts: readonly (string | null)[]): string | null =>
  parts.includes(null) ? null : `/${parts.map((part) => encodeURIComponent(part ?? '')).join('/')}`

const inWorkspace = ({ workspace, project }: Ids, ...rest: string[]): string | null =>
  below(['workspaces', workspace, 'projects', project, ...rest])

/** In this order: each read teaches ids that later ones need. */
export const READS: readonly Read[] = [
  {
    operation: 'GET /workspaces',
    path: () => '/workspaces',
    list: 'workspaces',
    learn: (row, ids) => void (ids.workspace ??= text(row, 'workspace_id')),
  },
  {
    operation: 'GET /models',
    path: () => '/models',
    list: 'models',
    learn: (row, ids) => void (ids.model ??= text(row, 'model_id')),
  },
  { operation: 'GET /gateway/models', path: () => '/gateway/models', list: 'models' },
  {
    operation: 'GET /actions',
    path: () => '/actions',
    list: 'actions',
    learn: (row, ids) => void (ids.action ??= text(row, 'action_id')),
  },
  { operation: 'GET /actions/{actionId}', path: ({ action }) => below(['actions', action]) },
  {
    operation: 'GET /techniques',
    path: () => '/techniques',
    list: 'techniques',
    learn: (row, ids) => void (ids.technique ??= text(row, 'technique_id')),
  },
  { operation: 'GET /techniques/{techniqueId}', path: ({ technique }) => below(['techniques', technique]) },
  {
    operation: 'GET /generations',
    path: () => '/generations',
    list: 'generations',
    learn: (row, ids) => {
      ids.run ??= text(row, 'run_id')
      // The canvas of a project with runs has nodes.
      const [workspace, project] = [text(row, 'workspace_id'), text(row, 'project_id')]
      if (workspace !== null && project !== null) Object.assign(ids, { workspace, project })
    },
  },
  { operation: 'GET /runs/{runId}', path: ({ run }) => below(['runs', run]) },
  {
    operation: 'GET /technique-runs',
    path: () => '/technique-runs',
    list: 'technique_runs',
    learn: (row, ids) => {
      const { technique } = row
      const id = isRecord(technique) ? text(technique, 'technique_id') : null
      if (id !== null) Object.assign(ids, { technique: id, techniqueRun: text(row, 'run_id') })
    },
  },
  {
    operation: 'GET /techniques/{techniqueId}/runs/{runId}',
    path: ({ technique, techniqueRun }) => below(['techniques', technique, 'runs', techniqueRun]),
  },
  {
    operation: 'GET /projects',
    path: ({ workspace }) =>
      workspace === null ? null : `/projects?workspace_id=${encodeURIComponent(workspace)}`,
    list: 'projects',
    learn: (row, ids) => void (ids.project ??= text(row, 'project_id')),
  },
  { operation: 'GET /projects/{projectId}', path: ({ project }) => below(['projects', project]) },
  {
    operation: 'GET /projects/{projectId}/nodes',
    path: ({ project }) => below(['projects', project, 'nodes']),
    list: 'nodes',
  },
  {
    operation: 'GET /projects/{projectId}/canvas',
    path: ({ project }) => below(['projects', project, 'canvas']),
  },
  {
    operation: 'GET /workspaces/{workspaceId}/projects/{projectId}/graph',
    path: (ids) => inWorkspace(ids, 'graph'),
  },
  {
    operation: 'GET /workspaces/{workspaceId}/projects/{projectId}/canvas/definition',
    path: (ids) => inWorkspace(ids, 'canvas', 'definition'),
  },
  {
    operation: 'GET /assets',
    path: () => '/assets',
    list: 'assets',
    learn: (row, ids) => void (ids.asset ??= text(row, 'asset_id')),
  },
  { operation: 'GET /assets/{assetId}', path: ({ asset }) => below(['assets', asset]) },
]
