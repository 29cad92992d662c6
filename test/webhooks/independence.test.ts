/** Deliveries and receivers do not affect other deliveries. */
import { expect, test } from 'vitest'
import { startEmulator } from '../../src/index.ts'
import { START, startApi, TestApi } from '../support/api.ts'
import { receiver } from '../support/net/receiver.ts'

test('one inbox too many fails its own deliveries only', async () => {
  const api = await startApi({ rateLimit: 'off' })
  for (let count = 0; count < 100; count += 1) await api.world.inbox(`i${count}`).list()
  await api.generate({ callback_url: api.world.inbox('one-more').url })
  await api.generate({ callback_url: api.world.inbox('i7').url })
  await api.world.clock.advance({ until: 'idle' })
  const [good, bad] = await api.world.webhooks.list()
  expect([good?.state, bad?.state]).toEqual(['delivered', 'pending'])
  expect(bad?.attempts[0]?.error).toContain('at most 100 inboxes')
})

test('a manual delivery does not wait for deliveries in flight', async () => {
  const api = await startApi({ clock: 'real', durationScale: 0 })
  const { url, arrived } = await receiver(() => undefined)
  for (let count = 0; count < 3; count += 1) await api.generate({ callback_url: url })
  await arrived(3)
  const { state } = await api.world.webhooks.add({ run_id: 'run_abc123', url: api.world.inbox('ok').url })
  expect(state).toBe('delivered')
  expect((await api.world.webhooks.list({ state: 'pending' })).length).toBe(3)
})

test('a receiver may move the clock before it answers', async () => {
  const api = await startApi()
  const { url } = await receiver((response) => {
    void api.world.clock.advance({ seconds: 1 }).then(() => response.end())
  })
  await api.generate({ callback_url: url })
  await api.world.clock.advance({ until: 'idle' })
  const [webhook] = await api.world.webhooks.list()
  expect([webhook?.state, await api.world.clock.now()]).toEqual(['delivered', START + 13_000])
})

test('a receiver may move the clock before it answers a manual delivery', async () => {
  const api = await startApi()
  const { url } = await receiver((response) => {
    void api.world.clock.advance({ seconds: 1 }).then(() => response.end())
  })
  const { state } = await api.world.webhooks.add({ run_id: 'run_abc123', url })
  expect([state, await api.world.clock.now()]).toEqual(['delivered', START + 1000])
})

test('a webhook that is held while it is queued is not sent', async () => {
  const api = await startApi({ clock: 'real', durationScale: 0, rateLimit: 'off' })
  const answers: (() => void)[] = []
  const { url, received, arrived } = await receiver((response) => {
    answers.push(() => response.end())
  })
  for (let count = 0; count < 17; count += 1) await api.generate({ callback_url: url })
  await arrived(16)
  const waiting = (await api.world.webhooks.list({ state: 'pending' })).find(
    ({ id }) => !received.some(({ headers }) => headers['flora-webhook-id'] === id),
  )
  await api.world.webhooks.hold(waiting?.id ?? '')
  for (const answer of answers) answer()
  await expect
    .poll(async () => (await api.world.webhooks.list({ state: 'delivered' })).length, { timeout: 10_000 })
    .toBe(16)
  expect(received).toHaveLength(16)
  expect((await api.world.webhooks.get(waiting?.id ?? '')).state).toBe('held')
})

test('until idle includes the runs that receivers start', async () => {
  const api = await startApi()
  let left = 3
  const { url } = await receiver((response) => {
    left -= 1
    if (left === 0) response.end()
    else void api.generate({ callback_url: url }).then(() => response.end())
  })
  await api.generate({ callback_url: url })
  const { now, events } = await api.world.clock.advance({ until: 'idle' })
  expect(now).toBe(START + 36_000)
  expect(events.filter(({ type }) => type === 'run.completed')).toHaveLength(3)
  expect((await api.generations()).generations.map(({ status }) => status)).not.toContain('pending')
})

test('a reordered webhook waits for the delivery of the next one to its URL', async () => {
  const api = await startApi()
  const order: string[] = []
  const { url } = await receiver((response, { body }, count) => {
    const runId = (JSON.parse(body) as { data: { run_id: string } }).data.run_id
    order.push(runId)
    response.writeHead(count === 1 ? 500 : 200).end()
  })
  const reorder = { 'x-flora-emulator': 'webhook:reorder' }
  const first = await api.generate({ callback_url: url }, reorder)
  await api.generate({ callback_url: api.world.inbox('elsewhere').url })
  const second = await api.generate({ callback_url: url }, reorder)
  await api.world.clock.advance({ seconds: 3600 })
  expect(order).toEqual([second.run_id, second.run_id, first.run_id])
})

test('a webhook cannot steer another emulator', async () => {
  const [api, other] = [await startApi(), await startEmulator()]
  const peer = new TestApi(other, 'sk_test_default')
  await peer.generate()
  const url = `${other.url}/_emulator/worlds/default/reset`
  const { attempts } = await api.world.webhooks.add({ run_id: 'run_abc123', url })
  expect(attempts[0]?.status).toBe(403)
  expect((await peer.generations()).generations).toHaveLength(2)
  await other.close()
})
