import { expect, test } from 'vitest'
import { type Snapshot, SNAPSHOT_VERSION } from '../../../src/schemas/control/worlds/snapshot.ts'
import { PLAN_VERSION } from '../../../src/simulator/runs/plan.ts'
import { MUG, START, startApi, type TestApi } from '../../support/api.ts'
import { control, refused } from '../../support/control.ts'
import { BRAND_COPY } from '../../support/techniques.ts'

/** A world with runs in every state, an applied rule and an idempotency key. */
async function eventfulWorld(): Promise<TestApi> {
  const api = (await startApi({ rateLimit: 'off' })).as('sk_test_w')
  await api.generate({}, { 'idempotency-key': 'k' })
  await api.generate({ type: 'text' }, { 'x-flora-emulator': 'fail:X' })
  await api.world.clock.advance({ seconds: 100 })
  await api.generate({}, { 'x-flora-emulator': 'duration:1000' })
  await api.generate({ type: 'video' })
  await api.post('/projects', { name: 'Ünïcode', workspace_id: 'ws_abc123' })
  await api.post('/workspaces/ws_abc123/folders/fld_abc123/projects', { name: 'Filed' })
  await api.post('/workspaces/ws_abc123/library/folders', null)
  const folder = '/workspaces/ws_abc123/library/folders/libfolder_abc123'
  await api.post(`${folder}/items`, { source: 'https://example.com/a.png', description: 'A' })
  await api.call(folder, { method: 'DELETE' })
  await api.post('/feedback', { kind: 'bug', summary: 's', detail: 'd', attempted_tools: ['t'] })
  await api.world.rules.add({ times: 3, match: { workspace_id: 'ws_abc123' }, effect: { delay_ms: 0 } })
  await api.world.configure({ duration_scale: 2 })
  await api.generations()
  return api
}

const everythingOf = async (api: TestApi) => ({
  generations: await api.generations('?limit=100'),
  projects: await api.get('/projects?workspace_id=ws_abc123'),
  ledger: await api.world.ledger(),
  rules: await api.world.rules.list(),
  clock: await api.world.clock.get(),
})

test('a snapshot restores the world that it was taken of', async () => {
  const api = await eventfulWorld()
  const snapshot = await api.world.snapshot()
  const before = await everythingOf(api)
  await api.generate()
  await api.world.clock.advance({ seconds: 10_000 })
  await api.world.restore(snapshot)
  // Reading it applied its rule, which is part of the world.
  await api.world.restore(snapshot)
  expect(await everythingOf(api)).toEqual(before)
  expect(
    (await api.refusal('/generate', { method: 'POST', json: {}, headers: { 'idempotency-key': 'k' } }))
      .status,
  ).toBe(400)
})

test('a snapshot restored into another world makes the same later answers', async () => {
  const api = await eventfulWorld()
  const snapshot = await api.world.snapshot()
  const other = api.as('sk_test_other')
  expect((await control(api, 'PUT', '/worlds/other/snapshot', snapshot)).status).toBe(200)
  expect(await other.world.snapshot()).toEqual(snapshot)
  const [here, there] = [await api.generate(), await other.generate()]
  expect(there).toEqual(here)
  expect(await other.world.clock.advance({ until: 'idle' })).toEqual(
    await api.world.clock.advance({ until: 'idle' }),
  )
  expect((await other.world.snapshot()).tables).toEqual((await api.world.snapshot()).tables)
})

test('a restored world keeps its settings through a reset', async () => {
  const api = await eventfulWorld()
  await api.emulator.world('x').restore(await api.world.snapshot())
  expect(await api.emulator.world('x').reset()).toMatchObject({ duration_scale: 2, clock: { now: START } })
})

test('a real clock continues from the instant of the snapshot', async () => {
  const api = await startApi({ clock: 'real' })
  const snapshot = await api.world.snapshot()
  const later = { ...snapshot, world: { ...snapshot.world, clock: { mode: 'real' as const, now: START } } }
  await api.world.restore(later)
  expect((await api.world.clock.now()) - START).toBeLessThan(10_000)
})

type Tables = Snapshot['tables']
const change = (edit: (tables: Tables) => unknown) => (snapshot: Snapshot) => {
  edit(snapshot.tables)
  return snapshot
}
const first = <Row>(rows: readonly Row[]): Row => {
  const [row] = rows
  if (row === undefined) throw new Error('no row')
  return row
}

