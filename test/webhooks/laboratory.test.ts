import FLORA from '@flora-ai/flora'
import { describe, expect, test } from 'vitest'
import { startApi, type TestApi } from '../support/api.ts'
import { control, refused } from '../support/control.ts'
import { receiver } from '../support/net/receiver.ts'

const SECRET = 'whsec_flora_emulator'

/** Returns true if the official SDK accepts the message. */
async function isAccepted(
  { body, headers }: { body: string; headers: object },
  secret = SECRET,
): Promise<boolean> {
  const { webhooks } = new FLORA({ apiKey: 'k' })
  return webhooks.unwrap(body, headers as Record<string, string>, secret).then(
    () => true,
    () => false,
  )
}

const announced = async (api: TestApi, url: string, directives = '') =>
  (await api.generate({ callback_url: url }, directives === '' ? {} : { 'x-flora-emulator': directives }))
    .run_id

describe('messages that a receiver must refuse', () => {
  test.each(['wrong-secret', 'stale-timestamp', 'unsigned', 'tampered-body'])('%s', async (mode) => {
    const [api, { url, received }] = [await startApi(), await receiver()]
    await announced(api, url, `webhook:${mode}`)
    await api.world.clock.advance({ until: 'idle' })
    expect(await Promise.all(received.map(async (message) => isAccepted(message)))).toEqual([false])
    // The next attempt, made properly, is accepted.
    const [webhook] = await api.world.webhooks.list()
    expect(webhook?.mode).toBe(mode)
    await api.world.webhooks.redeliver(webhook?.id ?? '')
    expect(received).toHaveLength(2)
    expect(await isAccepted(received[1] ?? { body: '', headers: {} })).toBe(true)
  })
})

test('two signatures, as during a rotation, are accepted', async () => {
  const [api, { url, received }] = [await startApi(), await receiver()]
  await announced(api, url, 'webhook:two-signatures')
  await api.world.clock.advance({ until: 'idle' })
  expect(String(received[0]?.headers['flora-signature']).match(/v1=/g)).toHaveLength(2)
  expect(await isAccepted(received[0] ?? { body: '', headers: {} })).toBe(true)
})

test('a duplicate has the id, and the bytes, of the first', async () => {
  const [api, { url, received }] = [await startApi(), await receiver()]
  await announced(api, url, 'webhook:duplicate')
  await api.world.clock.advance({ until: 'idle' })
  expect(received).toHaveLength(2)
  expect(new Set(received.map(({ body }) => body)).size).toBe(1)
  expect(await Promise.all(received.map(async (message) => isAccepted(message)))).toEqual([true, true])
  expect((await api.world.webhooks.list())[0]?.attempts).toHaveLength(2)
})

test('one that is held goes out when it is released', async () => {
  const [api, { url, received }] = [await startApi(), await receiver()]
  await announced(api, url, 'webhook:hold')
  await api.world.clock.advance({ seconds: 3600 })
  const [webhook] = await api.world.webhooks.list({ state: 'held' })
  expect([received.length, webhook?.next_attempt_at]).toEqual([0, null])
  const released = await api.world.webhooks.release(webhook?.id ?? '')
  expect([released.state, received.length]).toEqual(['delivered', 1])
})

test('a pending delivery can be held, and released before its run ends', async () => {
  const [api, { url, received }] = [await startApi(), await receiver()]
  await announced(api, url)
  const [webhook] = await api.world.webhooks.list()
  const id = webhook?.id ?? ''
  expect((await api.world.webhooks.hold(id)).state).toBe('held')
  await expect(api.world.webhooks.hold(id)).rejects.toThrow('is held, not pending')
  expect((await api.world.webhooks.release(id)).next_attempt_at).toBe(webhook?.next_attempt_at)
  await api.world.clock.advance({ until: 'idle' })
  expect(received).toHaveLength(1)
})

test('a reordered one goes out after the next of the world', async () => {
  const [api, { url, received }] = [await startApi(), await receiver()]
  const first = await announced(api, url, 'webhook:reorder')
  await api.world.clock.advance({ seconds: 13 })
  expect(received).toEqual([])
  const second = await announced(api, url)
  await api.world.clock.advance({ seconds: 13 })
  const order = received.map(({ body }) => (JSON.parse(body) as { data: { run_id: string } }).data.run_id)
  expect(order).toEqual([second, first])
})

