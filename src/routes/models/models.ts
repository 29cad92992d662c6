import { type ModelList, ModelList as ModelListSchema, ModelQuery } from '../../schemas/models/model.ts'
import { published } from '../../schemas/provenance.ts'
import type { Catalogue } from '../../services/models/catalogue.ts'
import { answers } from '../answers.ts'
import type { Api, Services } from '../context.ts'

export function modelRoutes(api: Api, { catalogue }: Services): void {
  // Serialized once for each type, because that would take most of the time of a request
  // (docs/decisions/004-prepared-catalogue.md). The catalogue does not change while the emulator runs.
  const bodies = new Map<string | undefined, Buffer>()
  // Typed as unknown, because the handler sends bytes instead of a list.
  const response: unknown = answers(200, ModelListSchema)

  api.get(
    '/models',
    {
      schema: {
        tags: ['Models'],
        ...published('sdk', 'oas'),
        operationId: 'listModels',
        summary: 'List models',
        description: 'Returns all models of the catalogue, or those of one type.',
        querystring: ModelQuery,
        response,
      },
    },
    async ({ query: { type } }, reply) => {
      const body = bodies.get(type) ?? render(catalogue, type)
      bodies.set(type, body)
      reply.type('application/json; charset=utf-8')
      return reply.send(body)
    },
  )
}

function render(catalogue: Catalogue, type: Parameters<Catalogue['list']>[0] | undefined): Buffer {
  const list: ModelList = { models: catalogue.list(type ?? null).map(({ record }) => record) }
  return Buffer.from(JSON.stringify(list))
}
