import {
  type GatewayModelList,
  GatewayModelList as GatewayModelListSchema,
} from '../../schemas/models/gateway-model.ts'
import { ModelQuery } from '../../schemas/models/model.ts'
import { published } from '../../schemas/provenance.ts'
import { answers } from '../answers.ts'
import type { Api, Services } from '../context.ts'

const listGatewayModels = {
  tags: ['Gateway'],
  operationId: 'listGatewayModels',
  ...published('next', 'ours'),
  summary: 'List gateway models',
  description: 'Returns all models of the gateway, or those of one type, with the media that they take.',
  querystring: ModelQuery,
  response: answers(200, GatewayModelListSchema),
}

export function gatewayModelRoutes(api: Api, { catalogue }: Services): void {
  api.get('/gateway/models', { schema: listGatewayModels }, async ({ query }): Promise<GatewayModelList> => {
    return { models: catalogue.gateway.list(query.type ?? null).map(({ record }) => record) }
  })
}
