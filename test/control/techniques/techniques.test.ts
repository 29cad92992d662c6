import { expect, test } from 'vitest'
import type { TechniquePage } from '../../../src/schemas/techniques/technique.ts'
import { START, startApi } from '../../support/api.ts'
import { refused } from '../../support/control.ts'
import { SCENE } from '../../support/techniques.ts'

test('techniques are listed as in the emulated API, with steps and origin', async () => {
  const api = await startApi()
  const shipped = (await api.world.techniques()).map(({ created }) => created)
  expect(new Set(shipped)).toEqual(new Set([null]))
  await api.post('/techniques', { ...SCENE, visibility: 'workspace' })
  const { techniques } = await api.get<TechniquePage>('/techniques?limit=100')
  const [first, ...others] = await api.world.techniques()
  expect(first).toEqual({
    ...techniques[0],
    estimated_seconds: 162,
    steps: 2,
    created: {
      workspace_id: 'ws_abc123',
      project_id: 'prj_abc123',
      visibility: 'workspace',
      created_at: START,
    },
  })
  expect(others.map(({ slug }) => slug)).toEqual(techniques.slice(1).map(({ slug }) => slug))
})

test('the limit is from 1 to 1000', async () => {
  const api = await startApi()
  expect(await api.world.techniques({ limit: 2 })).toHaveLength(2)
  for (const limit of [0, 1001, 'x']) {
    const [status, message] = await refused(api, 'GET', `/worlds/default/techniques?limit=${limit}`)
    expect([limit, status, message]).toEqual([limit, 400, expect.stringContaining('limit')])
  }
})