test.each<[string, (snapshot: Snapshot) => unknown, string]>([
  ['nothing', () => ({}), 'format: Required'],
  [
    'a newer version',
    (snapshot) => ({ ...snapshot, version: SNAPSHOT_VERSION + 1 }),
    `version: The snapshot has version ${SNAPSHOT_VERSION + 1}, and this flora-emulator reads versions up to ${SNAPSHOT_VERSION}: use a newer one.`,
  ],
  [
    'a plan of a newer version',
    change(({ runs }) => Object.assign(first(runs), { plan: { version: PLAN_VERSION + 1, new: true } })),
    `tables.runs.0.plan.version: The plan has version ${PLAN_VERSION + 1}, and this flora-emulator reads versions up to ${PLAN_VERSION}. The snapshot comes from a newer flora-emulator: use that one.`,
  ],
  ['an unknown member', (snapshot) => ({ ...snapshot, extra: 1 }), 'extra: '],
  ['no table of runs', change((tables) => Reflect.deleteProperty(tables, 'runs')), 'tables.runs: Required'],
  [
    'a text for a number',
    change(({ runs }) => Object.assign(first(runs), { ends_at: 'x' })),
    'tables.runs.0.ends_at: ',
  ],
  [
    'a plan of another shape',
    change(({ runs }) => Object.assign(first(runs), { plan: {} })),
    'tables.runs.0.plan',
  ],
  [
    'a run that ends before it begins',
    change(({ runs }) => Object.assign(first(runs), { starts_at: 9e12 })),
    'tables.runs.0.plan: Disagrees',
  ],
  ['a run of no project', change(({ projects }) => projects.splice(0)), 'Refers to a row'],
  [
    'a project of no workspace',
    change(({ workspaces }) => workspaces.splice(0, 1)),
    'tables.projects.1.workspace_id: Refers',
  ],
  [
    'money from nowhere',
    change(({ workspaces }) => Object.assign(first(workspaces), { balance_micro_usd: 3e15 })),
    'Must be ',
  ],
  [
    'a ledger that does not add up',
    change(({ ledger }) => Object.assign(first(ledger), { amount_micro_usd: 1 })),
    'tables.ledger.0.balance_micro_usd: Must be 1',
  ],
  [
    'a project in a folder of another workspace',
    change(({ folders }) => Object.assign(first(folders), { workspace_id: 'ws_empty' })),
    'tables.folder_projects.0.folder_id: Is in another workspace',
  ],
  [
    'a folder of no workspace',
    change((tables) => Object.assign(first(tables.library_folders), { workspace_id: 'ws_nope' })),
    'tables.library_folders.0.workspace_id: Refers',
  ],
  [
    'an item in an unknown folder',
    change((tables) => Object.assign(first(tables.library_items), { folder_id: 'libfolder_x' })),
    'tables.library_items.0.workspace_id and folder_id: Refers',
  ],
  [
    'a workspace that counts wrongly',
    change(({ workspaces }) => Object.assign(first(workspaces), { generation_count: 9 })),
    'tables.workspaces.0.generation_count: Is not the number',
  ],
  [
    'an ordinal beyond the limit',
    change(({ projects }) => Object.assign(first(projects), { ordinal: 2e12 })),
    'tables.projects.0.ordinal: ',
  ],
  ['a run twice', change(({ runs }) => runs.push(first(runs))), 'tables.workspaces.0.generation_count'],
  [
    'a rule that no API would take',
    change(({ rules }) => Object.assign(first(rules).rule.effect, { delayMs: -1 })),
    'tables.rules.0.rule.effect.delayMs: ',
  ],
])('a snapshot with %s is refused, and changes nothing', async (_, spoil, message) => {
  const api = await eventfulWorld()
  const before = await api.world.snapshot()
  const [status, text] = await refused(api, 'PUT', '/worlds/w/snapshot', spoil(structuredClone(before)))
  expect(status).toBe(400)
  expect(text).toContain(message)
  expect(await api.world.snapshot()).toEqual(before)
})

test('a snapshot of more than 3 MB is accepted', async () => {
  const api = await startApi({ rateLimit: 'off' })
  for (let count = 0; count < 4; count += 1) await api.generate({ prompt: 'x'.repeat(900_000) })
  const snapshot = await api.world.snapshot()
  expect(JSON.stringify(snapshot).length).toBeGreaterThan(3_600_000)
  await api.emulator.world('copy').restore(snapshot)
  expect((await api.as('sk_test_copy').generations()).meta.total_estimate).toBe(5)
})

test('the stored request of a run has the members that were sent, and no others', async () => {
  const api = await startApi()
  await api.generate()
  const stored = (await api.world.snapshot()).tables.runs.map(({ request }) => request)
  expect(stored.find(({ prompt }) => prompt === MUG.prompt)).toStrictEqual({
    type: 'image',
    prompt: MUG.prompt,
    model: 't2i-flux-2-pro',
    params: {},
  })
})

test('the stored request of a run has its callback URL', async () => {
  const api = await startApi()
  const callback_url = 'https://example.com/hook'
  await api.generate({ callback_url })
  await api.post(BRAND_COPY.path, { ...BRAND_COPY.body, callback_url })
  const { runs } = (await api.world.snapshot()).tables
  const kept = runs
    .filter(({ id }) => !id.startsWith('run_abc'))
    .map(({ kind, request }) => [kind, request.callbackUrl])
  expect(kept).toEqual([
    ['generation', callback_url],
    ['technique', callback_url],
  ])
})
