import { expect, test } from 'vitest'
import type { GatewayModelList } from '../../../src/schemas/models/gateway-model.ts'
import type { ModelList } from '../../../src/schemas/models/model.ts'
import { startApi } from '../../support/api.ts'
import { changeFixture } from '../../support/fixtures.ts'

const TYPES = ['image', 'video', 'audio', 'text'] as const

test('gateway models of every type are listed, and describe the media that they take', async () => {
  const api = await startApi()
  const { models } = await api.get<GatewayModelList>('/gateway/models')
  expect(models.length).toBeGreaterThanOrEqual(12)
  expect(new Set(models.map(({ type }) => type))).toEqual(new Set(TYPES))
  const media = models.flatMap(({ params }) => params.filter(({ kind }) => kind === 'media'))
  expect(new Set(media.map((param) => param.media))).toEqual(new Set(['image', 'video', 'audio']))
  expect(models.find(({ model_id: id }) => id === 'google/nano-banana-2')).toMatchObject({
    type: 'image',
    estimated_seconds: 40,
    params: [{ kind: 'enum' }, { kind: 'enum' }, { name: 'image_urls', kind: 'media', max_count: 14 }],
  })
})

test.each(TYPES)('%s selects the models of that type', async (type) => {
  const api = await startApi()
  const { models } = await api.get<GatewayModelList>('/gateway/models')
  const { models: selected } = await api.get<GatewayModelList>(`/gateway/models?type=${type}`)
  expect(selected).toEqual(models.filter((model) => model.type === type))
  expect(selected.length).toBeGreaterThan(0)
})

test('an unknown type is a 400, and an empty one is no filter', async () => {
  const api = await startApi()
  const { status, error } = await api.refusal('/gateway/models?type=t2i')
  expect([status, error.fields?.[0]?.field]).toEqual([400, 'type'])
  expect(await api.get('/gateway/models?type=')).toEqual(await api.get('/gateway/models'))
})

test('prices are not shown, and no id is in both lists', async () => {
  const api = await startApi()
  const gateway = await api.get<GatewayModelList>('/gateway/models')
  const { models } = await api.get<ModelList>('/models')
  expect(JSON.stringify(gateway)).not.toContain('credits')
  const ids = [...models, ...gateway.models].map(({ model_id: id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})

test('gateway models of --fixtures are validated', async () => {
  const wrong = [
    [(models: { model_id: string }[]) => (models[0] = { ...models[0], model_id: 't2i-x' }), '0.model_id'],
    [(models: { model_id: string }[]) => models.push(...models.slice(0, 1)), 'google/nano-banana-2 appears'],
  ] as const
  for (const [change, reason] of wrong) {
    const fixtures = changeFixture('gateway-models.json', change)
    await expect(startApi({ fixtures })).rejects.toThrow(reason)
  }
})
