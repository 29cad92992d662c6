import type { Api } from '../../http/typed-fastify.ts'
import {
  type GatewayModelRecordList,
  GatewayModelRecordList as GatewayModelRecordListSchema,
} from '../../schemas/control/models/gateway-model.ts'
import { WorldParams } from '../../schemas/control/worlds/world.ts'
import { toUsd } from '../../simulator/runs/price.ts'
import { answers } from '../answers.ts'
import type { ControlDeps } from '../deps.ts'

const listGatewayModels = {
  tags: ['Models'],
  operationId: 'listGatewayModelRecords',
  summary: 'List gateway models',
  description: 'The models of the gateway with their prices. Rules, rate limit and journal do not apply.',
  params: WorldParams,
  response: answers(200, GatewayModelRecordListSchema),
}

export function gatewayModelRoutes(api: Api, { services: { worlds, catalogue } }: ControlDeps): void {
  api.get(
    '/worlds/:world/gateway-models',
    { schema: listGatewayModels },
    async ({ params }): Promise<GatewayModelRecordList> => {
      await worlds.get(params.world)
      const models = catalogue.gateway.list(null)
      return { models: models.map(({ record, quote }) => ({ ...record, quote_usd: toUsd(quote) })) }
    },
  )
}
