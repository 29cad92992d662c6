import { FRAME_MEMBERS, type NewCanvasDefinition } from '../../schemas/canvas/definition.ts'
import type { DefinedNode, Definition } from '../../services/canvas/definition.ts'

type Bag = Readonly<Record<string, unknown>>

/** Translates a definition of the API. Members that the services do not interpret are stored as received. */
export function readDefinition(definition: NewCanvasDefinition): Definition {
  const { nodes, edges, node_inputs, node_outputs, layer_editor_documents = {} } = definition
  const [inputs, outputs, documents] = [node_inputs, node_outputs, layer_editor_documents].map(
    (bags) => new Map(Object.entries(bags)),
  )
  return {
    nodes: nodes.map((node) => {
      return readNode(node, inputs?.get(node.id) ?? {}, outputs?.get(node.id), documents?.get(node.id))
    }),
    edges: edges.map((edge) => ({
      id: edge.id,
      source: edge.source,
      target: edge.target,
      input: edge.target_handle,
      extra: {
        ...(edge.source_handle === null ? {} : { handle: edge.source_handle }),
        ...(edge.data === undefined ? {} : { data: edge.data }),
        ...(edge.type === undefined ? {} : { type: edge.type }),
      },
    })),
    mentioned: Object.entries({ node_inputs, node_outputs, layer_editor_documents }).flatMap(
      ([field, bags]) => Object.keys(bags).map((nodeId) => ({ field: `${field}.${nodeId}`, nodeId })),
    ),
  }
}

function readNode(
  node: NewCanvasDefinition['nodes'][number],
  { prompt, model_id, params, action_id, ...inputs }: Bag,
  output: Bag | undefined,
  document: Bag | undefined,
): DefinedNode {
  const { label, content_url, asset_id, ...data } = node.data
  const frame = Object.fromEntries(Object.entries(node).filter(([name]) => FRAME_MEMBERS.includes(name)))
  const settings = bag(params)
  const isAction = node.type === 'codeBlock'
  return {
    nodeId: node.id,
    block: node.type,
    label: text(label) ?? '',
    model: text(model_id),
    prompt: text(prompt),
    params: isAction ? null : settings,
    action: isAction ? { id: text(action_id), params: settings } : null,
    contentUrl: text(content_url),
    assetId: text(asset_id),
    parentId: node.parent_id ?? null,
    position: node.position ?? null,
    extra: {
      ...(Object.keys(data).length === 0 ? {} : { data }),
      ...(Object.keys(inputs).length === 0 ? {} : { inputs }),
      ...(Object.keys(frame).length === 0 ? {} : { frame }),
      ...(output === undefined ? {} : { output }),
      ...(document === undefined ? {} : { document }),
    },
  }
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const bag = (value: unknown): Bag | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
