import { expect, test } from 'vitest'
import { MUG, START, startApi } from '../../support/api.ts'
import { stopWallClock } from '../../support/wall-clock.ts'

const post = (directives: string) => ({
  method: 'POST',
  json: MUG,
  headers: { 'x-flora-emulator': directives },
})

test('fail and duration in the header set the outcome and the end of the run', async () => {
  const api = await startApi()
  const { run_id: id } = await api.generate({}, { 'x-flora-emulator': 'fail:GPU_PROVIDER_ERROR, duration:3' })
  await api.world.clock.advance({ ms: 2_999 })
  expect((await api.run(id)).status).toBe('running')
  await api.world.clock.advance({ ms: 1 })
  expect(await api.run(id)).toMatchObject({ status: 'failed', error_code: 'GPU_PROVIDER_ERROR' })
})

test('fail takes any code, and unknown directives in a prompt are ignored', async () => {
  const api = await startApi({ durationScale: 0 })
  const { run_id: id } = await api.generate({
    prompt: '[[hello]] [[fail:ACCESS_DENIED]] [[drop:never]] [[status:9]]',
  })
  expect(await api.run(id)).toMatchObject({ status: 'failed', error_code: 'ACCESS_DENIED' })
})

test.each([
  [429, 'rate_limited', '1'],
  [500, 'unknown_error', null],
  [503, 'service_unavailable', null],
  [402, 'insufficient_credits', null],
  [418, 'unknown_error', null],
])('status:%i answers that status and creates nothing', async (status, code, retryAfter) => {
  const api = await startApi()
  const { emulator, apiKey } = api
  const response = await emulator.fetch(`${emulator.baseUrl}/generate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'x-flora-emulator': `status:${status}` },
    body: JSON.stringify(MUG),
  })
  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ error: { code } })
  expect(response.headers.get('retry-after')).toBe(retryAfter)
  expect((await api.generations()).meta.total_estimate).toBe(1)
})

test('a directive applies to reads', async () => {
  const api = await startApi()
  expect((await api.refusal('/models', { headers: { 'x-flora-emulator': 'status:500' } })).status).toBe(500)
})

test('drop:before cuts the connection and creates nothing', async () => {
  const api = await startApi()
  await expect(api.call('/generate', post('drop:before'))).rejects.toThrow('fetch failed')
  expect((await api.generations()).meta.total_estimate).toBe(1)
})

test('drop:after creates the run, then cuts the connection', async () => {
  const api = await startApi()
  await expect(api.call('/generate', post('drop:after'))).rejects.toThrow('fetch failed')
  expect((await api.generations()).meta.total_estimate).toBe(2)
})

test('over a real connection a drop looks like a network failure', async () => {
  const { emulator, apiKey } = await startApi()
  const request = {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'x-flora-emulator': 'drop:after' },
    body: JSON.stringify(MUG),
  }
  await expect(fetch(`${emulator.baseUrl}/generate`, request)).rejects.toThrow('fetch failed')
})

test('a delay waits in wall time, and the request is handled at the instant after it', async () => {
  const moveWallClock = stopWallClock()
  const api = await startApi({ clock: 'real' })
  await api.world.rules.add({ times: 1, effect: { delay_ms: 300 } })
  const before = performance.now()
  const starting = api.generate()
  const isDelayed = async () => (await api.world.rules.list())[0]?.applied === 1
  await expect.poll(isDelayed, { interval: 1 }).toBe(true)
  moveWallClock(60_000)
  const { run_id: id } = await starting
  expect(performance.now() - before).toBeGreaterThan(295)
  expect((await api.run(id)).created_at).toBe(START + 60_000)
  expect((await api.world.requests.list()).requests.at(-1)?.at).toBe(START + 60_000)
})

test('a delay does not delay shutdown', async () => {
  const api = await startApi()
  const { baseUrl, fetch } = api.emulator
  const headers = { authorization: `Bearer ${api.apiKey}`, 'x-flora-emulator': 'delay:600000' }
  const waiting = fetch(`${baseUrl}/models`, { headers })
  await api.get('/models')
  await api.emulator.close()
  expect((await waiting).status).toBe(503)
})

test.each([
  [
    'nonsense',
    'Unknown directive "nonsense"; known: fail, duration, delay, status, drop, body, webhook, webhook-delay, output',
  ],
  ['fail:', 'Directive "fail" takes a run error code such as GENERATION_PROMPT_MODERATED, not ""'],
  ['drop', 'Directive "drop" takes before or after, not ""'],
  ['fail:a b', 'Directive "fail" takes a run error code such as GENERATION_PROMPT_MODERATED, not "a b"'],
  ['duration:-1', 'Directive "duration" takes seconds from 0 to 86400, not "-1"'],
  ['duration:86401', 'Directive "duration" takes seconds from 0 to 86400, not "86401"'],
  ['delay:1e9', 'Directive "delay" takes milliseconds from 0 to 600000, not "1e9"'],
  ['status:200', 'Directive "status" takes an HTTP error status from 400 to 599, not "200"'],
  ['drop:now', 'Directive "drop" takes before or after, not "now"'],
  [
    'duration:3, __proto__:1',
    'Unknown directive "__proto__"; known: fail, duration, delay, status, drop, body, webhook, webhook-delay, output',
  ],
])('the header %s is refused with the reason', async (header, message) => {
  const api = await startApi()
  const { status, error } = await api.refusal('/generate', post(header))
  expect(status).toBe(400)
  expect(error.fields).toMatchObject([{ field: 'x-flora-emulator', message }])
  expect((await api.generations()).meta.total_estimate).toBe(1)
})

test('a failure and an error status need no value', async () => {
  const api = await startApi()
  const failed = await api.generate({}, { 'x-flora-emulator': 'fail, duration:0' })
  expect(await api.run(failed.run_id)).toMatchObject({ status: 'failed', error_code: 'provider_error' })
  const inPrompt = await api.generate({ prompt: 'a mug [[fail]] [[drop]] [[duration:0]]' })
  expect(await api.run(inPrompt.run_id)).toMatchObject({ status: 'failed', error_code: 'provider_error' })
  expect((await api.refusal('/generate', post('status'))).status).toBe(500)
})
