import { expect, test } from 'vitest'
import { IMAGE, ROTATE, SPLIT, VIDEO } from '../../support/actions.ts'
import { startApi, type TestApi } from '../../support/api.ts'

const refusal = (api: TestApi, json: unknown, headers: Record<string, string> = {}) =>
  api.refusal('/runs/action', { method: 'POST', json, headers })

test('an unknown action is refused with a list of the known ones', async () => {
  const api = await startApi()
  const { status, error } = await refusal(api, { ...ROTATE, action_id: 'rotate' })
  expect([status, error.code, error.fields?.[0]?.field]).toEqual([400, 'input_validation_error', 'action_id'])
  expect(error.message).toMatch(/Expected 'color-grade-image-browser' \| .*, received 'rotate'$/)
})

test.each([
  [[], /^inputs: Array must contain at least 1 element/],
  [[{ type: 'document', url: IMAGE.url }], /^inputs\.0\.type: Invalid enum value/],
  [[{ type: 'image', url: 'a.png' }], 'inputs.0.url: Invalid url'],
  [[{ type: 'image', text: 'a' }], 'inputs.0.url: Required'],
  [
    [VIDEO],
    'inputs.0.type: The action takes inputs of type image, not video; inputs: Needs an input of type image',
  ],
  [[IMAGE, IMAGE], 'inputs.1: The action takes at most 1 of type image'],
])('the inputs %j are refused', async (inputs, message) => {
  const api = await startApi()
  const { status, error } = await refusal(api, { ...ROTATE, inputs })
  expect([status, error.message]).toEqual([400, expect.stringMatching(message)])
})

test('a text input without text and an empty slot are refused', async () => {
  const api = await startApi()
  const text = await refusal(api, { ...SPLIT, inputs: [{ type: 'text', url: IMAGE.url }] })
  expect(text.error.message).toBe('inputs.0.text: Required')
  const merge = await refusal(api, { ...ROTATE, action_id: 'merge-audio-into-video', inputs: [VIDEO] })
  expect(merge.error.message).toBe('inputs: Needs an input of type audio')
})

test('a refusal lists every wrong input and param', async () => {
  const api = await startApi()
  const { error } = await refusal(api, {
    ...ROTATE,
    inputs: [{ type: 'image', text: 'a' }],
    params: { angle: 'x', a: 1 },
  })
  expect(error.fields?.map(({ field }) => field)).toEqual(['inputs.0.url', 'params.angle', 'params.a'])
  const none = await refusal(api, {})
  expect(none.error.fields?.map(({ field }) => field)).toEqual([
    'action_id',
    'workspace_id',
    'project_id',
    'inputs',
  ])
})

test('an action whose result would be too long is refused', async () => {
  const api = await startApi()
  const inputs = [{ type: 'text', text: 'a'.repeat(10_000) }]
  const params = { find: 'a', replace: 'b'.repeat(1_000) }
  const { error } = await refusal(api, { ...SPLIT, action_id: 'find-and-replace-text', inputs, params })
  expect(error.fields).toMatchObject([
    { field: 'params.replace', message: 'The result would be longer than 2000000 characters' },
  ])
})

test('an unknown project and a project of another workspace are refused', async () => {
  const api = await startApi()
  expect((await refusal(api, { ...ROTATE, project_id: 'prj_nope' })).status).toBe(404)
  expect((await refusal(api, { ...ROTATE, workspace_id: 'ws_nope' })).status).toBe(404)
  const { status, error } = await refusal(api, { ...ROTATE, project_id: 'prj_empty' })
  expect([status, error.fields?.[0]?.field]).toEqual([400, 'project_id'])
  const measured = await startApi({ profile: 'measured' })
  expect((await refusal(measured, { ...ROTATE, project_id: 'prj_nope' })).error.code).toBe('not_found')
})

test('a read-only key is refused', async () => {
  const api = await startApi()
  expect((await refusal(api.as('sk_live_viewer'), ROTATE)).status).toBe(403)
})

test('a used idempotency key is refused; a refused request does not use its key', async () => {
  const api = await startApi()
  const headers = { 'idempotency-key': 'once' }
  await refusal(api, { ...ROTATE, params: { angle: -1 } }, headers)
  await api.post('/runs/action', ROTATE, headers)
  expect((await refusal(api, ROTATE, headers)).error.code).toBe('idempotency_duplicate')
})