test('a delay is counted from the end of the run, also when that is forced', async () => {
  const [api, { url, received }] = [await startApi(), await receiver()]
  const runId = await announced(api, url, 'webhook-delay:30')
  await api.world.clock.advance({ seconds: 2 })
  await api.world.runs.complete(runId)
  await api.world.clock.advance({ seconds: 29 })
  expect(received).toEqual([])
  await api.world.clock.advance({ seconds: 1 })
  expect(received).toHaveLength(1)
})

test('an early one arrives before the request that starts its run is answered', async () => {
  const api = await startApi()
  const order: string[] = []
  const { url } = await receiver((response) => {
    order.push('webhook')
    response.end()
  })
  const runId = await announced(api, url, 'webhook:early')
  order.push('answer')
  expect(order).toEqual(['webhook', 'answer'])
  expect((await api.run(runId)).status).toBe('completed')
})

test('a rule does the same for every request that it matches', async () => {
  const [api, { url, received }] = [await startApi(), await receiver()]
  const effect = { webhook: { mode: 'duplicate', delay_seconds: 5 } } as const
  const rule = await api.world.rules.add({ match: { type: 'image' }, times: 1, effect })
  expect(rule.effect).toEqual(effect)
  await announced(api, url)
  await announced(api, url)
  await api.world.clock.advance({ seconds: 60 })
  expect(received).toHaveLength(3)
})

test('redelivery is refused before the end of the run, for an unknown id and for an unsupported mode', async () => {
  const [api, { url }] = [await startApi(), await receiver()]
  const runId = await announced(api, url)
  const [webhook] = await api.world.webhooks.list()
  const path = `/worlds/default/webhooks/${webhook?.id}/redeliver`
  expect(await refused(api, 'POST', path)).toEqual([
    409,
    `Run ${runId} is pending; redeliver its webhook after the end of the run.`,
  ])
  expect((await refused(api, 'POST', path, { mode: 'hold' }))[0]).toBe(400)
  expect((await refused(api, 'POST', '/worlds/default/webhooks/whd_none/redeliver'))[0]).toBe(404)
  expect((await refused(api, 'POST', '/worlds/default/webhooks', { run_id: 'run_none', url }))[0]).toBe(404)
  expect((await refused(api, 'POST', '/worlds/default/webhooks', { run_id: runId, url: 'ftp://a' }))[0]).toBe(
    400,
  )
})

test('a finished run can be announced to another URL', async () => {
  const [api, { url, received }] = [await startApi(), await receiver()]
  const webhook = await api.world.webhooks.add({ run_id: 'run_abc123', url })
  expect([webhook.state, webhook.type, received.length]).toEqual(['delivered', 'run.completed', 1])
  expect(await isAccepted(received[0] ?? { body: '', headers: {} })).toBe(true)
})

test('a new secret is used at once, with the old one while both are in use', async () => {
  const [api, { url, received }] = [await startApi(), await receiver()]
  const { workspaces, webhooks, clock } = api.world
  const rotated = await workspaces.rotateWebhookSecret('ws_abc123', { overlap_seconds: 60 })
  expect(rotated.previous_webhook_secret).toBe(SECRET)
  const { id } = await webhooks.add({ run_id: 'run_abc123', url })
  await clock.advance({ seconds: 60 })
  await webhooks.redeliver(id)
  const accepted = (secret: string) =>
    Promise.all(received.map(async (message) => isAccepted(message, secret)))
  expect(await accepted(rotated.webhook_secret)).toEqual([true, true])
  expect(await accepted(SECRET)).toEqual([true, false])
  expect((await workspaces.webhookSecret('ws_abc123')).previous_webhook_secret).toBeNull()
  const chosen = await workspaces.rotateWebhookSecret('ws_abc123', { webhook_secret: 'whsec_mine' })
  expect(chosen).toMatchObject({
    webhook_secret: 'whsec_mine',
    previous_webhook_secret: rotated.webhook_secret,
  })
  const path = '/worlds/default/workspaces/ws_none/webhook-secret'
  expect((await control(api, 'GET', path)).status).toBe(404)
})

test('only a run that is yet to start can be announced early', async () => {
  const api = await startApi()
  const body = { run_id: 'run_abc123', url: api.world.inbox('shop').url, mode: 'early' }
  expect((await control(api, 'POST', '/worlds/default/webhooks', body)).status).toBe(400)
})
