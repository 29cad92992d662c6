import { setImmediate as turn } from 'node:timers/promises'
import { FLORA } from '@flora-ai/flora'
import { expect, onTestFinished, test, vi } from 'vitest'
import { MUG, START, startApi } from '../../support/api.ts'
import { control, refused } from '../../support/control.ts'

test('a request is in the journal when its answer is there, with everything about it', async () => {
  const api = await startApi()
  const { headers, body } = await api.call('/generate?x=1', { method: 'POST', json: MUG })
  const { requests, count } = await api.world.requests.list()
  expect(count).toBe(1)
  expect(requests).toEqual([
    {
      id: headers.get('request-id'),
      at: START,
      operation: 'startGeneration',
      method: 'POST',
      path: '/api/v1/generate?x=1',
      status: 201,
      duration_ms: expect.any(Number),
      workspace_id: 'ws_abc123',
      api_key: 'sk_test_…ault',
      request_body: MUG,
      response_body: body,
      rule: null,
      note: null,
      directives: null,
      client: null,
      sdk: null,
      idempotency_key: null,
      traceparent: null,
      received: true,
    },
  ])
})

test('filters hold together, and count is of all that match', async () => {
  const api = await startApi()
  for (let count = 0; count < 3; count += 1) await api.get('/models?type=image')
  await api.refusal('/runs/run_nope')
  const { requests } = api.world
  expect(await requests.count()).toBe(4)
  expect(await requests.list({ operation: 'listModels', limit: 2 })).toMatchObject({
    count: 3,
    requests: [{}, {}],
  })
  expect(await requests.count({ method: 'get', status: 404 })).toBe(1)
  expect(await requests.count({ path: '/api/v1/models' })).toBe(3)
  expect(await requests.count({ path: '*type=image' })).toBe(3)
  expect(await requests.count({ operation: 'listModels', status: 404 })).toBe(0)
  await requests.clear()
  expect(await requests.count()).toBe(0)
})

test('a client that names itself is recorded, and its requests can be selected or left out', async () => {
  const api = await startApi()
  await api.generate({}, { 'x-flora-emulator-client': 'dashboard' })
  await api.get('/models')
  const { requests } = api.world
  const operations = async (filter: object) =>
    (await requests.list(filter)).requests.map(({ operation, client }) => [operation, client])
  expect(await operations({})).toEqual([
    ['listModels', null],
    ['startGeneration', 'dashboard'],
  ])
  expect(await operations({ client: 'dashboard' })).toEqual([['startGeneration', 'dashboard']])
  expect(await operations({ exclude_client: 'dashboard' })).toEqual([['listModels', null]])
  await expect(
    requests.waitFor({ operation: 'startGeneration', exclude_client: 'dashboard' }, { timeoutMs: 0 }),
  ).rejects.toThrow('not client other than dashboard')
})

test('the name of a client is cut after 100 characters', async () => {
  const api = await startApi()
  await api.generate({}, { 'x-flora-emulator-client': 'x'.repeat(101) })
  const [request] = (await api.world.requests.list()).requests
  expect(request?.client).toBe('x'.repeat(100))
})

test('cut connections, refusals, unknown paths and requests without a key are there too', async () => {
  const api = await startApi()
  await expect(api.generate({}, { 'x-flora-emulator': 'drop:before' })).rejects.toThrow()
  await expect(api.generate({}, { 'x-flora-emulator': 'drop:after' })).rejects.toThrow()
  await api.refusal('/generate', { method: 'POST', text: '{' })
  await api.emulator.fetch(`${api.emulator.baseUrl}/nowhere`)
  await api.emulator.fetch(`${api.emulator.baseUrl}/models`)
  const { requests } = await api.world.requests.list()
  expect(requests.map(({ status, operation }) => [status, operation])).toEqual([
    [401, 'listModels'],
    [404, null],
    [400, 'startGeneration'],
    [null, 'startGeneration'],
    [null, 'startGeneration'],
  ])
  expect(requests.at(-1)?.directives).toBe('drop:before')
})

test('the applied rule, and the version and retries of an SDK, are recorded', async () => {
  const api = await startApi()
  const { emulator, world } = api
  await world.rules.add({ times: 1, effect: { error: { status: 500, headers: { 'retry-after-ms': '1' } } } })
  const client = new FLORA({ baseURL: emulator.baseUrl, apiKey: world.apiKey, fetch: emulator.fetch })
  await client.models.list()
  const { requests } = await world.requests.list()
  expect(requests.map(({ rule, status, sdk }) => ({ rule, status, retries: sdk?.retry_count }))).toEqual([
    { rule: null, status: 200, retries: 1 },
    { rule: 'rule_1', status: 500, retries: 0 },
  ])
  expect(requests[0]?.sdk?.version).toMatch(/^0\.11\./)
})

test('secrets are not kept', async () => {
  const api = (await startApi()).as('sk_live_very_secret_key')
  const params = {
    api_key: 'hunter2',
    nested: [{ Authorization: 'Bearer hunter2' }],
    note: 'use sk_live_hunter2!',
  }
  await api.generate({ params })
  await api.refusal('/runs/run_x?token=hunter2&limit=1')
  await api.emulator.fetch(`${api.emulator.baseUrl}/generate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${api.apiKey}`, 'x-flora-emulator': 'body:malformed' },
    body: JSON.stringify({ ...MUG, model: 'sk_live_hunter2' }),
  })
  const text = JSON.stringify((await control(api, 'GET', '/worlds/default/requests')).body)
  expect(text).not.toContain('hunter2')
  expect(text).not.toContain('very_secret')
  expect(text).toContain('"note":"use sk_live_[redacted]!"')
  expect(text).toContain('token=[redacted]&limit=1')
})

