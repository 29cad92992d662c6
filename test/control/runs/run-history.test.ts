import { expect, test } from 'vitest'
import { START, startApi, type TestApi } from '../../support/api.ts'
import { control, refused } from '../../support/control.ts'
import { BRAND_COPY } from '../../support/techniques.ts'

/** The runs of the fixtures, newest first. */
const SAMPLES = ['run_abcd1234', 'run_abc123']
const RUNS = '/worlds/default/runs'

/** Starts a generation, a run of a technique and a video, a second apart. */
async function startEachKind(api: TestApi) {
  const ids: string[] = []
  const note = async (run: Promise<{ run_id: string }>) => {
    ids.push((await run).run_id)
    await api.world.clock.advance({ seconds: 1 })
  }
  await note(api.generate())
  await note(api.post(BRAND_COPY.path, BRAND_COPY.body))
  await note(api.generate({ type: 'video', prompt: 'waves', params: { duration: 4 } }))
  return ids
}

test('runs of every kind are one history, newest first', async () => {
  const api = await startApi()
  const [first, second, third] = await startEachKind(api)
  const { runs, next_cursor: next, count } = await api.world.runs.list()
  expect(runs.map(({ run_id: id }) => id)).toEqual([third, second, first, ...SAMPLES])
  expect(runs.map(({ kind }) => kind)).toEqual([
    'generation',
    'technique',
    'generation',
    'technique',
    'generation',
  ])
  expect([next, count]).toEqual([null, 5])
})

test('a run reads with its request, its end and its outputs', async () => {
  const api = await startApi()
  const { run_id: id } = await api.generate({
    params: { aspect_ratio: '16:9' },
    callback_url: 'https://example.com/done',
  })
  expect(await api.world.runs.get(id)).toEqual({
    run_id: id,
    kind: 'generation',
    status: 'pending',
    progress: 0,
    type: 'image',
    model: 't2i-flux-2-pro',
    technique: null,
    action: null,
    node_id: null,
    prompt: 'a ceramic mug on a sunlit table',
    params: { aspect_ratio: '16:9' },
    workspace_id: 'ws_abc123',
    project_id: 'prj_abc123',
    callback_url: 'https://example.com/done',
    created_at: START,
    started_at: null,
    completed_at: null,
    ends_at: START + 12_000,
    quote_usd: 0.04,
    cost_usd: null,
    outputs: [],
    error: null,
  })
  await api.world.clock.advance({ until: 'idle' })
  const { outputs } = await api.run(id)
  expect(await api.world.runs.get(id)).toMatchObject({
    status: 'completed',
    completed_at: START + 12_000,
    cost_usd: 0.04,
    outputs,
  })
})

test('a failed run reads with its error', async () => {
  const api = await startApi()
  const { run_id: id } = await api.generate()
  await api.world.runs.fail(id, { error_code: 'LLM_REFUSAL', error_message: 'No.' })
  const error = { code: 'LLM_REFUSAL', message: 'No.' }
  expect(await api.world.runs.get(id)).toMatchObject({ status: 'failed', cost_usd: null, error })
})

test('pages neither repeat nor miss a run while runs arrive', async () => {
  const api = await startApi()
  const ids = (await startEachKind(api)).toReversed()
  const first = await api.world.runs.list({ limit: 1 })
  await startEachKind(api)
  const seen = first.runs.map(({ run_id: id }) => id)
  for (let cursor = first.next_cursor; cursor !== null;) {
    const page = await api.world.runs.list({ limit: 1, cursor })
    seen.push(...page.runs.map(({ run_id: id }) => id))
    cursor = page.next_cursor
  }
  expect(seen).toEqual([...ids, ...SAMPLES])
})

test('runs are filtered by status, type, model and workspace', async () => {
  const api = await startApi()
  const [, second, third] = await startEachKind(api)
  const idsOf = async (filter: Parameters<typeof api.world.runs.list>[0]) =>
    (await api.world.runs.list(filter)).runs.map(({ run_id: id }) => id)
  expect(await idsOf({ status: 'completed' })).toEqual(SAMPLES)
  expect(await idsOf({ type: 'video' })).toEqual([third])
  expect(await idsOf({ model: 't2i-flux-2-pro', status: 'completed' })).toEqual(['run_abc123'])
  expect(await idsOf({ model: 'unknown' })).toEqual([])
  expect(await idsOf({ workspace_id: 'ws_empty' })).toEqual(['run_abcd1234'])
  expect(await idsOf({ workspace_id: 'ws_abc123' })).toContain(second)
})

test('a filter finds a run beyond the rows that one page scans', async () => {
  const api = await startApi({ rateLimit: 'off' })
  await api.generate({ type: 'video' })
  await Promise.all(Array.from({ length: 1001 }, async () => api.generate()))
  const first = await api.world.runs.list({ type: 'video' })
  expect(first.runs).toEqual([])
  expect(first.next_cursor).not.toBeNull()
  const second = await api.world.runs.list({ type: 'video', cursor: first.next_cursor ?? '' })
  expect(second.runs.map(({ type }) => type)).toEqual(['video'])
  expect(second.next_cursor).toBeNull()
})

test('unknown runs, invalid filters and invalid cursors are refused with a reason', async () => {
  const api = await startApi()
  expect(await refused(api, 'GET', `${RUNS}/run_nope`)).toEqual([404, 'Run run_nope not found.'])
  const cursorRefusal = [400, 'cursor: Invalid cursor: pass meta.next_cursor of the previous page']
  expect(await refused(api, 'GET', `${RUNS}?cursor=nonsense`)).toEqual(cursorRefusal)
  expect(await refused(api, 'GET', `${RUNS}?cursor=a.b`)).toEqual(cursorRefusal)
  expect((await refused(api, 'GET', `${RUNS}?status=done&limit=1000`))[0]).toBe(400)
  expect((await control(api, 'GET', `${RUNS}?limit=2`)).body['next_cursor']).toBeNull()
})
