import { expect, test } from 'vitest'
import type { ModelList } from '../../../src/schemas/models/model.ts'
import { startApi } from '../../support/api.ts'
import { refused } from '../../support/control.ts'

test('the catalogue is the same as that of the emulated API', async () => {
  const api = await startApi()
  const { models } = await api.get<ModelList>('/models')
  expect(await api.world.models()).toEqual(models)
})

test('an unknown world is a 404', async () => {
  expect(await refused(await startApi(), 'GET', '/worlds/nope/models')).toEqual([
    404,
    'World "nope" not found.',
  ])
})

test('reading models, projects and a canvas leaves rules, rate limit and journal alone', async () => {
  const { world } = await startApi({ rateLimit: '1/3600' })
  const { id } = await world.rules.add({ match: {}, times: 1, effect: { error: { status: 503 } } })
  await world.models()
  await world.projects()
  await world.canvas('prj_abc123')
  expect(await world.rules.list()).toMatchObject([{ id, applied: 0 }])
  expect(await world.requests.count()).toBe(0)
})
