import { Type } from 'typebox'
import { AttachedAsset } from '../../schemas/canvas/canvas-action.ts'
import { AssetId, ProjectId } from '../../schemas/common.ts'
import { published } from '../../schemas/provenance.ts'
import { answers } from '../answers.ts'
import { type Api, callerOf, urlBaseOf, type Services } from '../context.ts'
import { renderCanvasLink } from './render-canvas.ts'

const attachCanvasAsset = {
  tags: ['Canvas'],
  ...published('sdk', 'oas'),
  operationId: 'attachCanvasAsset',
  summary: 'Put an asset on a canvas',
  description: 'Adds a node that shows the asset, which must be ready.',
  params: Type.Object({ projectId: ProjectId, assetId: AssetId }),
  response: answers(201, AttachedAsset),
}

export function canvasAssetRoutes(api: Api, { attachments }: Services): void {
  api.post(
    '/projects/:projectId/assets/:assetId/attach',
    { schema: attachCanvasAsset },
    async (request, reply): Promise<AttachedAsset> => {
      const caller = callerOf(request)
      const { params, claim } = request
      const nodeId = await attachments.attach(caller, { ...params, claim })
      reply.code(201)
      return {
        ...renderCanvasLink(params.projectId, urlBaseOf(request)),
        asset_id: params.assetId,
        node_id: nodeId,
      }
    },
  )
}
