import { Type } from 'typebox'
import type { Api } from '../../http/typed-fastify.ts'
import { ApiError } from '../../kernel/errors.ts'
import { renderGraph } from '../../routes/canvas/render-canvas.ts'
import { type CanvasRecord, CanvasRecord as CanvasRecordSchema } from '../../schemas/control/canvas/canvas.ts'
import { WorldParams } from '../../schemas/control/worlds/world.ts'
import { readerOf } from '../../services/worlds/caller.ts'
import { answers } from '../answers.ts'
import type { ControlDeps } from '../deps.ts'
import { urlBaseIn } from '../url-base.ts'

const getCanvas = {
  tags: ['Projects'],
  operationId: 'getCanvasRecord',
  summary: 'Read the canvas of a project',
  description: 'Returns every node and edge in its current state. Reading never moves a clock.',
  params: Type.Object({ ...WorldParams.properties, id: Type.String() }),
  response: answers(200, CanvasRecordSchema),
}

export function canvasRoutes(api: Api, { services }: ControlDeps): void {
  const { worlds, projects, canvases, catalogue } = services
  api.get(
    '/worlds/:world/projects/:id/canvas',
    { schema: getCanvas },
    async (request): Promise<CanvasRecord> => {
      const { id: projectId } = request.params
      const world = await worlds.get(request.params.world)
      const reader = readerOf(world)
      if ((await projects.find(reader, projectId)) === null) {
        throw new ApiError('not_found', `Project ${projectId} not found.`)
      }
      const view = await canvases.view(reader, { projectId, workspaceId: null })
      return renderGraph(view, urlBaseIn(world, request), catalogue)
    },
  )
}
