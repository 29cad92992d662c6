import type { EpochMs } from '../../kernel/units.ts'
import { type Canvas, EMPTY_CANVAS } from '../../simulator/canvas/canvas.ts'
import { type CanvasRun, withRuns } from '../../simulator/canvas/canvas-runs.ts'
import { type IdempotencyClaim, isClaimed, takeClaim } from '../requests/idempotency-keys.ts'
import { REQUEST } from '../runs/runs.ts'
import { execute, getRow, getRows, type Steps } from '../sql.ts'
import { touchProject, workspaceOfProject } from '../workspaces/projects.ts'
import type { WorldKey } from '../worlds/world-records.ts'
import { type EdgeRow, edgeColumns, type NodeRow, nodeColumns, toEdge, toNode } from './canvas-rows.ts'

/** A canvas looks back at this many unseen runs at most. */
const UNSEEN_MAX = 2_000

/** A project's canvas, and the ids of the nodes that it makes for runs. */
export interface CanvasLocation {
  readonly world: WorldKey
  readonly projectId: string
  /** Pure. */
  readonly nodeIdOf: (ordinal: number) => string
  /** Pure. */
  readonly nodeIdOfRun: (runId: string) => string
}

export interface ChangeCanvas<Answer> extends CanvasLocation {
  readonly claim: IdempotencyClaim | null
  /** Called inside the transaction. Pure: it may be called again after a failure. A null canvas refuses the change. */
  readonly edit: (canvas: Canvas) => { readonly canvas: Canvas | null; readonly answer: Answer }
}

export type ChangeCanvasResult<Answer> =
  | { readonly outcome: 'changed'; readonly answer: Answer; readonly canvas: Canvas }
  | { readonly outcome: 'refused'; readonly answer: Answer }
  | { readonly outcome: 'duplicate_key' }
  | { readonly outcome: 'unknown_project' }

interface CountRow {
  last_node: number
  last_edge: number
  last_run: number
}

const HERE = 'WHERE world = @world AND project_id = @projectId'
const GENERATIONS = `FROM runs WHERE world = @world AND kind = 'generation' AND project_id = @projectId`

/** The stored canvas when it has seen all runs of its project, else null: then `catchUpCanvas` must write. */
export function* readCanvas({ world, projectId }: CanvasLocation): Steps<Canvas | null> {
  const canvas = yield* loadCanvas(world, projectId)
  const newest = yield* getRow<{ ordinal: number }>(
    `SELECT ordinal ${GENERATIONS} ORDER BY ordinal DESC LIMIT 1`,
    { world, projectId },
  )
  return (newest?.ordinal ?? 0) > canvas.lastRun ? null : canvas
}

/** The canvas after it has taken note of the runs that were created since it was last read. */
export function* catchUpCanvas({ world, projectId, nodeIdOfRun }: CanvasLocation): Steps<Canvas> {
  const before = yield* loadCanvas(world, projectId)
  const runs = yield* findUnseenRuns(world, projectId, before)
  if (runs.length === 0) return before
  const after = withRuns(before, runs, nodeIdOfRun)
  yield* saveCanvas(world, projectId, before, after)
  return after
}

/** Catches up, then edits the canvas: whole or not at all. */
export function* changeCanvas<Answer>(
  { claim, edit, ...place }: ChangeCanvas<Answer>,
  now: EpochMs,
): Steps<ChangeCanvasResult<Answer>> {
  const { world, projectId } = place
  if (claim !== null && (yield* isClaimed(world, claim, now))) return { outcome: 'duplicate_key' }
  if ((yield* workspaceOfProject(world, projectId)) === null) return { outcome: 'unknown_project' }
  const before = yield* catchUpCanvas(place)
  const { canvas: after, answer } = edit(before)
  if (after === null) return { outcome: 'refused', answer }
  if (claim !== null) yield* takeClaim(world, claim, now)
  if (after !== before) {
    yield* saveCanvas(world, projectId, before, after)
    yield* touchProject(world, projectId, now)
  }
  return { outcome: 'changed', answer, canvas: after }
}

function* loadCanvas(world: WorldKey, projectId: string): Steps<Canvas> {
  const place = { world, projectId }
  const counts = yield* getRow<CountRow>(`SELECT * FROM canvases ${HERE}`, place)
  if (counts === null) return EMPTY_CANVAS
  const nodes = yield* getRows<NodeRow>(`SELECT * FROM canvas_nodes ${HERE} ORDER BY rank`, place)
  const edges = yield* getRows<EdgeRow>(`SELECT * FROM canvas_edges ${HERE} ORDER BY ordinal`, place)
  return {
    nodes: nodes.map(toNode),
    edges: edges.map(toEdge),
    lastNode: counts.last_node,
    lastEdge: counts.last_edge,
    lastRun: counts.last_run,
  }
}

