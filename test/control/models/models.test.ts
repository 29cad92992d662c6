import { expect, test } from 'vitest'
import type { ModelList } from '../../../src/schemas/models/model.ts'
import { startApi } from '../../support/api.ts'
import { refused } from '../../support/control.ts'

test('the catalogue is that of the emulated API', async () => {
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
