import { Type } from 'typebox'
import { ref, RunId } from '../../schemas/common.ts'
import { RunStart } from '../../schemas/runs/run.ts'
import { TechniqueName } from '../../schemas/techniques/technique.ts'
import {
  SlugRun,
  TechniqueRunPage,
  TechniqueRunQuery,
  TechniqueRunRequest,
  TopLevelTechniqueRunRequest,
} from '../../schemas/techniques/technique-run.ts'
import { answers, answersOnce } from '../answers.ts'
import { type Api, placeOf, type Services } from '../context.ts'
import { metaOf, sliceOf } from '../paging.ts'
import { renderRunStart } from '../runs/render-run.ts'
import { renderSlugRun, renderTechniqueRun } from './render-technique.ts'
import { fromList, fromObject } from './technique-inputs.ts'

const tags = ['Techniques']

const startTechniqueRun = {
  tags,
  operationId: 'startTechniqueRun',
  summary: 'Start a run of a technique',
  description:
    "The world's first workspace pays. Poll `poll_url` until the run is `completed` or `failed`. The answer has every name in both spellings.",
  params: Type.Object({ techniqueId: TechniqueName }),
  body: ref(TechniqueRunRequest),
  response: answersOnce(SlugRun),
}

const getTechniqueRun = {
  tags,
  operationId: 'getTechniqueRun',
  summary: 'Read a run of a technique',
  description: 'The state of the run, with every name in both spellings; 404 for a run of another technique.',
  params: Type.Object({ techniqueId: TechniqueName, runId: RunId }),
  response: answers(200, SlugRun),
}

const createTopLevelTechniqueRun = {
  tags,
  operationId: 'createTopLevelTechniqueRun',
  summary: 'Start a run of a technique in a workspace',
  description: 'Takes the id of the technique, and its inputs as one object.',
  body: ref(TopLevelTechniqueRunRequest),
  response: answers(201, RunStart),
}

const listTechniqueRuns = {
  tags,
  operationId: 'listTechniqueRuns',
  summary: 'List runs of techniques',
  description: 'The history, newest first, with runs in every state.',
  querystring: TechniqueRunQuery,
  response: answers(200, TechniqueRunPage),
}

export function techniqueRunRoutes(api: Api, services: Services): void {
  slugRoutes(api, services)
  const { techniqueRuns, runs } = services

  api.post('/runs/technique', { schema: createTopLevelTechniqueRun }, async (request, reply) => {
    const { caller, body, claim, effect } = request
    const started = await techniqueRuns.start(caller, {
      technique: body.technique_id,
      workspaceId: body.workspace_id,
      inputs: fromObject(body.inputs),
      claim,
      effect: effect.run,
    })
    reply.code(201)
    return renderRunStart(started, placeOf(request))
  })

  api.get('/technique-runs', { schema: listTechniqueRuns }, async (request): Promise<TechniqueRunPage> => {
    const { caller, query } = request
    const page = await techniqueRuns.list(caller, {
      workspaceId: query.workspace_id ?? null,
      projectId: query.project_id ?? null,
      techniqueId: query.technique_id ?? null,
      status: query.status ?? null,
      ...sliceOf(caller.world, 'technique-runs', query),
    })
    await runs.afterRead(caller, page.views)
    const place = placeOf(request)
    return {
      technique_runs: page.views.map((view) => renderTechniqueRun(view, place)),
      meta: metaOf(caller.world, 'technique-runs', page, page.views.at(-1)?.run.ordinal),
    }
  })
}

/** The two routes that answer in both spellings. */
function slugRoutes(api: Api, { techniqueRuns, runs }: Services): void {
  api.post('/techniques/:techniqueId/runs', { schema: startTechniqueRun }, async (request, reply) => {
    const { caller, params, body, claim, effect } = request
    const { view, isRepeat } = await techniqueRuns.startBySlug(caller, {
      technique: params.techniqueId,
      inputs: fromList(body.inputs),
      mode: body.mode,
      callbackUrl: body.callback_url ?? null,
      key: body.idempotency_key ?? null,
      claim,
      effect: effect.run,
    })
    if (isRepeat) reply.header('idempotent-replayed', 'true')
    reply.code(isRepeat ? 200 : 201)
    return renderSlugRun(view, params.techniqueId, placeOf(request))
  })

  api.get('/techniques/:techniqueId/runs/:runId', { schema: getTechniqueRun }, async (request) => {
    const { caller, params } = request
    const view = await techniqueRuns.get(caller, params.techniqueId, params.runId)
    await runs.afterRead(caller, [view])
    return renderSlugRun(view, params.techniqueId, placeOf(request))
  })
}
