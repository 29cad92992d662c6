import type { Api } from '../../http/typed-fastify.ts'
import {
  type ModelRecordList,
  ModelRecordList as ModelRecordListSchema,
} from '../../schemas/control/models/model.ts'
import { WorldParams } from '../../schemas/control/worlds/world.ts'
import { answers } from '../answers.ts'
import type { ControlDeps } from '../deps.ts'

const listModels = {
  tags: ['Models'],
  operationId: 'listModelRecords',
  summary: 'List models',
  description: 'Returns the catalogue. Rules, rate limit and journal do not apply.',
  params: WorldParams,
  response: answers(200, ModelRecordListSchema),
}

export function modelRoutes(api: Api, { services: { worlds, catalogue } }: ControlDeps): void {
  api.get('/worlds/:world/models', { schema: listModels }, async ({ params }): Promise<ModelRecordList> => {
    await worlds.get(params.world)
    return { models: catalogue.list(null).map(({ record }) => record) }
  })
}
