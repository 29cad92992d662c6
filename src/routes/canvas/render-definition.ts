import type { CanvasDefinition } from '../../schemas/canvas/definition.ts'
import type { CanvasView, NodeView } from '../../services/canvas/view.ts'
import type { UrlBase } from '../context.ts'
import { shownBy } from './render-canvas.ts'

type Bags = CanvasDefinition['node_inputs']

/** Renders everything that recreates a canvas. */
export function renderDefinition({ canvas, nodes }: CanvasView, base: UrlBase): CanvasDefinition {
  const byOrdinal = new Map(canvas.nodes.map((node) => [node.ordinal, node]))
  const idOf = (ordinal: number): string => byOrdinal.get(ordinal)?.nodeId ?? ''
  const documents = bagsOf(nodes, ({ node }) => ({ ...node.extra.document }))
  return {
    nodes: nodes.map((view) => {
      const { node } = view
      const parent = byOrdinal.get(node.parent ?? 0)
      return {
        ...node.extra.frame,
        id: node.nodeId,
        type: node.block,
        data: dataOf(view, base),
        position: { x: node.x - (parent?.x ?? 0), y: node.y - (parent?.y ?? 0) },
        ...(parent === undefined ? {} : { parent_id: parent.nodeId }),
      }
    }),
    edges: canvas.edges.map(({ id, from, to, input, extra }) => ({
      id,
      source: idOf(from),
      target: idOf(to),
      source_handle: extra.handle ?? null,
      target_handle: input,
      ...(extra.data === undefined ? {} : { data: { ...extra.data } }),
      ...(extra.type === undefined ? {} : { type: extra.type }),
    })),
    node_inputs: bagsOf(nodes, inputsOf),
    node_outputs: bagsOf(nodes, (view) => outputOf(view, base)),
    ...(Object.keys(documents).length === 0 ? {} : { layer_editor_documents: documents }),
  }
}

/** Collects the members of each node by its id. Nodes without members are left out. */
function bagsOf(nodes: readonly NodeView[], bagOf: (view: NodeView) => Record<string, unknown>): Bags {
  const bags = nodes.map((view) => [view.node.nodeId, bagOf(view)] as const)
  return Object.fromEntries(bags.filter(([, bag]) => Object.keys(bag).length > 0))
}

function dataOf(view: NodeView, base: UrlBase): Record<string, unknown> {
  const { label, contentUrl, assetId, extra } = view.node
  return {
    label,
    ...(contentUrl === null ? {} : { content_url: shownBy(view, base).url }),
    ...(assetId === null ? {} : { asset_id: assetId }),
    ...extra.data,
  }
}

function inputsOf({ node: { prompt, model, params, action, extra } }: NodeView): Record<string, unknown> {
  const settings = action?.params ?? params
  const actionId = action?.id ?? null
  return {
    ...(prompt === null ? {} : { prompt }),
    ...(model === null ? {} : { model_id: model }),
    ...(actionId === null ? {} : { action_id: actionId }),
    ...(settings === null ? {} : { params: settings }),
    ...extra.inputs,
  }
}

function outputOf(view: NodeView, base: UrlBase): Record<string, unknown> {
  const { node, run } = view
  if (run === null) return { ...node.extra.output }
  const { url, text } = shownBy(view, base)
  if (url === null && text === null) return {}
  return { run_id: run.run.id, ...(url === null ? { text } : { url }) }
}