function* findUnseenRuns(world: WorldKey, projectId: string, { lastRun }: Canvas): Steps<CanvasRun[]> {
  const rows = yield* getRows<{ ordinal: number; id: string; request: string }>(
    `SELECT ordinal, id, request ${GENERATIONS} AND ordinal > @lastRun ORDER BY ordinal DESC LIMIT ${UNSEEN_MAX}`,
    { world, projectId, lastRun },
  )
  return rows.toReversed().map(({ ordinal, id, request }) => {
    return { ordinal, id, request: REQUEST.read(request) }
  })
}

/** Writes what differs. Nodes and edges that are the same object in both have not changed. */
export function* saveCanvas(world: WorldKey, projectId: string, before: Canvas, after: Canvas): Steps<void> {
  const place = { world, projectId }
  yield* saveCounts(world, projectId, after)
  const nodes = difference(before.nodes, after.nodes)
  const edges = difference(before.edges, after.edges)
  // Edges refer to nodes: they are deleted first and written last.
  for (const { ordinal } of edges.deleted) {
    yield* execute(`DELETE FROM canvas_edges ${HERE} AND ordinal = @ordinal`, { ...place, ordinal })
  }
  for (const { ordinal } of nodes.deleted) {
    yield* execute(`DELETE FROM canvas_nodes ${HERE} AND ordinal = @ordinal`, { ...place, ordinal })
  }
  for (const node of nodes.written) yield* execute(WRITE_NODE, { ...place, ...nodeColumns(node) })
  for (const edge of edges.written) yield* execute(WRITE_EDGE, { ...place, ...edgeColumns(edge) })
}

const WRITE_NODE = `INSERT INTO canvas_nodes (world, project_id, ordinal, rank, node_id, type, label, model, prompt,
    node_params, x, y, node_action, content_url, asset_id, parent, run_id, node_extra)
  VALUES (@world, @projectId, @ordinal, @rank, @nodeId, @block, @label, @model, @prompt,
    @params, @x, @y, @action, @contentUrl, @assetId, @parent, @runId, @extra)
  ON CONFLICT (world, project_id, ordinal) DO UPDATE SET rank = excluded.rank, node_id = excluded.node_id,
    type = excluded.type, label = excluded.label, model = excluded.model, prompt = excluded.prompt,
    node_params = excluded.node_params, x = excluded.x, y = excluded.y, node_action = excluded.node_action,
    content_url = excluded.content_url, asset_id = excluded.asset_id, parent = excluded.parent,
    run_id = excluded.run_id, node_extra = excluded.node_extra`

const WRITE_EDGE = `INSERT INTO canvas_edges (world, project_id, ordinal, edge_id, from_node, to_node, input, edge_extra)
  VALUES (@world, @projectId, @ordinal, @id, @from, @to, @input, @extra)
  ON CONFLICT (world, project_id, ordinal) DO UPDATE SET edge_id = excluded.edge_id, from_node = excluded.from_node,
    to_node = excluded.to_node, input = excluded.input, edge_extra = excluded.edge_extra`

function* saveCounts(world: WorldKey, projectId: string, canvas: Canvas): Steps<void> {
  const { lastNode, lastEdge, lastRun } = canvas
  yield* execute(
    `INSERT INTO canvases (world, project_id, last_node, last_edge, last_run)
     VALUES (@world, @projectId, @lastNode, @lastEdge, @lastRun)
     ON CONFLICT (world, project_id)
       DO UPDATE SET last_node = excluded.last_node, last_edge = excluded.last_edge, last_run = excluded.last_run`,
    { world, projectId, lastNode, lastEdge, lastRun },
  )
}

function difference<Item extends { readonly ordinal: number }>(
  before: readonly Item[],
  after: readonly Item[],
): { readonly deleted: readonly Item[]; readonly written: readonly Item[] } {
  const unchanged = new Set(before)
  const kept = new Set(after.map(({ ordinal }) => ordinal))
  return {
    deleted: before.filter(({ ordinal }) => !kept.has(ordinal)),
    written: after.filter((item) => !unchanged.has(item)),
  }
}
