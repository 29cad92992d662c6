import type { TechniqueRequest } from '../../schemas/techniques/new-technique.ts'
import type { GivenSlot, TechniqueGraph } from '../../services/techniques/graph-models.ts'
import type { RequestedTechnique } from '../../services/techniques/new-technique.ts'

/** Translates a technique of the API. Members that the services do not interpret are stored as received. */
export function readTechnique(body: TechniqueRequest): RequestedTechnique {
  const { graph, category, tags, thumbnail_url, open = false } = body
  return {
    workspaceId: body.workspace_id,
    projectId: body.project_id,
    name: body.name,
    description: body.description,
    visibility: body.visibility ?? 'private',
    graph: readGraph(graph),
    inputs: body.inputs.map(readSlot),
    outputs: body.outputs.map(readSlot),
    details: { graph, category, tags, thumbnail_url, open },
  }
}

function readGraph({ nodes, edges, node_inputs: inputs = {} }: TechniqueRequest['graph']): TechniqueGraph {
  const settings = Object.entries(inputs).map(([nodeId, { model_id: id, model, model_parameters }]) => {
    const isByName = id === undefined && model !== undefined
    const field = `graph.node_inputs.${nodeId}.${isByName ? 'model' : 'model_id'}`
    return [nodeId, { model: id ?? model ?? null, params: model_parameters ?? {}, field }] as const
  })
  return { nodes, edges, settings: new Map(settings) }
}

const readSlot = ({ node_id: nodeId, ...slot }: TechniqueRequest['inputs'][number]): GivenSlot => ({
  ...slot,
  nodeId,
})
