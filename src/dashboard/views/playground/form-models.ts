import type { Model } from '../../../schemas/models/model.ts'
import { toModelParam } from '../../../simulator/models/gateway-params.ts'
import { world } from '../../api/client.ts'
import type { GenerationPath } from '../../api/flora.ts'

/** A model of either list, in the form of `GET /models`. */
export interface FormModel extends Model {
  /** Path of the operation that generates with it. */
  readonly path: GenerationPath
}

const CREDITS_PER_USD = 1000

/** Loads the models of both lists, those of the gateway last. */
export async function loadModels(worldName: string): Promise<FormModel[]> {
  const handle = world(worldName)
  const [models, gateway] = await Promise.all([handle.models(), handle.gatewayModels()])
  return [
    ...models.map((model) => ({ ...model, path: '/generate' as const })),
    ...gateway.map(({ quote_usd: quote, params, ...model }) => ({
      ...model,
      provider: 'Gateway',
      capabilities: [],
      estimated_credits: Math.round(quote * CREDITS_PER_USD),
      params: params.map(toModelParam),
      path: '/gateway/generate' as const,
    })),
  ]
}
