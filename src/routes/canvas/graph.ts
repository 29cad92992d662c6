import { Type } from 'typebox'
import { CanvasNodePage } from '../../schemas/canvas/canvas.ts'
import { CanvasGraph, CanvasParams } from '../../schemas/canvas/graph.ts'
import { PageQuery, ProjectId } from '../../schemas/common.ts'
import { answers } from '../answers.ts'
import { type Api, placeOf, type Services } from '../context.ts'
import { metaOf, sliceOf } from '../paging.ts'
import { mediaTypeOf, renderGraph, renderMediaNode, renderPlace, runsOf } from './render-canvas.ts'

const tags = ['Canvas']

const listCanvasNodes = {
  tags,
  operationId: 'listCanvasNodes',
  summary: 'List the media on a canvas',
  description: 'Nodes that show an image, a video, a sound or a text, newest first.',
  params: Type.Object({ projectId: ProjectId }),
  querystring: Type.Object(PageQuery),
  response: answers(200, CanvasNodePage),
}

const getProjectGraph = {
  tags,
  operationId: 'getProjectGraph',
  summary: 'Read a canvas as a graph',
  description: 'Every node and edge with what it shows now.',
  params: CanvasParams,
  response: answers(200, CanvasGraph),
}

export function canvasGraphRoutes(api: Api, { canvases, catalogue, runs }: Services): void {
  api.get(
    '/projects/:projectId/nodes',
    { schema: listCanvasNodes },
    async (request): Promise<CanvasNodePage> => {
      const { caller, params, query } = request
      const { before, limit } = sliceOf(caller.world, 'nodes', query)
      const view = await canvases.view(caller, { ...params, workspaceId: null })
      const media = view.nodes
        .flatMap((node) => {
          const type = mediaTypeOf(node)
          return type === null ? [] : [{ node, type, ordinal: node.node.ordinal }]
        })
        .toSorted((a, b) => b.ordinal - a.ordinal)
      const rest = media.filter(({ ordinal }) => before === null || ordinal < before)
      const rows = rest.slice(0, limit)
      await runs.afterRead(caller, runsOf(rows.map(({ node }) => node)))
      const page = { more: rest.length > limit, total: media.length }
      const place = placeOf(request)
      return {
        ...renderPlace(params.projectId, place),
        nodes: rows.map(({ node, type }) => renderMediaNode(node, type, place)),
        meta: metaOf(caller.world, 'nodes', page, rows.at(-1)?.ordinal),
      }
    },
  )

  api.get(
    '/workspaces/:workspaceId/projects/:projectId/graph',
    { schema: getProjectGraph },
    async (request): Promise<CanvasGraph> => {
      const view = await canvases.view(request.caller, request.params)
      await runs.afterRead(request.caller, runsOf(view.nodes))
      return renderGraph(view, placeOf(request), catalogue)
    },
  )
}
