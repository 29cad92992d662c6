import { expect, test } from 'vitest'
import type { ModelList } from '../../../src/schemas/models/model.ts'
import type { WorkspaceList } from '../../../src/schemas/workspaces/workspace.ts'
import { START, startApi } from '../../support/api.ts'

test('the catalogue holds at least 60 models over four types, filtered by type', async () => {
  const api = await startApi()
  const { models } = await api.get<ModelList>('/models')
  expect(models.length).toBeGreaterThanOrEqual(60)
  for (const type of ['image', 'video', 'audio', 'text']) {
    const ofType = (await api.get<ModelList>(`/models?type=${type}`)).models
    expect(ofType).toEqual(models.filter((model) => model.type === type))
    expect(ofType.length).toBeGreaterThan(3)
  }
})

test('the first image model is the one of the documented examples', async () => {
  const api = await startApi()
  const [first] = (await api.get<ModelList>('/models?type=image')).models
  expect(first).toMatchObject({ model_id: 't2i-flux-2-pro', estimated_credits: 40, estimated_seconds: 12 })
})

test('limit and cursor, which a later SDK sends, are ignored', async () => {
  const api = await startApi()
  const { models } = await api.get<ModelList>('/models?type=text&limit=1&cursor=x')
  expect(models.length).toBeGreaterThan(1)
})

test('an unknown type is refused', async () => {
  const { error } = await (await startApi()).refusal('/models?type=t2i')
  expect(error.fields?.[0]?.field).toBe('type')
})

test('the documented workspace is listed first, with the role of the key', async () => {
  const { workspaces } = await (await startApi()).get<WorkspaceList>('/workspaces')
  expect(workspaces[0]).toEqual({
    workspace_id: 'ws_abc123',
    name: 'Brand Studio',
    role: 'owner',
    created_at: START - 30 * 24 * 3600_000,
  })
})
