/**
 * The tables that a world consists of, apart from `worlds`, each after those that it refers to. All are keyed by `world`,
 * and are dropped, dumped and loaded together. The value names the columns that refer to rows of other tables.
 */
const REFERENCES = {
  workspaces: [],
  projects: ['workspace_id'],
  folders: ['workspace_id'],
  folder_projects: ['folder_id', 'project_id'],
  library_folders: ['workspace_id'],
  library_items: ['workspace_id', 'folder_id'],
  runs: ['workspace_id', 'project_id'],
  ledger: ['workspace_id'],
  idempotency_keys: [],
  rules: [],
  feedback: [],
  assets: ['workspace_id', 'project_id'],
  asset_bytes: ['ordinal'],
  canvases: ['project_id'],
  canvas_nodes: ['project_id'],
  canvas_edges: ['project_id', 'from_node', 'to_node'],
  webhooks: ['run_id'],
  webhook_secrets: ['workspace_id'],
  techniques: ['workspace_id', 'project_id'],
} as const

export type WorldTable = keyof typeof REFERENCES

export const WORLD_TABLES = Object.keys(REFERENCES) as WorldTable[]

/** The columns of a table that must name rows of the same world. */
export const referencesOf = (table: WorldTable): readonly string[] => REFERENCES[table]
