import type { CanvasGraph, GraphNode } from '../../schemas/canvas/graph.ts'
import type { CanvasMediaNode } from '../../schemas/canvas/canvas.ts'
import type { CanvasView, NodeView } from '../../services/canvas/view.ts'
import type { Catalogue } from '../../services/models/catalogue.ts'
import { DEFAULT_WORLD } from '../../kernel/names.ts'
import type { UrlBase } from '../context.ts'
import { renderOutput } from '../runs/render-run.ts'

/** Includes the world, because browsers open the URL without an API key. */
const canvasUrl = (projectId: string, { origin, worldName }: UrlBase): string =>
  `${origin}/projects/${projectId}${worldName === DEFAULT_WORLD ? '' : `?world=${worldName}`}`

/** Renders the members that every answer about a canvas has. */
export const renderCanvasLink = (projectId: string, base: UrlBase) => ({
  project_id: projectId,
  canvas_url: canvasUrl(projectId, base),
})

export function renderGraph(view: CanvasView, base: UrlBase, catalogue: Catalogue): CanvasGraph {
  const { projectId, canvas, nodes, revision } = view
  return {
    ...renderCanvasLink(projectId, base),
    revision,
    nodes: nodes.map((node) => renderNode(node, base, catalogue)),
    edges: canvas.edges.map(({ from, to, input }) => ({ from: `n${from}`, to: `n${to}`, in: input })),
  }
}

function renderNode(view: NodeView, base: UrlBase, catalogue: Catalogue): GraphNode {
  const { node, type, status, run } = view
  const { text, url } = shownBy(view, base)
  const failed = run?.state.status === 'failed' ? run.state : null
  return {
    id: `n${node.ordinal}`,
    node_id: node.nodeId,
    type,
    label: node.label,
    model: catalogue.nameOf(node.model) ?? node.model,
    model_id: node.model,
    prompt: node.prompt,
    params: node.params === null ? null : { ...node.params },
    position: { x: node.x, y: node.y },
    status,
    output_url: url,
    output_text: text,
    action: node.action && {
      action_id: node.action.id,
      params: node.action.params === null ? null : { ...node.action.params },
    },
    ...(failed === null ? {} : { error_code: failed.code, error_message: failed.message }),
  }
}

/** Returns what a node shows: its file, the output of its last run, or the output in its definition. */
export function shownBy({ node, output, run }: NodeView, base: UrlBase) {
  if (node.contentUrl !== null) return { url: absolute(node.contentUrl, base), text: null }
  if (output !== null && run !== null) {
    const { url, type } = renderOutput(output, run.run.id, base)
    return type === 'text' ? { url: null, text: url } : { url, text: null }
  }
  const { url, text } = run === null ? (node.extra.output ?? {}) : {}
  return {
    url: typeof url === 'string' ? url : null,
    text: typeof text === 'string' ? text : null,
  }
}

/** Adds the origin to URLs of this server, which are stored without it. */
const absolute = (url: string, { origin }: UrlBase): string => (url.startsWith('/') ? origin + url : url)

const MEDIA = new Map([
  ['image', 'image'],
  ['video', 'video'],
  ['audio', 'audio'],
  ['text', 'text'],
  ['static_image', 'image'],
  ['static_video', 'video'],
  ['static_audio', 'audio'],
] as const)

/** Returns the type of media that a node shows. Null for hidden nodes and for types without media. */
export function mediaTypeOf({ node, type }: NodeView): CanvasMediaNode['type'] | null {
  if (node.extra.frame?.['hidden'] === true) return null
  return (MEDIA as ReadonlyMap<string, CanvasMediaNode['type']>).get(type) ?? null
}

export function renderMediaNode(
  view: NodeView,
  type: CanvasMediaNode['type'],
  base: UrlBase,
): CanvasMediaNode {
  const { node, output } = view
  const { url, text } = shownBy(view, base)
  const size = output !== null && 'width' in output ? output : null
  return {
    node_id: node.nodeId,
    type,
    label: node.label,
    asset_id: node.assetId,
    url: url ?? text,
    width: size?.width ?? null,
    height: size?.height ?? null,
  }
}
