import { Type } from 'typebox'
import {
  Technique,
  TechniqueName,
  TechniquePage,
  TechniqueQuery,
} from '../../schemas/techniques/technique.ts'
import { published } from '../../schemas/provenance.ts'
import { answers } from '../answers.ts'
import { type Api, callerOf, type Services } from '../context.ts'
import { metaOf, sliceOf } from '../paging.ts'

const tags = ['Techniques']

const listTechniques = {
  tags,
  ...published('sdk', 'oas'),
  operationId: 'listTechniques',
  summary: 'List techniques',
  description: 'Returns techniques in order of their names. Every workspace has all of them.',
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

export function techniqueRoutes(api: Api, { techniques }: Services): void {
  api.get('/techniques', { schema: listTechniques }, async (request): Promise<TechniquePage> => {
    const caller = callerOf(request)
    const { query } = request
    const { before: after, offset, limit } = sliceOf(caller.world, 'techniques', query)
    const page = techniques.list({ search: query.query ?? null, after, offset, limit })
    return {
      techniques: page.rows.map(({ technique }) => technique.record),
      meta: metaOf(caller.world, 'techniques', page, page.rows.at(-1)?.ordinal),
    }
  })

  api.get('/techniques/:techniqueId', { schema: getTechnique }, async ({ params }): Promise<Technique> => {
    return techniques.get(params.techniqueId).record
  })
}
