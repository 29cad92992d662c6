import { Type } from 'typebox'
import {
  CanvasDiagram,
  CanvasPatch,
  CanvasPatched,
  type CanvasSummary,
  type NodeParams,
} from '../../schemas/canvas/canvas.ts'
import { ProjectId, ref } from '../../schemas/common.ts'
import { published } from '../../schemas/provenance.ts'
import type { PatchParams } from '../../services/canvas/patch.ts'
import type { Summary } from '../../simulator/canvas/summary.ts'
import { answers } from '../answers.ts'
import { type Api, callerOf, urlBaseOf, type Services } from '../context.ts'
import { renderCanvasLink } from './render-canvas.ts'

const tags = ['Canvas']
const params = Type.Object({ projectId: ProjectId })

const getProjectCanvas = {
  tags,
  ...published('sdk', 'oas'),
  operationId: 'getProjectCanvas',
  summary: 'Read a canvas as a diagram',
  description: 'Returns a Mermaid flowchart, which truncates labels and omits most members of nodes.',
  params,
  response: answers(200, CanvasDiagram),
}

const patchProjectCanvas = {
  tags,
  ...published('sdk', 'oas'),
  operationId: 'patchProjectCanvas',
  summary: 'Extend a canvas by a diagram',
  description:
    'Adds nodes and edges without changing existing ones. Returns the diagram of the whole canvas.',
  params,
  body: ref(CanvasPatch),
  response: answers(200, CanvasPatched),
}

export function canvasDiagramRoutes(api: Api, { canvases }: Services): void {
  const path = '/projects/:projectId/canvas'
  api.get(path, { schema: getProjectCanvas }, async (request): Promise<CanvasDiagram> => {
    const { projectId } = request.params
    const { diagram, summary } = await canvases.diagram(callerOf(request), { projectId, workspaceId: null })
    return { ...renderCanvasLink(projectId, urlBaseOf(request)), diagram, summary: renderSummary(summary) }
  })

  api.patch(path, { schema: patchProjectCanvas }, async (request): Promise<CanvasPatched> => {
    const caller = callerOf(request)
    const { claim } = request
    const body = request.body
    const { projectId } = request.params
    const nodeParams = new Map(
      Object.entries(body.node_params ?? {}).map(([id, node]) => [id, toParams(node)]),
    )
    const patch = { diagram: body.diagram, nodeParams }
    const { diagram, nodes, edges, warnings } = await canvases.patch(
      caller,
      { projectId, workspaceId: null },
      patch,
      claim,
    )
    return {
      ...renderCanvasLink(projectId, urlBaseOf(request)),
      diagram,
      created_node_count: nodes,
      created_edge_count: edges,
      ...(warnings.length === 0 ? {} : { warnings: [...warnings] }),
    }
  })
}

export const renderSummary = (summary: Summary): CanvasSummary => ({
  node_count: summary.nodeCount,
  edge_count: summary.edgeCount,
  workflow_count: summary.workflowCount,
  isolated_node_count: summary.isolatedNodeCount,
  group_count: summary.groupCount,
})

function toParams({
  prompt,
  model,
  content_url,
  aspect_ratio,
  resolution,
  model_parameters,
}: NodeParams): PatchParams {
  const named = Object.entries({ aspect_ratio, resolution }).filter(([, value]) => typeof value === 'string')
  return {
    prompt: prompt ?? null,
    model: model ?? null,
    contentUrl: content_url ?? null,
    params: { ...model_parameters, ...Object.fromEntries(named) },
  }
}
