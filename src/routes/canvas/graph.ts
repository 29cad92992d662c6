import type { CanvasView } from '../../services/canvas/view.ts'
import { Type } from 'typebox'
import { CanvasNodePage } from '../../schemas/canvas/canvas.ts'
import { CanvasGraph, CanvasParams } from '../../schemas/canvas/graph.ts'
import { PageQuery, ProjectId } from '../../schemas/common.ts'
import { published } from '../../schemas/provenance.ts'
import { answers } from '../answers.ts'
import { type Api, callerOf, urlBaseOf, type Services } from '../context.ts'
import { metaOf, sliceOf } from '../paging.ts'
import type { Slice } from '../../store/store.ts'
import { mediaTypeOf, renderGraph, renderMediaNode, renderCanvasLink } from './render-canvas.ts'

const tags = ['Canvas']

const listCanvasNodes = {
  tags,
  ...published('sdk', 'oas'),
  operationId: 'listCanvasNodes',
  summary: 'List the media on a canvas',
  description: 'Returns nodes that show an image, a video, an audio or a text, newest first.',
  params: Type.Object({ projectId: ProjectId }),
  querystring: Type.Object(PageQuery),
  response: answers(200, CanvasNodePage),
}

const getProjectGraph = {
  tags,
  ...published('sdk', 'ours'),
  operationId: 'getProjectGraph',
  summary: 'Read a canvas as a graph',
  description: 'Returns every node with its current state, and every edge.',
  params: CanvasParams,
  response: answers(200, CanvasGraph),
}

export function canvasGraphRoutes(api: Api, { canvases, catalogue, runs }: Services): void {
  api.get(
    '/projects/:projectId/nodes',
    { schema: listCanvasNodes },
    async (request): Promise<CanvasNodePage> => {
      const caller = callerOf(request)
      const { params, query } = request
      const slice = sliceOf(caller.world, 'nodes', query)
      const load = async () => {
        const view = await canvases.view(caller, { ...params, workspaceId: null })
        return pageOfMedia(view, slice)
      }
      const page = await runs.read(caller, load)
      const base = urlBaseOf(request)
      return {
        ...renderCanvasLink(params.projectId, base),
        nodes: page.nodes.map(({ node, type }) => renderMediaNode(node, type, base)),
        meta: metaOf(caller.world, 'nodes', page, page.nodes.at(-1)?.node.node.ordinal),
      }
    },
  )

  api.get(
    '/workspaces/:workspaceId/projects/:projectId/graph',
    { schema: getProjectGraph },
    async (request): Promise<CanvasGraph> => {
      const caller = callerOf(request)
      const view = await runs.read(caller, async () => canvases.view(caller, request.params))
      return renderGraph(view, urlBaseOf(request), catalogue)
    },
  )
}

/** Returns a page of the nodes that show media, newest first, with the views of their runs. */
function pageOfMedia({ nodes }: CanvasView, { before, offset, limit }: Slice) {
  const media = nodes
    .flatMap((node) => {
      const type = mediaTypeOf(node)
      return type === null ? [] : [{ node, type }]
    })
    .toSorted((a, b) => b.node.node.ordinal - a.node.node.ordinal)
  const rest = media.filter(({ node }) => before === null || node.node.ordinal < before).slice(offset)
  const page = rest.slice(0, limit)
  return {
    nodes: page,
    views: page.flatMap(({ node }) => node.run ?? []),
    more: rest.length > limit,
    total: media.length,
  }
}
