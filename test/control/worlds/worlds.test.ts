import { expect, test } from 'vitest'
import { MUG, START, startApi } from '../../support/api.ts'
import { control, refused } from '../../support/control.ts'

test('a world reads as its name, key, clock and settings', async () => {
  const api = await startApi()
  expect((await control(api, 'GET', '/worlds/default')).body).toEqual({
    name: 'default',
    api_key: 'sk_test_default',
    seed: 'test',
    created_at: START,
    clock: { mode: 'manual', now: START, now_iso: '2026-03-01T09:00:00.000Z' },
    duration_scale: 1,
    rate_limit: '1200/60',
    profile: 'docs',
  })
})

test('worlds are listed, and created by the first request with their key', async () => {
  const api = await startApi()
  await api.as('sk_test_a').get('/workspaces')
  const { body } = await control(api, 'GET', '/worlds')
  expect((body['worlds'] as { name: string }[]).map(({ name }) => name)).toEqual(['a', 'default'])
  expect(body['count']).toBe(2)
})

test('PUT creates a world with its settings (201) and changes them later (200)', async () => {
  const api = await startApi()
  const sent = {
    seed: 's',
    clock: 'manual',
    now: START + 5,
    duration_scale: 2,
    rate_limit: 'off',
    profile: 'measured',
  }
  const created = await control(api, 'PUT', '/worlds/w', sent)
  expect(created.status).toBe(201)
  const { now, ...settings } = sent
  expect(created.body).toMatchObject({ ...settings, clock: { mode: 'manual', now } })
  const changed = await control(api, 'PUT', '/worlds/w', { duration_scale: 0, rate_limit: '5/1' })
  expect([changed.status, changed.body]).toMatchObject([
    200,
    { seed: 's', duration_scale: 0, rate_limit: '5/1' },
  ])
  const w = api.as('sk_test_w')
  const { run_id: id } = await w.generate()
  expect((await w.run(id)).status).toBe('completed')
})

test('the rate limit of a world applies to that world only', async () => {
  const api = await startApi()
  await control(api, 'PUT', '/worlds/w', { rate_limit: '2/60' })
  const w = api.as('sk_test_w')
  await w.get('/workspaces')
  await w.get('/workspaces')
  expect((await w.refusal('/workspaces')).status).toBe(429)
  await api.get('/workspaces')
  await w.world.reset()
  await w.get('/workspaces')
})

test('reset restores the fixtures, with clock, rules, journal and balances', async () => {
  const api = await startApi()
  const { world } = api
  const first = await api.generate()
  await world.rules.add({ effect: { error: { status: 500 } } })
  await world.clock.advance({ seconds: 100 })
  await world.workspaces.setBalance('ws_abc123', 1)
  const { clock } = await world.reset()
  expect(clock.now).toBe(START)
  expect(await world.rules.list()).toEqual([])
  expect(await world.requests.count()).toBe(0)
  expect((await world.workspaces.get('ws_abc123')).balance_usd).toBe(100)
  expect((await api.generations()).generations.map((run) => run.run_id)).toEqual(['run_abc123'])
  expect((await api.generate()).run_id).toBe(first.run_id)
})

test('reset keeps the settings of the world', async () => {
  const api = await startApi()
  const world = api.emulator.world('w')
  await world.configure({ now: START + 1000, seed: 'mine', duration_scale: 3 })
  await world.clock.advance({ ms: 5 })
  expect(await world.reset()).toMatchObject({ seed: 'mine', duration_scale: 3, clock: { now: START + 1000 } })
})

test('a deleted world is 404, and its key creates it anew', async () => {
  const api = (await startApi()).as('sk_test_w')
  await api.generate()
  expect((await control(api, 'DELETE', '/worlds/w')).status).toBe(204)
  expect(await refused(api, 'GET', '/worlds/w')).toEqual([404, 'World "w" not found.'])
  expect((await api.generations()).meta.total_estimate).toBe(1)
})

test('a request in flight during a reset is stored as a whole or not at all', async () => {
  const api = await startApi()
  const requests = Array.from({ length: 20 }, async () =>
    api.call('/generate', { method: 'POST', json: MUG }),
  )
  const reset = api.world.reset()
  const answers = await Promise.all(requests)
  await reset
  expect(answers.every(({ status }) => status === 201 || status === 404)).toBe(true)
  const { meta } = await api.generations()
  const { entries } = await api.world.ledger()
  expect(entries.filter(({ kind }) => kind === 'reserve')).toHaveLength((meta.total_estimate ?? 0) - 1)
})

test.each([
  ['PUT', '/worlds/w', { clock: 'fast' }, 'clock: Invalid enum value'],
  ['PUT', '/worlds/w', { seed: '' }, 'seed: '],
  ['PUT', '/worlds/w', { durationScale: 1 }, 'durationScale: '],
  ['PUT', '/worlds/w', { rate_limit: '0/0' }, 'rate_limit: '],
  ['PUT', '/worlds/w', { duration_scale: -1, profile: 1 }, 'profile: '],
  ['PUT', '/worlds/w', [], 'body: '],
  ['PUT', '/worlds/w', '{', 'Request body is not valid JSON.'],
  ['PUT', '/worlds/Upper', {}, 'world: '],
  ['GET', '/worlds/no.such', undefined, 'world: '],
  ['PUT', '/worlds/default', { now: START - 1, duration_scale: 7 }, 'now: Must not be before'],
])('%s %s with %j is refused, and changes nothing', async (method, path, json, message) => {
  const api = await startApi()
  const before = (await control(api, 'GET', '/worlds')).body
  const [status, text] = await refused(api, method, path, json)
  expect(status).toBe(400)
  expect(text).toContain(message)
  expect((await control(api, 'GET', '/worlds')).body).toEqual(before)
})
