import type {
  BlockType,
  CanvasEdge,
  CanvasNode,
  JsonObject,
  NodeExtra,
} from '../../simulator/canvas/canvas.ts'

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
  params: JSON.stringify(params),
  action: JSON.stringify(action),
  extra: JSON.stringify(extra),
})

export const edgeColumns = ({ extra, ...edge }: CanvasEdge) => ({ ...edge, extra: JSON.stringify(extra) })

export const toNode = (row: NodeRow): CanvasNode => ({
  ordinal: row.ordinal,
  rank: row.rank,
  nodeId: row.node_id,
  block: row.type as BlockType,
  label: row.label,
  model: row.model,
  prompt: row.prompt,
  params: JSON.parse(row.node_params) as JsonObject | null,
  x: row.x,
  y: row.y,
  action: JSON.parse(row.node_action) as CanvasNode['action'],
  contentUrl: row.content_url,
  assetId: row.asset_id,
  parent: row.parent,
  runId: row.run_id,
  extra: JSON.parse(row.node_extra) as NodeExtra,
})

export const toEdge = (row: EdgeRow): CanvasEdge => ({
  ordinal: row.ordinal,
  id: row.edge_id,
  from: row.from_node,
  to: row.to_node,
  input: row.input,
  extra: JSON.parse(row.edge_extra) as CanvasEdge['extra'],
})
