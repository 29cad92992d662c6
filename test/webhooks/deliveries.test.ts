import FLORA from '@flora-ai/flora'
import { describe, expect, test } from 'vitest'
import { MUG, START, startApi, type TestApi } from '../support/api.ts'
import { type Answer, receiver } from '../support/net/receiver.ts'
import { BRAND_COPY } from '../support/techniques.ts'

const SECRET = 'whsec_flora_emulator'
const unwrap = async (body: string, headers: object, secret = SECRET) =>
  new FLORA({ apiKey: 'k' }).webhooks.unwrap(body, headers as Record<string, string>, secret)

/** Starts a run of twelve seconds that is announced to `url`, and returns its id. */
const announced = async (api: TestApi, url: string, changes: object = {}) =>
  (await api.generate({ callback_url: url, ...changes })).run_id

const attemptsOf = async (api: TestApi) =>
  (await api.world.webhooks.list()).map(({ state, next_attempt_at: next, attempts }) => ({
    state,
    next: next === null ? null : next - START,
    attempts: attempts.map(({ at, status }) => [at - START, status]),
  }))

describe('a webhook', () => {
  test('is sent once when the run completes, and the official SDK verifies it', async () => {
    const [api, { url, received }] = [await startApi(), await receiver()]
    const runId = await announced(api, url)
    expect(await attemptsOf(api)).toEqual([{ state: 'pending', next: 12_000, attempts: [] }])
    await api.world.clock.advance({ ms: 11_999 })
    expect(received).toEqual([])
    await api.world.clock.advance({ until: 'idle' })
    await api.world.clock.advance({ seconds: 3600 })

    expect(received).toHaveLength(1)
    const [{ headers, body } = { headers: {}, body: '' }] = received
    const event = await unwrap(body, headers)
    expect(event).toEqual({
      id: headers['flora-webhook-id'],
      type: 'run.completed',
      api_version: '2026-06-11',
      created_at: START + 12_000,
      data: { run_id: runId, run_type: 'generation', workspace_id: 'ws_abc123', status: 'completed' },
    })
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'flora-event': 'run.completed' })
    expect(event.id).toMatch(/^whd_\S+$/)
    expect(await attemptsOf(api)).toEqual([{ state: 'delivered', next: null, attempts: [[12_000, 200]] }])
  })

  test('says why a run failed', async () => {
    const [api, { url, received }] = [await startApi(), await receiver()]
    await announced(api, url, { prompt: 'a mug [[fail:GENERATION_PROMPT_MODERATED]]' })
    await api.world.clock.advance({ until: 'idle' })
    const { type, data } = await unwrap(received[0]?.body ?? '', received[0]?.headers ?? {})
    expect(type).toBe('run.failed')
    expect(data).toMatchObject({ status: 'failed', error_code: 'GENERATION_PROMPT_MODERATED' })
    expect(data.error_message).toMatch(/\S/)
  })

  test('announces technique runs as such', async () => {
    const [api, { url, received }] = [await startApi(), await receiver()]
    await api.post(BRAND_COPY.path, { ...BRAND_COPY.body, callback_url: url })
    await api.world.clock.advance({ until: 'idle' })
    const { data } = await unwrap(received[0]?.body ?? '', received[0]?.headers ?? {})
    expect(data.run_type).toBe('technique')
  })

  test('follows a run that is made to end early, and is attempted before that is answered', async () => {
    const [api, { url, received }] = [await startApi(), await receiver()]
    const runId = await announced(api, url)
    await api.world.clock.advance({ seconds: 2 })
    await api.world.runs.fail(runId, { error_code: 'model_timeout' })
    const event = await unwrap(received[0]?.body ?? '', received[0]?.headers ?? {})
    expect([event.type, event.created_at, event.data.error_code]).toEqual([
      'run.failed',
      START + 2000,
      'model_timeout',
    ])
    await api.world.clock.advance({ seconds: 3600 })
    expect(received).toHaveLength(1)
  })

  test('is sent when a real clock reaches its due time', async () => {
    const api = await startApi({ clock: 'real', durationScale: 0.001 })
    const { url, arrived } = await receiver()
    await announced(api, url)
    await arrived(1)
    expect(await api.world.webhooks.list()).toHaveLength(1)
  })

  test('is sent after the poll that moved an auto clock to the end of the run', async () => {
    const api = await startApi({ clock: 'auto' })
    const { url, arrived } = await receiver()
    const runId = await announced(api, url)
    while ((await api.run(runId)).status !== 'completed');
    await arrived(1)
  })

  test('of 1,000 runs that end at one instant is sent for each, a few at a time', async () => {
    const api = await startApi({ rateLimit: 'off' })
    await api.world.workspaces.setBalance('ws_abc123', 1000)
    let [underWay, most] = [0, 0]
    const { url, received } = await receiver((response) => {
      underWay += 1
      most = Math.max(most, underWay)
      setImmediate(() => {
        underWay -= 1
        response.end()
      })
    })
    await Promise.all(Array.from({ length: 1000 }, async () => announced(api, url)))
    await api.world.clock.advance({ until: 'idle' })
    const ids = new Set(received.map(({ headers }) => headers['flora-webhook-id']))
    expect([received.length, ids.size]).toEqual([1000, 1000])
    expect(most).toBeLessThanOrEqual(16)
  })
})

