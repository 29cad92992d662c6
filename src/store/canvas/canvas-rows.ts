import type {
  BlockType,
  CanvasEdge,
  CanvasNode,
  JsonObject,
  NodeExtra,
} from '../../simulator/canvas/canvas.ts'
import { JsonColumn } from '../stored-json.ts'

const PARAMS = new JsonColumn<JsonObject | null>('canvas_nodes.node_params')
const ACTION = new JsonColumn<CanvasNode['action']>('canvas_nodes.node_action')
const NODE_EXTRA = new JsonColumn<NodeExtra>('canvas_nodes.node_extra')
const EDGE_EXTRA = new JsonColumn<CanvasEdge['extra']>('canvas_edges.edge_extra')

export interface NodeRow {
  ordinal: number
  rank: number
  node_id: string
  type: string
  label: string
  model: string | null
  prompt: string | null
  node_params: string
  x: number
  y: number
  node_action: string
  content_url: string | null
  asset_id: string | null
  parent: number | null
  run_id: string | null
  node_extra: string
}

export interface EdgeRow {
  ordinal: number
  edge_id: string
  from_node: number
  to_node: number
  input: string | null
  edge_extra: string
}

export const nodeColumns = ({ params, action, extra, ...node }: CanvasNode) => ({
  ...node,
  params: PARAMS.write(params),
  action: ACTION.write(action),
  extra: NODE_EXTRA.write(extra),
})

export const edgeColumns = ({ extra, ...edge }: CanvasEdge) => ({ ...edge, extra: EDGE_EXTRA.write(extra) })

export const toNode = (row: NodeRow): CanvasNode => ({
  ordinal: row.ordinal,
  rank: row.rank,
  nodeId: row.node_id,
  // The schema of snapshots and definitions admits block types alone.
  block: row.type as BlockType,
  label: row.label,
  model: row.model,
  prompt: row.prompt,
  params: PARAMS.read(row.node_params),
  x: row.x,
  y: row.y,
  action: ACTION.read(row.node_action),
  contentUrl: row.content_url,
  assetId: row.asset_id,
  parent: row.parent,
  runId: row.run_id,
  extra: NODE_EXTRA.read(row.node_extra),
})

export const toEdge = (row: EdgeRow): CanvasEdge => ({
  ordinal: row.ordinal,
  id: row.edge_id,
  from: row.from_node,
  to: row.to_node,
  input: row.input,
  extra: EDGE_EXTRA.read(row.edge_extra),
})
