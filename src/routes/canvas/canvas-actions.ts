import { Type } from 'typebox'
import type { ActionId } from '../../schemas/actions/action.ts'
import { ActionNode, ActionNodeRequest } from '../../schemas/canvas/canvas-action.ts'
import { ProjectId, ref } from '../../schemas/common.ts'
import { RunStart } from '../../schemas/runs/run.ts'
import { published } from '../../schemas/provenance.ts'
import { answers } from '../answers.ts'
import { type Api, callerOf, effectOf, urlBaseOf, type Services } from '../context.ts'
import { renderCanvasLink } from './render-canvas.ts'
import { renderRunStart } from '../runs/render-run.ts'

const tags = ['Canvas']

const createCanvasAction = {
  tags,
  ...published('sdk', 'oas'),
  operationId: 'createCanvasAction',
  summary: 'Add an action to a canvas',
  description: 'Adds an action node without running it.',
  params: Type.Object({ projectId: ProjectId }),
  body: ref(ActionNodeRequest),
  response: answers(201, ActionNode),
}

const runCanvasAction = {
  tags,
  ...published('sdk', 'oas'),
  operationId: 'runCanvasAction',
  summary: 'Run an action of a canvas',
  description:
    'Runs the action on the texts of its input nodes. Poll `poll_url` until it is `completed` or `failed`.',
  params: Type.Object({
    projectId: ProjectId,
    nodeId: Type.String({
      pattern: '^\\S+$',
      description: 'Short or long id of an action node.',
      examples: ['nodeId'],
    }),
  }),
  response: answers(201, RunStart),
}

export function canvasActionRoutes(api: Api, { canvasActions }: Services): void {
  api.post(
    '/projects/:projectId/actions',
    { schema: createCanvasAction },
    async (request, reply): Promise<ActionNode> => {
      const caller = callerOf(request)
      const { params, body, claim } = request
      const { nodeId, actionId } = await canvasActions.create(caller, {
        projectId: params.projectId,
        actionId: body.action_id,
        params: body.params ?? {},
        claim,
      })
      reply.code(201)
      return {
        ...renderCanvasLink(params.projectId, urlBaseOf(request)),
        node_id: nodeId,
        action_id: actionId as ActionId,
      }
    },
  )

  api.post(
    '/projects/:projectId/actions/:nodeId/run',
    { schema: runCanvasAction },
    async (request, reply) => {
      const caller = callerOf(request)
      const { params, claim } = request
      const started = await canvasActions.run(caller, params, claim, effectOf(request).run)
      reply.code(201)
      return renderRunStart(started, urlBaseOf(request))
    },
  )
}
