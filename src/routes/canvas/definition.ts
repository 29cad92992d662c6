import { CanvasDefinitionAnswer, CanvasDefinitionRequest } from '../../schemas/canvas/definition.ts'
import { CanvasParams } from '../../schemas/canvas/graph.ts'
import { ref } from '../../schemas/common.ts'
import { published } from '../../schemas/provenance.ts'
import type { CanvasView } from '../../services/canvas/view.ts'
import { answers } from '../answers.ts'
import { renderSummary } from './diagram.ts'
import { type Api, callerOf, type UrlBase, urlBaseOf, type Services } from '../context.ts'
import { readDefinition } from './read-definition.ts'
import { renderCanvasLink } from './render-canvas.ts'
import { renderDefinition } from './render-definition.ts'

const shared = { tags: ['Canvas'], params: CanvasParams, response: answers(200, CanvasDefinitionAnswer) }

const getCanvasDefinition = {
  ...shared,
  ...published('sdk', 'ours'),
  operationId: 'getCanvasDefinition',
  summary: 'Read the definition of a canvas',
  description: 'Returns everything that recreates the canvas, in this or another project.',
}

const replaceCanvasDefinition = {
  ...shared,
  ...published('sdk', 'ours'),
  operationId: 'replaceCanvasDefinition',
  summary: 'Replace a canvas by a definition',
  description:
    'Replaces the whole canvas. Nodes with the id of an existing node keep its short id and its runs.',
  body: ref(CanvasDefinitionRequest),
}

export function canvasDefinitionRoutes(api: Api, { canvases, runs }: Services): void {
  const path = '/workspaces/:workspaceId/projects/:projectId/canvas/definition'
  api.get(path, { schema: getCanvasDefinition }, async (request): Promise<CanvasDefinitionAnswer> => {
    const caller = callerOf(request)
    const view = await runs.read(caller, async () => canvases.view(caller, request.params))
    return render(view, urlBaseOf(request))
  })

  api.put(path, { schema: replaceCanvasDefinition }, async (request): Promise<CanvasDefinitionAnswer> => {
    const caller = callerOf(request)
    const { params, body, claim } = request
    const view = await canvases.replace(caller, params, readDefinition(body.definition), claim)
    return render(view, urlBaseOf(request))
  })
}

const render = (view: CanvasView, base: UrlBase): CanvasDefinitionAnswer => ({
  ...renderCanvasLink(view.projectId, base),
  definition: renderDefinition(view, base),
  summary: renderSummary(view.summary),
})
