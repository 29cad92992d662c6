import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startEmulator } from '../../src/index.ts'
import { MUG, START, startApi, TestApi } from '../support/api.ts'
import { control } from '../support/control.ts'
import { follow } from '../support/net/events.ts'
import { temporaryFolder } from '../support/fixtures.ts'
import { serveProcess } from '../support/process.ts'
import { receiver } from '../support/net/receiver.ts'

const HEADERS = { authorization: 'Bearer sk_test_w', 'content-type': 'application/json' }

async function generate(url: string, callbackUrl: string, directives: string): Promise<Response> {
  return fetch(`${url}/api/v1/generate`, {
    method: 'POST',
    headers: { ...HEADERS, 'x-flora-emulator': directives },
    body: JSON.stringify({ ...MUG, callback_url: callbackUrl }),
  })
}

test('a kill -9 between the end of a run and its announcement loses nothing', async () => {
  const db = join(temporaryFolder(), 'flora.sqlite')
  const args = ['--db', db, '--rate-limit', 'off']
  // The first attempt of each is in flight when the process dies.
  const { url, received, arrived } = await receiver((response, _received, count) =>
    count > 5 ? response.end() : undefined,
  )
  const first = await serveProcess(args)
  for (let run = 0; run < 5; run += 1) {
    expect((await generate(first.url, url, 'duration:0')).status).toBe(201)
  }
  await arrived(5)
  await first.stop('SIGKILL')
  await serveProcess(args)
  await arrived(10)
  const idOf = ({ headers }: (typeof received)[number]) => String(headers['flora-webhook-id'])
  const [before, after] = [received.slice(0, 5).map(idOf), received.slice(5).map(idOf)]
  expect(new Set(before).size).toBe(5)
  expect(new Set(after)).toEqual(new Set(before))
}, 30_000)

test('an attempt that is in flight during a graceful stop is repeated after the next start', async () => {
  const db = join(temporaryFolder(), 'flora.sqlite')
  const { url, arrived } = await receiver((response, _received, count) =>
    count > 1 ? response.end() : undefined,
  )
  const api = new TestApi(await startEmulator({ db, durationScale: 0 }), 'sk_test_default')
  await api.generate({ callback_url: url })
  await arrived(1)
  await api.emulator.close()

  await using emulator = await startEmulator({ db })
  await arrived(2)
  const next = new TestApi(emulator, 'sk_test_default')
  await expect
    .poll(async () =>
      (await next.world.webhooks.list()).map(({ state, attempts }) => [state, attempts.length]),
    )
    .toEqual([['delivered', 1]])
})

test('pending deliveries are in a snapshot, and are sent where it is restored', async () => {
  const [api, { url, received }] = [await startApi(), await receiver()]
  await api.generate({ callback_url: url })
  await api.world.workspaces.rotateWebhookSecret('ws_abc123')
  const snapshot = await api.world.snapshot()
  const other = api.as('sk_test_other')
  expect((await control(api, 'PUT', '/worlds/other/snapshot', snapshot)).status).toBe(200)
  expect(await other.world.snapshot()).toEqual(snapshot)
  await other.world.clock.advance({ until: 'idle' })
  expect(received).toHaveLength(1)
  expect((await other.world.webhooks.list())[0]?.attempts[0]?.at).toBe(START + 12_000)

  const broken = structuredClone(snapshot)
  for (const row of broken.tables.webhooks) row.due_at = null
  await expect(api.world.restore(broken)).rejects.toThrow('tables.webhooks.0: CHECK constraint failed')
})

test('attempts are on the stream of events', async () => {
  const [api, { url }] = [await startApi(), await receiver()]
  const { take } = await follow(api)
  await api.generate({ callback_url: url })
  await api.world.clock.advance({ until: 'idle' })
  const events = await take(6)
  expect(events.find(({ type }) => type === 'webhook.attempt')?.data).toMatchObject({
    type: 'webhook.attempt',
    at: START + 12_000,
    webhook: { state: 'delivered', url, attempts: [{ status: 200, error: null }] },
  })
})
