import { type ModelList, ModelList as ModelListSchema, ModelQuery } from '../../schemas/models/model.ts'
import type { Catalogue } from '../../services/models/catalogue.ts'
import { answers } from '../answers.ts'
import type { Api, Services } from '../context.ts'

export function modelRoutes(api: Api, { catalogue }: Services): void {
  // The catalogue never changes while the emulator runs, and writing it out again for each request is what a
  // request would mostly cost (docs/decisions/004-prepared-catalogue.md).
  const bodies = new Map<string | undefined, Buffer>()
  // Typed loosely, because what is sent is not the list but its bytes.
  const response: unknown = answers(200, ModelListSchema)

  api.get(
    '/models',
    {
      schema: {
        tags: ['Models'],
        operationId: 'listModels',
        summary: 'List models',
        description: 'The catalogue, or its models of one type.',
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
