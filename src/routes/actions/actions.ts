import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Action, ActionList, ActionName, ActionRunRequest } from '../../schemas/actions/action.ts'
import { ref } from '../../schemas/common.ts'
import { RunStart } from '../../schemas/runs/run.ts'
import { published } from '../../schemas/provenance.ts'
import type { StartAction } from '../../services/actions/actions.ts'
import { answers } from '../answers.ts'
import { type Api, callerOf, effectOf, urlBaseOf, type Services } from '../context.ts'
import { renderRunStart } from '../runs/render-run.ts'

const tags = ['Actions']

const listActions = {
  tags,
  ...published('sdk', 'oas'),
  operationId: 'listActions',
  summary: 'List actions',
  description: 'Returns every action with its input slots and parameters.',
  response: answers(200, ActionList),
}

const getAction = {
  tags,
  ...published('sdk', 'oas'),
  operationId: 'getAction',
  summary: 'Read an action',
  description: 'Takes the current id of the action, or the id that an older SDK uses.',
  params: Type.Object({ actionId: ActionName }),
  response: answers(200, Action),
}

const createActionRun = {
  tags,
  ...published('sdk', 'oas'),
  operationId: 'createActionRun',
  summary: 'Run an action',
  description:
    'Runs an action on files and texts, without a canvas. Poll `poll_url` until it is `completed` or `failed`.',
  body: ref(ActionRunRequest),
  response: answers(201, RunStart),
}

export function actionRoutes(api: Api, { actions }: Services): void {
  const list: ActionList = { actions: actions.list().map(({ record }) => record) }

  api.get('/actions', { schema: listActions }, async (): Promise<ActionList> => list)

  api.get('/actions/:actionId', { schema: getAction }, async ({ params }): Promise<Action> => {
    return actions.get(params.actionId).record
  })

  api.post('/runs/action', { schema: createActionRun }, async (request, reply): Promise<RunStart> => {
    const started = await actions.start(callerOf(request), toCommand(request, request.body))
    reply.code(201)
    return renderRunStart(started, urlBaseOf(request))
  })
}

function toCommand(request: FastifyRequest, body: ActionRunRequest): StartAction {
  return {
    actionId: body.action_id,
    workspaceId: body.workspace_id,
    projectId: body.project_id,
    inputs: body.inputs.map(({ type, url = null, text = null, name = null }) => ({ type, url, text, name })),
    params: body.params ?? {},
    claim: request.claim,
    effect: effectOf(request).run,
  }
}
