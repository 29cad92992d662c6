import type Database from 'better-sqlite3'
import { type Canvas, type CanvasEdge, type CanvasNode, EMPTY_CANVAS } from '../../simulator/canvas/canvas.ts'
import type { CanvasRun } from '../../simulator/canvas/runs.ts'
import type { RunRequest } from '../../simulator/runs/plan.ts'
import type { EpochMs } from '../../kernel/units.ts'
import type { WorldKey } from '../records.ts'
import { type EdgeRow, edgeColumns, type NodeRow, nodeColumns, toEdge, toNode } from './canvas-rows.ts'

/** More unseen runs than this are older than anybody looks back. */
const UNSEEN_MAX = 2_000

type Place = readonly [world: WorldKey, projectId: string]

interface CountRow {
  last_node: number
  last_edge: number
  last_run: number
}

export class CanvasTable {
  readonly #counts
  readonly #nodes
  readonly #edges
  readonly #lastRun
  readonly #unseen
  readonly #saveCounts
  readonly #insertNode
  readonly #insertEdge
  readonly #deleteNode
  readonly #deleteEdge
  readonly #touch

  constructor(db: Database.Database) {
    const here = 'WHERE world = ? AND project_id = ?'
    this.#counts = db.prepare<[number, string], CountRow>(`SELECT * FROM canvases ${here}`)
    this.#nodes = db.prepare<[number, string], NodeRow>(`SELECT * FROM canvas_nodes ${here} ORDER BY rank`)
    this.#edges = db.prepare<[number, string], EdgeRow>(`SELECT * FROM canvas_edges ${here} ORDER BY ordinal`)
    const runs = `FROM runs WHERE world = ? AND list = 'generation' AND project_id = ?`
    this.#lastRun = db
      .prepare<[number, string], number>(`SELECT ordinal ${runs} ORDER BY ordinal DESC LIMIT 1`)
      .pluck()
    this.#unseen = db.prepare<[number, string, number], { ordinal: number; id: string; request: string }>(
      `SELECT ordinal, id, request ${runs} AND ordinal > ? ORDER BY ordinal DESC LIMIT ${UNSEEN_MAX}`,
    )
    this.#saveCounts = db.prepare<[object]>(
      `INSERT INTO canvases (world, project_id, last_node, last_edge, last_run)
       VALUES (@world, @projectId, @lastNode, @lastEdge, @lastRun)
       ON CONFLICT DO UPDATE SET last_node = @lastNode, last_edge = @lastEdge, last_run = @lastRun`,
    )
    this.#insertNode = db.prepare<[object]>(
      `INSERT INTO canvas_nodes (world, project_id, ordinal, rank, node_id, type, label, model, prompt, node_params,
         x, y, node_action, content_url, asset_id, parent, run_id, node_extra)
       VALUES (@world, @projectId, @ordinal, @rank, @nodeId, @block, @label, @model, @prompt, @params,
         @x, @y, @action, @contentUrl, @assetId, @parent, @runId, @extra)`,
    )
    this.#insertEdge = db.prepare<[object]>(
      `INSERT INTO canvas_edges (world, project_id, ordinal, edge_id, from_node, to_node, input, edge_extra)
       VALUES (@world, @projectId, @ordinal, @id, @from, @to, @input, @extra)`,
    )
    this.#deleteNode = db.prepare<[number, string, number]>(
      `DELETE FROM canvas_nodes ${here} AND ordinal = ?`,
    )
    this.#deleteEdge = db.prepare<[number, string, number]>(
      `DELETE FROM canvas_edges ${here} AND ordinal = ?`,
    )
    this.#touch = db.prepare<[number, number, string]>(
      'UPDATE projects SET modified_at = max(modified_at, ?) WHERE world = ? AND id = ?',
    )
  }

  load(...place: Place): Canvas {
    const counts = this.#counts.get(...place)
    if (counts === undefined) return EMPTY_CANVAS
    return {
      nodes: this.#nodes.all(...place).map(toNode),
      edges: this.#edges.all(...place).map(toEdge),
      lastNode: counts.last_node,
      lastEdge: counts.last_edge,
      lastRun: counts.last_run,
    }
  }

  /** True when runs were created that the canvas has not seen. */
  isBehind(...place: Place): boolean {
    return (this.#lastRun.get(...place) ?? 0) > (this.#counts.get(...place)?.last_run ?? 0)
  }

  unseenRuns(world: WorldKey, projectId: string, { lastRun }: Canvas): CanvasRun[] {
    const rows = this.#unseen.all(world, projectId, lastRun).toReversed()
    return rows.map(({ ordinal, id, request }) => ({
      ordinal,
      id,
      request: JSON.parse(request) as RunRequest,
    }))
  }

  /** Writes what differs; nodes and edges that are still the same object have not changed. */
  save(world: WorldKey, projectId: string, before: Canvas, after: Canvas): void {
    const { lastNode, lastEdge, lastRun } = after
    this.#saveCounts.run({ world, projectId, lastNode, lastEdge, lastRun })
    const nodes = difference<CanvasNode>(before.nodes, after.nodes)
    for (const { ordinal } of nodes.gone) this.#deleteNode.run(world, projectId, ordinal)
    for (const node of nodes.come) this.#insertNode.run({ world, projectId, ...nodeColumns(node) })
    const edges = difference<CanvasEdge>(before.edges, after.edges)
    for (const { ordinal } of edges.gone) this.#deleteEdge.run(world, projectId, ordinal)
    for (const edge of edges.come) this.#insertEdge.run({ world, projectId, ...edgeColumns(edge) })
  }

  /** The canvas is a part of its project, whose last modification this was. */
  touch(world: WorldKey, projectId: string, now: EpochMs): void {
    this.#touch.run(now, world, projectId)
  }
}

function difference<Item>(before: readonly Item[], after: readonly Item[]) {
  const [old, next] = [new Set(before), new Set(after)]
  return { gone: before.filter((item) => !next.has(item)), come: after.filter((item) => !old.has(item)) }
}