test('long bodies are cut', async () => {
  const api = await startApi()
  await api.generate({ prompt: 'x'.repeat(50_000) })
  await api.get('/models')
  const { requests } = await api.world.requests.list()
  expect(String(requests[0]?.response_body)).toHaveLength(16_385)
  expect(String(requests[1]?.request_body)).toHaveLength(16_385)
})

test('the last thousand are kept', async () => {
  const api = await startApi({ rateLimit: 'off' })
  for (let count = 0; count < 2100; count += 1)
    await api.emulator.fetch(`${api.emulator.baseUrl}/nowhere/${count}`)
  const { count, requests } = await api.world.requests.list({ limit: 1000 })
  expect([count, requests.length]).toEqual([1000, 1000])
  expect(requests[0]?.path).toBe('/api/v1/nowhere/2099')
  expect(requests.at(-1)?.path).toBe('/api/v1/nowhere/1100')
})

test('waiting ends with the request that was waited for', async () => {
  const api = await startApi()
  const waiting = api.world.requests.waitFor({ operation: 'startGeneration', status: 201 }, { count: 2 })
  await api.get('/models')
  await api.generate()
  await api.generate()
  expect((await waiting).count).toBe(2)
  expect((await api.world.requests.waitFor({ operation: 'listModels' })).count).toBe(1)
})

// The limit of vitest and jest is 5,000 ms: past it a test shows their message instead of this API's.
test('waiting for requests and messages gives up after 2,000 ms by default', async () => {
  const { world } = await startApi()
  await world.get()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const waiting = [world.requests.waitFor({ operation: 'startGeneration' }), world.inbox('shop').waitFor()]
  const refusals = Promise.allSettled(waiting)
  while (vi.getTimerCount() < waiting.length) await turn()
  vi.advanceTimersByTime(2_000)
  expect(await refusals).toMatchObject([
    { reason: { code: 'timeout', message: expect.stringContaining('0 of 1 after 2000 ms.') } },
    { reason: { code: 'timeout', message: expect.stringContaining('0 of 1 messages after 2000 ms.') } },
  ])
})

test('a stop ends waiting', async () => {
  const api = await startApi()
  const { world } = api
  await world.get()
  const waiting = world.requests.waitFor({ operation: 'startGeneration' }, { timeoutMs: 60_000 })
  const refusal = expect(waiting).rejects.toThrow('0 of 1')
  await api.get('/models')
  await api.emulator.close()
  await refusal
})

test('waiting in vain ends with a list of the closest requests', async () => {
  const api = await startApi()
  await api.refusal('/generate', { method: 'POST', json: { ...MUG, prompt: '' } })
  await api.get('/models')
  const waiting = api.world.requests.waitFor({ operation: 'startGeneration', status: 201 }, { timeoutMs: 1 })
  await expect(waiting).rejects.toMatchObject({ status: 408, code: 'timeout' })
  await expect(waiting).rejects.toThrow(
    [
      '0 of 1 after 1 ms. Wanted operation startGeneration, status 201. Received, closest first:',
      '- POST /api/v1/generate (startGeneration) → 400: not status 201',
      '- GET /api/v1/models (listModels) → 200: not operation startGeneration, status 201',
    ].join('\n'),
  )
  await api.world.requests.clear()
  await expect(api.world.requests.waitFor({}, { timeoutMs: 0 })).rejects.toThrow('No request was received')
})

test.each([
  ['?limit=5000', 'limit: '],
  ['?status=ok', 'status: '],
  ['?operatoin=x', 'operatoin: '],
  ['/wait?timeout_ms=-1', 'timeout_ms: '],
  ['/wait?count=0', 'count: '],
])('GET requests%s is refused', async (query, message) => {
  const api = await startApi()
  const [status, text] = await refused(api, 'GET', `/worlds/default/requests${query}`)
  expect(status).toBe(400)
  expect(text).toContain(message)
})

test('a placeholder for a file that must not be fetched is noted', async () => {
  const api = await startApi()
  await api.post('/assets', { workspace_id: 'ws_abc123', source: 'https://example.com/mug.png' })
  const { requests } = await api.world.requests.list({ operation: 'uploadAsset' })
  expect(requests[0]?.note).toContain('Placeholder for https://example.com/mug.png')
})

test('waiting goes on when the world is reset', async () => {
  const api = await startApi()
  const { world } = api
  await world.get()
  const messages = world.inbox('shop').waitFor({ timeoutMs: 60_000 })
  const requests = world.requests.waitFor({ operation: 'listModels' }, { timeoutMs: 60_000 })
  await world.inbox('shop').list()
  await world.reset()
  await world.webhooks.add({ run_id: 'run_abc123', url: world.inbox('shop').url })
  await api.get('/models')
  expect([(await messages).length, (await requests).count]).toEqual([1, 1])
})

test('waiting ends with 404 when the world is deleted', async () => {
  const api = await startApi()
  await api.emulator.world('w').get()
  const wait = async (what: string) => control(api, 'GET', `/worlds/w/${what}/wait?timeout_ms=60000`)
  const waiting = Promise.all([wait('requests'), wait('inbox/shop')])
  await api.emulator.world('w').inbox('shop').list()
  await api.emulator.world('w').drop()
  expect((await waiting).map(({ status, body }) => [status, body.error?.message])).toEqual([
    [404, 'World "w" not found.'],
    [404, 'World "w" not found.'],
  ])
})
