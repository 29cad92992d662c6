import { Type } from 'typebox'
import { ref } from '../../schemas/common.ts'
import {
  type TechniqueCreated,
  TechniqueCreated as TechniqueCreatedSchema,
  TechniqueRequest,
} from '../../schemas/techniques/new-technique.ts'
import {
  Technique,
  TechniqueName,
  TechniquePage,
  TechniqueQuery,
} from '../../schemas/techniques/technique.ts'
import { published } from '../../schemas/provenance.ts'
import { toUsd } from '../../simulator/runs/price.ts'
import type { TechniqueRecord } from '../../store/techniques/technique-records.ts'
import { answers } from '../answers.ts'
import { type Api, callerOf, type Services } from '../context.ts'
import { metaOf, sliceOf } from '../paging.ts'
import { readTechnique } from './read-technique.ts'

const tags = ['Techniques']

const listTechniques = {
  tags,
  ...published('sdk', 'oas'),
  operationId: 'listTechniques',
  summary: 'List techniques',
  description:
    'Returns the techniques that were created here, newest first, and then those that every workspace has, in order of their names.',
  querystring: TechniqueQuery,
  response: answers(200, TechniquePage),
}

const getTechnique = {
  tags,
  ...published('sdk', 'oas'),
  operationId: 'getTechnique',
  summary: 'Read a technique',
  description: 'Returns the definition of a technique, with the inputs of a run.',
  params: Type.Object({ techniqueId: TechniqueName }),
  response: answers(200, Technique),
}

const createTechnique = {
  tags,
  operationId: 'createTechnique',
  ...published('next', 'ours'),
  summary: 'Create a technique',
  description:
    'Creates a technique from a graph. Its price, duration and steps follow from the models of the graph.',
  body: ref(TechniqueRequest),
  response: answers(201, TechniqueCreatedSchema),
}

export function techniqueRoutes(api: Api, { techniques }: Services): void {
  api.get('/techniques', { schema: listTechniques }, async (request): Promise<TechniquePage> => {
    const caller = callerOf(request)
    const { query } = request
    const page = await techniques.list(caller, {
      search: query.query ?? null,
      workspaceId: query.workspace_id ?? null,
      ...sliceOf(caller.world, 'techniques', query),
    })
    return {
      techniques: page.rows.map(({ technique }) => technique.record),
      meta: metaOf(caller.world, 'techniques', page, page.rows.at(-1)?.place),
    }
  })

  api.post('/techniques', { schema: createTechnique }, async (request, reply): Promise<TechniqueCreated> => {
    const { body, claim } = request
    const technique = await techniques.create(callerOf(request), readTechnique(body), claim)
    reply.code(201)
    return renderCreated(technique)
  })

  api.get('/techniques/:techniqueId', { schema: getTechnique }, async (request): Promise<Technique> => {
    const technique = await techniques.get(callerOf(request), request.params.techniqueId)
    return technique.record
  })
}

const renderCreated = (technique: TechniqueRecord): TechniqueCreated => ({
  technique_id: technique.id,
  slug: technique.slug,
  name: technique.name,
  visibility: technique.visibility,
  run_cost: toUsd(technique.quote),
  project_id: technique.projectId,
})
