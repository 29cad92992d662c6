import { Type } from 'typebox'
import { ref, RunId, withExample } from '../../schemas/common.ts'
import { RunStart } from '../../schemas/runs/run.ts'
import { TechniqueName } from '../../schemas/techniques/technique.ts'
import {
  SlugRun,
  type TechniqueRunPage,
  TechniqueRunPage as TechniqueRunPageSchema,
  TechniqueRunQuery,
  TechniqueRunRequest,
  TopLevelTechniqueRunRequest,
} from '../../schemas/techniques/technique-run.ts'
import { published } from '../../schemas/provenance.ts'
import { type WrittenJson, writePage } from '../../http/written-json.ts'
import { answers, replayableAnswers, writtenAnswers } from '../answers.ts'
import { type Api, callerOf, effectOf, urlBaseOf, type Services } from '../context.ts'
import { metaOf, sliceOf } from '../paging.ts'
import { keepEnded } from '../runs/ended-runs.ts'
import { renderRunStart } from '../runs/render-run.ts'
import { renderSlugRun, renderTechniqueRun } from './render-technique.ts'
import { fromList, fromObject } from './technique-inputs.ts'

const techniqueRunJson = keepEnded(renderTechniqueRun)

const tags = ['Techniques']

const startTechniqueRun = {
  tags,
  ...published('sdk', 'oas'),
  operationId: 'startTechniqueRun',
  summary: 'Start a run of a technique',
  description:
    "The world's first workspace pays. Poll `poll_url` until the run is `completed` or `failed`. The answer has every member in snake case and camel case.",
  params: Type.Object({ techniqueId: TechniqueName }),
  body: ref(TechniqueRunRequest),
  response: replayableAnswers(SlugRun),
}

const getTechniqueRun = {
  tags,
  ...published('sdk', 'oas'),
  operationId: 'getTechniqueRun',
  summary: 'Read a run of a technique',
  description:
    'Returns the state of the run, with every member in snake case and camel case. Answers 404 to a run of another technique.',
  params: Type.Object({ techniqueId: TechniqueName, runId: withExample(RunId, 'run_abcd1234') }),
  response: answers(200, SlugRun),
}

const createTopLevelTechniqueRun = {
  tags,
  ...published('sdk', 'oas'),
  operationId: 'createTopLevelTechniqueRun',
  summary: 'Start a run of a technique in a workspace',
  description: 'Takes the id of the technique in the body, and its inputs as one object.',
  body: ref(TopLevelTechniqueRunRequest),
  response: answers(201, RunStart),
}

const listTechniqueRuns = {
  tags,
  ...published('sdk', 'docs'),
  operationId: 'listTechniqueRuns',
  summary: 'List runs of techniques',
  description: 'Returns runs of techniques in every state, newest first.',
  querystring: TechniqueRunQuery,
  response: writtenAnswers(TechniqueRunPageSchema),
}

export function techniqueRunRoutes(api: Api, services: Services): void {
  slugRoutes(api, services)
  const { techniqueRuns, runs } = services

  api.post('/runs/technique', { schema: createTopLevelTechniqueRun }, async (request, reply) => {
    const caller = callerOf(request)
    const { body, claim } = request
    const started = await techniqueRuns.start(caller, {
      technique: body.technique_id,
      workspaceId: body.workspace_id,
      inputs: fromObject(body.inputs),
      claim,
      effect: effectOf(request).run,
    })
    reply.code(201)
    return renderRunStart(started, urlBaseOf(request))
  })

  api.get(
    '/technique-runs',
    { schema: listTechniqueRuns },
    async (request): Promise<WrittenJson<TechniqueRunPage>> => {
      const caller = callerOf(request)
      const { query } = request
      const filter = {
        workspaceId: query.workspace_id ?? null,
        projectId: query.project_id ?? null,
        techniqueId: query.technique_id ?? null,
        status: query.status ?? null,
        ...sliceOf(caller.world, 'technique-runs', query),
      }
      const page = await runs.read(caller, async () => techniqueRuns.list(caller, filter))
      const base = urlBaseOf(request)
      const meta = metaOf(caller.world, 'technique-runs', page, page.views.at(-1)?.run.ordinal)
      const written = page.views.map((view) => techniqueRunJson(view, base))
      return writePage('technique_runs', written, { meta })
    },
  )
}

/** Registers the two routes whose answers have every member in snake case and camel case. */
function slugRoutes(api: Api, { techniqueRuns, runs }: Services): void {
  api.post('/techniques/:techniqueId/runs', { schema: startTechniqueRun }, async (request, reply) => {
    const caller = callerOf(request)
    const { params, body, claim } = request
    const { view, isRepeat } = await techniqueRuns.startBySlug(caller, {
      technique: params.techniqueId,
      inputs: fromList(body.inputs),
      mode: body.mode,
      callbackUrl: body.callback_url,
      key: body.idempotency_key,
      claim,
      effect: effectOf(request).run,
    })
    if (isRepeat) reply.header('idempotent-replayed', 'true')
    reply.code(isRepeat ? 200 : 201)
    return renderSlugRun(view, params.techniqueId, urlBaseOf(request))
  })

  api.get('/techniques/:techniqueId/runs/:runId', { schema: getTechniqueRun }, async (request) => {
    const caller = callerOf(request)
    const { params } = request
    const load = async () => techniqueRuns.get(caller, params.techniqueId, params.runId)
    const view = await runs.read(caller, load)
    return renderSlugRun(view, params.techniqueId, urlBaseOf(request))
  })
}
