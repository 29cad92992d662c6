import type { FastifyRequest } from 'fastify'
import { type WrittenJson, writePage } from '../../http/written-json.ts'
import { ref } from '../../schemas/common.ts'
import { GenerationQuery, GenerationRequest, Quote } from '../../schemas/runs/generation.ts'
import {
  type GenerationPage,
  GenerationPage as GenerationPageSchema,
  RunStart,
} from '../../schemas/runs/run.ts'
import { published } from '../../schemas/provenance.ts'
import type { StartGeneration } from '../../services/runs/generations.ts'
import { runNodeId } from '../../simulator/canvas/canvas-runs.ts'
import { toUsd } from '../../simulator/runs/price.ts'
import { answersBeside, writtenAnswers } from '../answers.ts'
import { type Api, callerOf, effectOf, urlBaseOf, type Services } from '../context.ts'
import { metaOf, sliceOf } from '../paging.ts'
import { keepEnded } from './ended-runs.ts'
import { renderGeneration, renderRunStart } from './render-run.ts'

const generationJson = keepEnded(renderGeneration)

const tags = ['Generations']
const start = {
  tags,
  body: ref(GenerationRequest),
  response: answersBeside(RunStart, Quote, 'The price, for a request with `quote`.'),
}

const startGeneration = {
  ...start,
  ...published('sdk', 'oas'),
  operationId: 'startGeneration',
  summary: 'Start a generation',
  description: 'Reserves the price and queues the run. Poll `poll_url` until it is `completed` or `failed`.',
}

const createGenerationRun = {
  ...start,
  ...published('sdk', 'oas'),
  operationId: 'createGenerationRun',
  deprecated: true,
  summary: 'Start a generation (old path)',
  description: 'Same as `POST /generate`, for SDK 0.3.',
}

const listGenerations = {
  tags,
  ...published('sdk', 'docs'),
  operationId: 'listGenerations',
  summary: 'List generations',
  description: 'Returns generations and runs of actions in every state, newest first.',
  querystring: GenerationQuery,
  response: writtenAnswers(GenerationPageSchema),
}

export function generationRoutes(api: Api, { generations, runs }: Services): void {
  const paths = [
    ['/generate', startGeneration],
    ['/runs/generation', createGenerationRun],
  ] as const
  for (const [path, schema] of paths) {
    api.post(path, { schema }, async (request, reply): Promise<RunStart | Quote> => {
      const caller = callerOf(request)
      const command = toCommand(request, request.body)
      if (request.body.quote === true) {
        return { estimated_cost: toUsd(await generations.quote(caller, command)) }
      }
      const started = await generations.start(caller, command)
      reply.code(201)
      const nodeId = runNodeId(caller.world.seed, started.run.id)
      return { ...renderRunStart(started, urlBaseOf(request)), node_id: nodeId }
    })
  }

  api.get(
    '/generations',
    { schema: listGenerations },
    async (request): Promise<WrittenJson<GenerationPage>> => {
      const caller = callerOf(request)
      const { query } = request
      const filter = {
        workspaceId: query.workspace_id ?? null,
        projectId: query.project_id ?? null,
        status: query.status ?? null,
        ...sliceOf(caller.world, 'generations', query),
      }
      const page = await runs.read(caller, async () => generations.list(caller, filter))
      const base = urlBaseOf(request)
      const written = page.views.map((view) => generationJson(view, base))
      const meta = metaOf(caller.world, 'generations', page, page.views.at(-1)?.run.ordinal)
      return writePage('generations', written, { meta })
    },
  )
}

function toCommand(request: FastifyRequest, body: GenerationRequest): StartGeneration {
  return {
    type: body.type,
    prompt: body.prompt,
    workspaceId: body.workspace_id,
    projectId: body.project_id,
    modelId: body.model,
    params: body.params ?? {},
    callbackUrl: body.callback_url,
    references: body.reference_node_ids ?? [],
    claim: request.claim,
    effect: effectOf(request).run,
  }
}
