import { expect, test } from 'vitest'
import { MUG, START, startApi, type TestApi } from '../../support/api.ts'
import { control, refused } from '../../support/control.ts'

const lines = async ({ world }: TestApi) => {
  const { entries } = await world.ledger({ workspace_id: 'ws_abc123' })
  return entries.map(({ kind, amount_usd: amount, balance_usd: balance }) => [kind, amount, balance])
}

test('a price is reserved at creation and settled at completion', async () => {
  const api = await startApi()
  const { run_id: id } = await api.generate()
  expect(await lines(api)).toEqual([
    ['adjust', 100, 100],
    ['reserve', -0.04, 99.96],
  ])
  await api.world.clock.advance({ until: 'idle' })
  const { entries, spent_usd: spent } = await api.world.ledger({ run_id: id })
  expect(entries).toEqual([
    {
      at: START,
      kind: 'reserve',
      run_id: id,
      workspace_id: 'ws_abc123',
      amount_usd: -0.04,
      balance_usd: 99.96,
    },
    {
      at: START + 12_000,
      kind: 'settle',
      run_id: id,
      workspace_id: 'ws_abc123',
      amount_usd: 0,
      balance_usd: 99.96,
    },
  ])
  expect(spent).toBe(0.04)
})

test('a failed run is refunded', async () => {
  const api = await startApi()
  await api.generate({}, { 'x-flora-emulator': 'fail:SERVER_ERROR' })
  await api.world.clock.advance({ until: 'idle' })
  expect((await lines(api)).at(-1)).toEqual(['refund', 0.04, 100])
  expect((await api.world.ledger()).spent_usd).toBe(0)
})

test('the measured profile settles at another cost than the quote', async () => {
  const api = await startApi({ profile: 'measured' })
  const { run_id: id } = await api.generate()
  await api.world.clock.advance({ until: 'idle' })
  const { entries, spent_usd: spent } = await api.world.ledger({ run_id: id })
  // The cost is shown some time after the end.
  await api.world.clock.advance({ seconds: 60 })
  const { charged_cost: charged } = await api.run(id)
  expect([0.022, 0.082, 0.138]).toContain(charged)
  expect(spent).toBe(charged)
  expect(entries[1]?.amount_usd).toBeCloseTo(0.04 - spent, 6)
})

test('the next run is paid from a balance that was set', async () => {
  const api = await startApi()
  expect(await api.world.workspaces.setBalance('ws_abc123', 0.05)).toEqual({
    workspace_id: 'ws_abc123',
    name: 'Brand Studio',
    balance_usd: 0.05,
  })
  await api.generate()
  expect((await api.refusal('/generate', { method: 'POST', json: MUG })).status).toBe(402)
  expect(await lines(api)).toEqual([
    ['adjust', 100, 100],
    ['adjust', -99.95, 0.05],
    ['reserve', -0.04, 0.01],
  ])
  expect((await api.world.workspaces.get('ws_abc123')).balance_usd).toBe(0.01)
})

test.each([
  ['POST', '/runs/run_nope/complete', {}, 404, 'Run run_nope not found.'],
  ['POST', '/runs/run_abc123/complete', {}, 409, 'Run run_abc123 has ended: completed.'],
  ['POST', '/runs/run_abc123/fail', {}, 409, 'has ended'],
  ['POST', '/runs/run_abc123/fail', { error_code: 'a b' }, 400, 'error_code: '],
  ['POST', '/runs/run_abc123/fail', { code: 'X' }, 400, 'code: '],
  ['GET', '/workspaces/ws_nope', undefined, 404, 'Workspace ws_nope not found.'],
  ['PATCH', '/workspaces/ws_nope', { balance_usd: 1 }, 404, 'Workspace ws_nope not found.'],
  ['PATCH', '/workspaces/ws_abc123', {}, 400, 'balance_usd: Required'],
  ['PATCH', '/workspaces/ws_abc123', { balance_usd: -1 }, 400, 'balance_usd: '],
  ['PATCH', '/workspaces/ws_abc123', { balance_usd: '1' }, 400, 'balance_usd: '],
  ['PATCH', '/workspaces/ws_abc123', { balance_usd: 1e300 }, 400, 'balance_usd: '],
  ['GET', '/ledger?limit=0', undefined, 400, 'limit: '],
])('%s %s with %j is refused and changes no balance', async (method, path, json, status, message) => {
  const api = await startApi()
  const before = (await control(api, 'GET', '/worlds/default/ledger')).body
  const [got, text] = await refused(api, method, `/worlds/default${path}`, json)
  expect(got).toBe(status)
  expect(text).toContain(message)
  expect((await control(api, 'GET', '/worlds/default/ledger')).body).toEqual(before)
})

test('the balances of all workspaces are listed', async () => {
  const api = await startApi()
  await api.generate()
  expect(await api.world.workspaces.list()).toEqual([
    { workspace_id: 'ws_abc123', name: 'Brand Studio', balance_usd: 99.96 },
    { workspace_id: 'ws_empty', name: 'Empty Studio', balance_usd: 0 },
  ])
})

test('expectSpend counts what completed runs cost, and what unfinished ones will', async () => {
  const api = await startApi()
  await api.generate()
  await api.generate({ prompt: 'one that fails [[fail:SERVER_ERROR]]' })
  expect(await api.world.ledger()).toMatchObject({ spent_usd: 0, pending_usd: 0.04 })
  await api.world.clock.advance({ until: 'idle' })
  await api.generate()
  expect(await api.world.ledger()).toMatchObject({ spent_usd: 0.04, pending_usd: 0.04 })
  await api.world.ledger.expectSpend({ max: 0.08 })
  await api.world.ledger.expectSpend({ max: 0, workspace_id: 'ws_empty' })
  await expect(api.world.ledger.expectSpend({ max: 0.07 })).rejects.toThrow(
    'Expected runs to cost at most $0.07, but they cost $0.08.',
  )
})
