import { expect, test } from 'vitest'
import type { GatewayModelList } from '../../../src/schemas/models/gateway-model.ts'
import { startApi } from '../../support/api.ts'
import { refused } from '../../support/control.ts'

test('gateway models are those of the emulated API, with prices', async () => {
  const api = await startApi()
  const { models } = await api.get<GatewayModelList>('/gateway/models')
  const records = await api.world.gatewayModels()
  expect(records.map(({ quote_usd: _quote, ...model }) => model)).toEqual(models)
  expect(records[0]).toMatchObject({ model_id: 'google/nano-banana-2', quote_usd: 0.08 })
})

test('an unknown world is a 404', async () => {
  expect(await refused(await startApi(), 'GET', '/worlds/nope/gateway-models')).toEqual([
    404,
    'World "nope" not found.',
  ])
})
