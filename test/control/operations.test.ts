/** Rules for every operation of the control API, also for those that come later. */
import { expect, test } from 'vitest'
import { START, startApi, type TestApi } from '../support/api.ts'
import { control } from '../support/control.ts'
import { type ApiDocument, operationsOf } from '../support/documented.ts'

/** The operations on a world. */
async function operations(api: TestApi) {
  const { body } = await control(api, 'GET', '/openapi.json')
  const all = operationsOf(body as unknown as ApiDocument)
  expect(all.length).toBeGreaterThanOrEqual(40)
  return all.filter(({ path }) => path.startsWith('/worlds/{world}'))
}

/** Create the world if there is none. */
const CREATORS = ['putWorld', 'putSnapshot']

/** Valid bodies. The other operations take an empty object. */
const BODIES: Readonly<Record<string, object>> = {
  advanceClock: { ms: 1 },
  addRule: { effect: { delay_ms: 1 } },
  patchWorkspace: { balance_usd: 1 },
  addWebhook: { run_id: 'run_abc123', url: 'http://127.0.0.1/hook' },
  setInboxReply: { status: 200 },
}

test('every operation but those that create a world answers 404 for an unknown one', async () => {
  const api = await startApi()
  for (const { operationId, method, path } of await operations(api)) {
    if (CREATORS.includes(operationId)) continue
    const url = path.replace('{world}', 'nobody').replaceAll(/\{\w+\}/g, 'any')
    const { status, body } = await control(api, method, url, BODIES[operationId])
    expect([operationId, status, body.error?.message]).toEqual([
      operationId,
      404,
      'World "nobody" not found.',
    ])
  }
  expect((await control(api, 'GET', '/worlds')).body['count']).toBe(1)
})

test('reads change nothing: no clock, no rule, no rate limit, no journal and no row', async () => {
  const api = await startApi({ clock: 'auto', rateLimit: '2/3600' })
  const { world } = api
  const { run_id: run } = await api.generate({ callback_url: world.inbox('shop').url })
  const [webhook] = await world.webhooks.list()
  await world.requests.clear()
  await world.rules.add({ times: 1, effect: { error: { status: 503 } } })
  // The first read of a canvas stores the nodes of its runs, which every later answer would contain anyway.
  await world.canvas('prj_abc123')
  const before = await world.snapshot()
  const ids = {
    runs: run,
    webhooks: webhook?.id,
    workspaces: 'ws_abc123',
    projects: 'prj_abc123',
    inbox: 'shop',
  }
  const reads = (await operations(api)).filter(
    ({ method, path }) => method === 'GET' && !/\/(events|wait)$/.test(path),
  )
  for (const { path } of reads) {
    const url = Object.entries({ worlds: 'default', ...ids }).reduce(
      (filled, [list, id]) => filled.replace(new RegExp(`/${list}/\\{\\w+\\}`), `/${list}/${id}`),
      path,
    )
    expect([url, (await control(api, 'GET', url)).status]).toEqual([url, 200])
    expect(await world.snapshot(), url).toEqual(before)
  }
  expect(await world.clock.now()).toBe(START)
  expect(await world.requests.count()).toBe(0)
  await world.rules.clear()
  await api.run(run)
})
