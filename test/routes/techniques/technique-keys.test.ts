import { expect, test } from 'vitest'
import type { SlugRun, TechniqueRunPage } from '../../../src/schemas/techniques/technique-run.ts'
import { startApi, type TestApi } from '../../support/api.ts'

const DAY_MS = 24 * 3600_000
const PHOTO = { id: 'input_image', type: 'imageUrl', value: 'https://example.com/photo.png' }
const BODY = { inputs: [PHOTO], mode: 'async', idempotency_key: 'request-123' }
const PATH = '/techniques/cctv-cam/runs'

const post = async (api: TestApi, json: unknown, path = PATH) =>
  api.call<SlugRun>(path, { method: 'POST', json })
const count = async (api: TestApi) =>
  (await api.get<TechniqueRunPage>('/technique-runs?workspace_id=ws_abc123')).meta.total_estimate

test('a repeated body is answered with the current state of its run', async () => {
  const api = await startApi()
  const first = await post(api, BODY)
  expect(first.status).toBe(201)
  expect(first.headers.has('idempotent-replayed')).toBe(false)
  const again = await post(api, BODY)
  expect(again.status).toBe(200)
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  expect(again.body).toEqual(first.body)
  await api.world.clock.advance({ until: 'idle' })
  expect((await post(api, BODY)).body).toEqual(await api.get(`${PATH}/${first.body.run_id}`))
  expect(await count(api)).toBe(1)
  expect((await api.world.workspaces.get('ws_abc123')).balance_usd).toBe(99.95)
})

test('another body with the key is answered 422, before it is validated or paid', async () => {
  const api = await startApi()
  await post(api, BODY)
  await api.world.workspaces.setBalance('ws_abc123', 0)
  for (const change of [
    { inputs: [{ ...PHOTO, value: 'https://example.com/other.png' }] },
    { inputs: [PHOTO, PHOTO] },
    { mode: 'stream' },
    { callback_url: 'https://example.com/hook' },
  ]) {
    const { status, error } = await api.refusal(PATH, { method: 'POST', json: { ...BODY, ...change } })
    expect([status, error.code]).toEqual([422, 'idempotency_conflict'])
  }
  const elsewhere = await api.refusal('/techniques/book-drop/runs', { method: 'POST', json: BODY })
  expect(elsewhere.status).toBe(422)
  expect((await post(api, BODY)).status).toBe(200)
  expect(await count(api)).toBe(1)
})

test('the order of members, the spelling of types and the name of the technique do not matter', async () => {
  const api = await startApi()
  const { body } = await post(api, BODY)
  const { value, type: _type, id } = PHOTO
  const rewritten = {
    idempotency_key: 'request-123',
    mode: 'async',
    inputs: [{ value, type: 'IMAGE_URL', id }],
  }
  const again = await post(api, rewritten, '/techniques/tech_cctv-cam/runs')
  expect([again.status, again.body.run_id]).toEqual([200, body.run_id])
  expect(again.body.poll_url).toContain('/techniques/tech_cctv-cam/runs/')
})

test('a key is free again after 24 hours of the world’s clock', async () => {
  const api = await startApi()
  await post(api, BODY)
  await api.world.clock.advance({ ms: DAY_MS - 1 })
  expect((await post(api, BODY)).status).toBe(200)
  await api.world.clock.advance({ ms: 1 })
  expect((await post(api, BODY)).status).toBe(201)
})

test('a request that fails releases its key; a run that fails does not', async () => {
  const api = await startApi()
  await api.world.workspaces.setBalance('ws_abc123', 0)
  expect((await api.refusal(PATH, { method: 'POST', json: BODY })).status).toBe(402)
  await api.world.workspaces.setBalance('ws_abc123', 1)
  const headers = { 'x-flora-emulator': 'fail:SERVER_ERROR, duration:0' }
  await api.post(PATH, BODY, headers)
  const again = await post(api, BODY)
  expect([again.status, again.body.status]).toEqual([200, 'failed'])
})

test('50 simultaneous requests with one key start one run', async () => {
  const api = await startApi()
  const answers = await Promise.all(Array.from({ length: 50 }, async () => post(api, BODY)))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(49)
  expect(new Set(answers.map(({ body }) => body.run_id)).size).toBe(1)
})

test('a repeated key in the header is answered 409; a key in the body takes precedence', async () => {
  const api = await startApi()
  const headers = { 'idempotency-key': 'k' }
  const { idempotency_key: _key, ...plain } = BODY
  const top = {
    technique_id: 'tech_cctv-cam',
    workspace_id: 'ws_abc123',
    inputs: { input_image: PHOTO.value },
  }
  expect((await api.call(PATH, { method: 'POST', json: BODY, headers })).status).toBe(201)
  expect((await api.call(PATH, { method: 'POST', json: BODY, headers })).status).toBe(200)
  for (const [path, json] of [
    [PATH, plain],
    ['/runs/technique', top],
  ] as const) {
    await api.post(path, json, headers)
    expect((await api.refusal(path, { method: 'POST', json, headers })).error.code).toBe(
      'idempotency_duplicate',
    )
  }
})

test('without a key, or with a key in a body that takes none, each request starts a run', async () => {
  const api = await startApi()
  const { idempotency_key: key, ...plain } = BODY
  const top = {
    technique_id: 'tech_cctv-cam',
    workspace_id: 'ws_abc123',
    inputs: { input_image: PHOTO.value },
  }
  for (const [path, json] of [
    [PATH, plain],
    ['/runs/technique', { ...top, idempotency_key: key }],
  ] as const) {
    await api.post(path, json)
    await api.post(path, json)
  }
  expect(await count(api)).toBe(4)
})
