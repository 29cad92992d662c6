import { expect, test } from 'vitest'
import type { FeedbackReceipt } from '../../../src/schemas/workspaces/feedback.ts'
import { START, startApi, type TestApi } from '../../support/api.ts'

const BUG = { kind: 'bug', summary: 'Blurry', detail: 'Everything is blurry.' }
const key = { 'idempotency-key': 'once' }

const kept = async (api: TestApi) => (await api.world.snapshot()).tables.feedback

test('feedback is stored with every member that was sent', async () => {
  const api = await startApi()
  const about = { workspace_id: 'ws_abc123', project_id: 'prj_abc123', run_id: 'run_abc123' }
  await api.post('/feedback', BUG)
  const receipt = await api.post<FeedbackReceipt>('/feedback', {
    ...BUG,
    ...about,
    attempted_tools: ['a', 'b'],
  })
  expect(receipt).toEqual({ feedback_id: expect.stringMatching(/^fb_\S+$/), received_at: START })
  const [first, second] = await kept(api)
  expect(first).toMatchObject({ ...BUG, ordinal: 1, workspace_id: null, attempted_tools: [] })
  expect(second).toEqual({
    ...BUG,
    ...about,
    ordinal: 2,
    id: receipt.feedback_id,
    attempted_tools: ['a', 'b'],
    received_at: START,
  })
})

test.each(['', '{}', 'null'])('the body %j is refused with every missing member', async (text) => {
  const { status, error } = await (await startApi()).refusal('/feedback', { method: 'POST', text })
  expect(status).toBe(400)
  expect(error.message).toBe('kind: Required; summary: Required; detail: Required')
})

test.each([
  [
    { kind: 'praise' },
    'kind',
    "Invalid enum value. Expected 'feature_request' | 'bug' | 'technique_request' | 'missing_capability', received 'praise'",
  ],
  [{ summary: '' }, 'summary', 'String must contain at least 1 character(s)'],
  [{ detail: null }, 'detail', 'Expected string, received null'],
  [{ attempted_tools: 'a' }, 'attempted_tools', 'Expected array, received string'],
  [{ attempted_tools: ['a', 1] }, 'attempted_tools.1', 'Expected string, received number'],
  [{ workspace_id: 'abc' }, 'workspace_id', 'Must be an id that starts with "ws_"'],
  [{ project_id: 'project_abc' }, 'project_id', 'Must be an id that starts with "prj_"'],
  [{ run_id: 1 }, 'run_id', 'Expected string, received number'],
])('%j is refused with the field and the reason', async (changes, field, message) => {
  const api = await startApi()
  const { status, error } = await api.refusal('/feedback', { method: 'POST', json: { ...BUG, ...changes } })
  expect(status).toBe(400)
  expect(error.fields).toMatchObject([{ field, message }])
  expect(await kept(api)).toEqual([])
})

test.each([{ workspace_id: 'ws_nope' }, { project_id: 'prj_nope' }, { run_id: 'run_nope' }])(
  'feedback about %j is answered 404 and releases its key',
  async (about) => {
    const api = await startApi()
    const call = { method: 'POST', json: { ...BUG, ...about }, headers: key }
    for (const status of [404, 404]) expect((await api.refusal('/feedback', call)).status).toBe(status)
    expect(await kept(api)).toEqual([])
  },
)

test('one of two requests with one key is stored', async () => {
  const api = await startApi()
  const answers = await Promise.all(
    [1, 2].map(() => api.call('/feedback', { method: 'POST', json: BUG, headers: key })),
  )
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
  expect(await kept(api)).toHaveLength(1)
})

test('a read-only key cannot send feedback', async () => {
  const viewer = (await startApi()).as('sk_live_viewer')
  expect((await viewer.refusal('/feedback', { method: 'POST', json: BUG })).status).toBe(403)
})