describe('an attempt that fails', () => {
  test('is repeated after 10 seconds, 1 minute and 5 minutes of the world’s clock, with the same bytes', async () => {
    const api = await startApi()
    const { url, received } = await receiver((response) => response.writeHead(500).end())
    await announced(api, url)
    const due: (number | null)[] = []
    for (const seconds of [12, 10, 60, 300, 3600]) {
      await api.world.clock.advance({ seconds: seconds - 1 })
      const before = received.length
      await api.world.clock.advance({ seconds: 1 })
      due.push(received.length - before)
    }
    expect(due).toEqual([1, 1, 1, 1, 0])
    expect(new Set(received.map(({ body }) => body)).size).toBe(1)
    expect(new Set(received.map(({ headers }) => headers['flora-webhook-id'])).size).toBe(1)
    await Promise.all(received.map(async ({ body, headers }) => unwrap(body, headers)))
    expect(await attemptsOf(api)).toEqual([
      {
        state: 'failed',
        next: null,
        attempts: [
          [12_000, 500],
          [22_000, 500],
          [82_000, 500],
          [382_000, 500],
        ],
      },
    ])
  })

  test('is repeated within one advance, at the instants that it passes', async () => {
    const api = await startApi()
    const { url } = await receiver((response, _received, count) =>
      response.writeHead(count < 3 ? 503 : 204).end(),
    )
    await announced(api, url)
    const { now } = await api.world.clock.advance({ seconds: 7200 })
    expect(now).toBe(START + 7_200_000)
    expect(await attemptsOf(api)).toEqual([
      {
        state: 'delivered',
        next: null,
        attempts: [
          [12_000, 503],
          [22_000, 503],
          [82_000, 204],
        ],
      },
    ])
  })

  test.each<[string, string, Answer]>([
    [
      'redirects',
      'redirects',
      (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    ],
    ['resets the connection', 'ECONNRESET', (response) => response.destroy()],
  ])('tells of a receiver that %s', async (_what, error, answer) => {
    const api = await startApi()
    const { url } = await receiver(answer)
    await announced(api, url)
    await api.world.clock.advance({ until: 'idle' })
    const [webhook] = await api.world.webhooks.list()
    expect(webhook?.state).toBe('pending')
    expect(webhook?.attempts[0]?.error).toContain(error)
  })

  test('is delivered once the headers of a 2xx answer arrive', async () => {
    const api = await startApi()
    const { url } = await receiver((response) =>
      response.writeHead(200, { 'content-length': '10' }).write('x'),
    )
    await announced(api, url)
    await api.world.clock.advance({ until: 'idle' })
    expect((await attemptsOf(api))[0]?.state).toBe('delivered')
  })

  test('a receiver that hangs does not delay others', async () => {
    const api = await startApi({ clock: 'real', durationScale: 0 })
    const hanging = await receiver(() => undefined)
    const quick = await receiver()
    for (let run = 0; run < 40; run += 1) await announced(api, hanging.url)
    await hanging.arrived(16)
    await announced(api, quick.url)
    await quick.arrived(1)
    expect(hanging.received).toHaveLength(16)
  })
})

describe('a target that may not be called', () => {
  test.each([
    ['outside this machine', 'https://example.com/hook', '--allow-egress'],
    ['the emulator itself', 'EMULATOR/api/v1/generate', 'calls nothing of itself'],
    ['the address of a cloud’s credentials', 'http://169.254.169.254/latest', 'never called'],
  ])('%s is shown as blocked, and not tried again', async (_what, target, reason) => {
    const api = await startApi()
    await announced(api, target.replace('EMULATOR', api.emulator.url))
    await api.world.clock.advance({ seconds: 3600 })
    const [webhook] = await api.world.webhooks.list()
    expect(webhook).toMatchObject({ state: 'blocked', next_attempt_at: null })
    expect(webhook?.attempts.map(({ status, error }) => [status, error?.includes(reason)])).toEqual([
      [null, true],
    ])
  })

  test.each(['http://example.com/hook', 'https://localhost/hook', 'https://10.0.0.1/hook'])(
    '%s is refused at registration with --strict',
    async (url) => {
      const { error } = await (
        await startApi({ strict: true })
      ).refusal('/generate', {
        method: 'POST',
        json: { ...MUG, callback_url: url },
      })
      expect(error.fields?.map(({ field }) => field)).toEqual(['callback_url'])
    },
  )
})
