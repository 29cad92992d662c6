import { expect, test } from 'vitest'
import type { RunStart } from '../../../src/schemas/runs/run.ts'
import type { SlugRun, TechniqueRunPage } from '../../../src/schemas/techniques/technique-run.ts'
import { startApi, type TestApi } from '../../support/api.ts'

const PHOTO = 'https://example.com/photo.png'

const run = async (api: TestApi, technique = 'cctv-cam', workspace = 'ws_abc123', headers = {}) =>
  api.post<RunStart>(
    '/runs/technique',
    { technique_id: `tech_${technique}`, workspace_id: workspace, inputs: { input_image: PHOTO } },
    headers,
  )
const page = async (api: TestApi, query = '') => api.get<TechniqueRunPage>(`/technique-runs${query}`)
/** The run of the fixtures, which is older than all others. */
const SAMPLE = 'run_abcd1234'
const ids = ({ technique_runs: runs }: TechniqueRunPage) => runs.map((item) => item.technique_run_id)

test('the history is filtered by workspace, project, technique and status', async () => {
  const api = await startApi()
  await api.world.workspaces.setBalance('ws_empty', 10)
  const first = await run(api)
  const failed = await run(api, 'book-drop', 'ws_abc123', { 'x-flora-emulator': 'fail:X, duration:0' })
  const elsewhere = await run(api, 'book-drop', 'ws_empty')
  expect(ids(await page(api))).toEqual([elsewhere.run_id, failed.run_id, first.run_id, SAMPLE])
  for (const [query, expected] of [
    ['workspace_id=ws_empty', [elsewhere, { run_id: SAMPLE }]],
    [`project_id=${first.project_id}`, [first]],
    ['technique_id=tech_book-drop', [elsewhere, failed]],
    ['technique_id=tech_book-drop&workspace_id=ws_abc123', [failed]],
    [`technique_id=tech_book-drop&project_id=${first.project_id}`, []],
    ['workspace_id=ws_nope', []],
    ['technique_id=tech_nope', []],
  ] as const) {
    const found = await page(api, `?${query}`)
    expect(ids(found), query).toEqual(expected.map(({ run_id }) => run_id))
    expect(found.meta.total_estimate, query).toBe(expected.length)
  }
  expect(ids(await page(api, '?status=failed'))).toEqual([failed.run_id])
  expect(ids(await page(api, '?status=pending'))).toEqual([elsewhere.run_id, first.run_id])
  await api.world.clock.advance({ until: 'idle' })
  expect(ids(await page(api, '?status=completed&technique_id=tech_cctv-cam'))).toEqual([first.run_id, SAMPLE])
})

test('the history pages without repeating or missing a run while runs arrive', async () => {
  const api = await startApi()
  const started: string[] = []
  for (let count = 0; count < 4; count += 1) started.unshift((await run(api)).run_id)
  const first = await page(api, '?workspace_id=ws_abc123&limit=2')
  await run(api)
  const second = await page(api, `?workspace_id=ws_abc123&limit=2&cursor=${first.meta.next_cursor}`)
  expect([...ids(first), ...ids(second)]).toEqual(started)
  expect(second.meta).toEqual({ next_cursor: null, total_estimate: 5 })
  const { error } = await api.refusal(`/generations?cursor=${first.meta.next_cursor}`)
  expect(error.fields?.[0]?.field).toBe('cursor')
})

test('runs of techniques and generations have separate histories', async () => {
  const api = await startApi()
  const { run_id: id } = await run(api)
  await api.generate()
  expect(ids(await page(api))).toEqual([id, SAMPLE])
  expect((await api.generations()).generations.map((item) => item.run_id)).not.toContain(id)
})

test.each([
  ['limit=0', 'limit'],
  ['status=done', 'status'],
  ['technique_id=cctv-cam', 'technique_id'],
  ['project_id=x', 'project_id'],
  ['cursor=x', 'cursor'],
])('the query %s is refused', async (query, field) => {
  const { status, error } = await (await startApi()).refusal(`/technique-runs?${query}`)
  expect(status).toBe(400)
  expect(error.fields?.map((problem) => problem.field)).toEqual([field])
})

test('a read-only key cannot start a run', async () => {
  const api = (await startApi()).as('sk_live_viewer')
  const json = { inputs: [{ id: 'input_image', type: 'imageUrl', value: PHOTO }], mode: 'async' }
  expect((await api.refusal('/techniques/cctv-cam/runs', { method: 'POST', json })).status).toBe(403)
  expect(ids(await page(api))).toEqual([SAMPLE])
})

test('a snapshot contains runs of techniques and their idempotency keys', async () => {
  const api = (await startApi()).as('sk_test_w')
  const json = {
    inputs: [{ id: 'headline', type: 'text', value: 'Hello' }],
    mode: 'async',
    idempotency_key: 'k',
  }
  const { run_id: id } = await api.post<SlugRun>('/techniques/thumbnail-v3/runs', json)
  await run(api, 'art-directors-critique')
  const snapshot = await api.world.snapshot()
  const copy = api.as('sk_test_copy')
  await copy.world.restore(snapshot)
  expect(await copy.world.snapshot()).toEqual(snapshot)
  const again = await copy.call<SlugRun>('/techniques/thumbnail-v3/runs', { method: 'POST', json })
  expect([again.status, again.body.run_id]).toEqual([200, id])
  expect(await run(copy)).toEqual(await run(api))
  for (const world of [api, copy]) await world.world.clock.advance({ until: 'idle' })
  const outputs = async (of: TestApi) => (await of.run(id)).outputs?.map((output) => output.output_id)
  expect(await outputs(copy)).toEqual(await outputs(api))
  expect(await copy.world.ledger()).toEqual(await api.world.ledger())
})

test('a run of a technique can be completed by force', async () => {
  const api = await startApi()
  const { run_id: id } = await run(api, 'cctv-cam', 'ws_abc123', { 'x-flora-emulator': 'fail:X' })
  await api.world.runs.complete(id)
  expect((await api.run(id)).outputs?.map((output) => output.output_id)).toEqual(['output_image'])
})
