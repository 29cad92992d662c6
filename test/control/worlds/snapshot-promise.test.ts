/** What was accepted as a snapshot can be used, and its own snapshot can be restored. */
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CLOCK_MAX, INSTANT_MAX } from '../../../src/kernel/instants.ts'
import { ORDINAL_MAX } from '../../../src/kernel/ordinals.ts'
import { MICRO_USD_MAX } from '../../../src/kernel/units.ts'
import { Snapshot } from '../../../src/schemas/control/worlds/snapshot.ts'
import { startApi, type TestApi } from '../../support/api.ts'
import { control } from '../../support/control.ts'
import { temporaryFolder } from '../../support/fixtures.ts'
import { mutationsOf, type Path } from '../../support/mutations.ts'
import { fullWorld, type Tables, useWorld } from '../../support/snapshots.ts'

/** Its snapshot can be restored. */
const restoreCopy = async (api: TestApi): Promise<void> => {
  await api.as('sk_test_copy').world.restore(await api.world.snapshot())
}

/** Restores, uses and resets a world. */
async function expectPromise(
  api: TestApi,
  snapshot: Snapshot,
  afterEach?: () => Promise<void>,
): Promise<void> {
  await api.world.restore(snapshot)
  await restoreCopy(api)
  for (const status of await useWorld(api, afterEach)) expect(status).toBeLessThan(500)
  await restoreCopy(api)
  await api.world.reset()
  await restoreCopy(api)
}

function setAll<Row>(rows: readonly Row[], change: (row: Row) => Partial<Row>): void {
  for (const row of rows) Object.assign(row as object, change(row))
}

/** Gives a workspace a balance, with the ledger entries that lead there. */
function setBalance({ workspaces, ledger }: Tables, balance: number): void {
  const [workspace] = workspaces
  if (workspace === undefined) throw new Error('no workspace')
  while (workspace.balance_micro_usd !== balance) {
    const left = balance - workspace.balance_micro_usd
    const amount = Math.sign(left) * Math.min(Math.abs(left), MICRO_USD_MAX)
    workspace.balance_micro_usd += amount
    ledger.push({
      ordinal: ledger.length + 1,
      at: 0,
      kind: 'adjust',
      workspace_id: workspace.id,
      run_id: null,
      amount_micro_usd: amount,
      balance_micro_usd: workspace.balance_micro_usd,
    })
  }
}

const unsettled = ({ runs }: Tables) => runs.filter(({ settled }) => settled === 0)

/** Makes the runs in flight cost so much, or reserves so much for them. */
function setPrices(tables: Tables, reserved: number, charged: number): void {
  for (const run of unsettled(tables)) {
    setBalance(tables, 0)
    const [workspace] = tables.workspaces
    const amount = run.reserved_micro_usd - reserved
    Object.assign(workspace ?? {}, { balance_micro_usd: amount })
    tables.ledger.push({
      ordinal: tables.ledger.length + 1,
      at: 0,
      kind: 'reserve',
      workspace_id: run.workspace_id,
      run_id: run.id,
      amount_micro_usd: amount,
      balance_micro_usd: amount,
    })
    run.reserved_micro_usd = reserved
    run.charged_micro_usd = charged
    if (run.plan.outcome.kind === 'completed') run.plan.outcome.cost = charged
  }
}

const setEnd = (run: Tables['runs'][number], at: number): void => {
  run.ends_at = at
  run.plan.endsAt = at
}

test.each<[string, (tables: Tables, world: Snapshot['world']) => void]>([
  ['a clock at its end', (_, world) => Object.assign(world.clock, { now: CLOCK_MAX })],
  ['a clock near its end that jumps', (_, world) => (world.clock = { mode: 'auto', now: CLOCK_MAX - 5000 })],
  ['a clock at its end that is real', (_, world) => (world.clock = { mode: 'real', now: CLOCK_MAX })],
  ['a clock before its runs', (_, world) => Object.assign(world.clock, { now: 0 })],
  ['a beginning in the year 1970', (_, world) => Object.assign(world, { created_at: 0 })],
  [
    'counters of a canvas at their end',
    ({ canvases }) => setAll(canvases, () => ({ last_node: ORDINAL_MAX, last_edge: ORDINAL_MAX })),
  ],
  [
    'nodes at the edge of the canvas',
    ({ canvas_nodes: nodes }) => setAll(nodes, ({ type }) => (type === 'group' ? { x: -1e9 } : { x: 1e9 })),
  ],
  [
    'an asset that was retried as often as can be counted',
    ({ assets }) => setAll(assets, () => ({ attempts: ORDINAL_MAX, expires_at: 0 })),
  ],
  [
    'a rule that applied as often as can be counted',
    ({ rules }) => setAll(rules, () => ({ applied: ORDINAL_MAX })),
  ],
  [
    'runs that never end',
    (tables) => {
      for (const run of unsettled(tables)) setEnd(run, INSTANT_MAX)
      setAll(tables.webhooks, ({ state }) => (state === 'held' ? { delay_ms: 86_400_000 } : {}))
    },
  ],
  [
    'a settled run that is yet to end',
    ({ runs, workspaces }) => {
      for (const run of runs.filter(({ settled }) => settled === 1)) {
        setEnd(run, INSTANT_MAX)
        run.charged_micro_usd = 40_000
        if (run.plan.outcome.kind === 'completed') run.plan.outcome.cost = 40_000
      }
      setAll(workspaces, ({ id }) => ({
        spent_micro_usd: 40_000 * runs.filter((run) => run.settled === 1 && run.workspace_id === id).length,
      }))
    },
  ],
  ['the highest balance', (tables) => setBalance(tables, MICRO_USD_MAX)],
  ['the lowest balance', (tables) => setBalance(tables, -MICRO_USD_MAX)],
  [
    'the highest balance and the largest refunds',
    (tables) => {
      setPrices(tables, MICRO_USD_MAX, 0)
      setBalance(tables, MICRO_USD_MAX)
    },
  ],
  [
    'the lowest balance and the highest prices',
    (tables) => {
      setPrices(tables, 0, MICRO_USD_MAX)
      setBalance(tables, -MICRO_USD_MAX)
    },
  ],
  ['a ledger in another order', (tables) => (tables.ledger = tables.ledger.toReversed())],
])('a snapshot with %s can be used and restored', async (_, change) => {
  const { api, snapshot } = await fullWorld()
  change(snapshot.tables, snapshot.world)
  await expectPromise(api, snapshot, async () => restoreCopy(api))
})

const REFUSAL = /^[\w$-]+(\.[\w$-]+)*( and [\w.]+)*…?: ./

/** Restores the mutant, which must be refused with the place of the problem, or keep its promise. */
async function expectRefusedOrKept(api: TestApi, mutant: Snapshot): Promise<void> {
  const { status, body } = await control(api, 'PUT', '/worlds/full/snapshot', mutant)
  expect([200, 400], body.error?.message).toContain(status)
  if (status === 400) expect(body.error?.message).toMatch(REFUSAL)
  else await expectPromise(api, mutant)
}

/** A delay of ten minutes is waited for, so rules and effects keep theirs. */
const isMutable = (path: Path): boolean => !path.some((step) => step === 'effect')

test('a snapshot with any value changed is refused with the place, or can be used and restored', async () => {
  const { api, snapshot } = await fullWorld()
  await fc.assert(
    fc.asyncProperty(mutationsOf(snapshot, isMutable), async (mutate) => {
      const mutant = structuredClone(snapshot)
      mutate(mutant)
      await expectRefusedOrKept(api, mutant)
    }),
    { numRuns: 100 },
  )
})

interface Leaf {
  readonly path: Path
  readonly schema: Readonly<Record<string, unknown>>
}

/** The scalar members of a schema. */
function leavesOf(schema: Readonly<Record<string, unknown>>, path: Path = []): Leaf[] {
  const { anyOf, properties, items } = schema as {
    anyOf?: Record<string, unknown>[]
    properties?: Record<string, Record<string, unknown>>
    items?: Record<string, unknown>
  }
  if (anyOf !== undefined) return anyOf.flatMap((option) => leavesOf(option, path))
  if (items !== undefined) return leavesOf(items, [...path, 0])
  if (properties === undefined) return [{ path, schema }]
  return Object.entries(properties).flatMap(([name, member]) => leavesOf(member, [...path, name]))
}

/** Values at the edges of what a member can be. */
function edgesOf({ minimum, maximum, type, ...schema }: Leaf['schema']): unknown[] {
  const listed: unknown = schema['enum']
  if (Array.isArray(listed)) return listed
  if (typeof minimum === 'number' || typeof maximum === 'number') return [minimum, maximum, 0, 1]
  if (type === 'string') return ['', 'x', 'x'.repeat(300), 'a\0b']
  return [null, {}, { a: [1] }]
}

const mutations = Object.entries(Snapshot.properties.tables.properties).flatMap(([table, { items }]) =>
  leavesOf({ ...items })
    // A delay of ten minutes is waited for.
    .filter(({ path }) => !path.includes('effect'))
    .flatMap(({ path, schema }) => edgesOf(schema).map((value) => ({ table, path, value }))),
)

/** Sets a member of a row; without effect on a row that has no such member. */
function setMember(row: unknown, [step, ...rest]: Path, value: unknown): void {
  if (typeof row !== 'object' || row === null || step === undefined || !Object.hasOwn(row, step)) return
  if (rest.length === 0) Reflect.set(row, step, value)
  else setMember(Reflect.get(row, step), rest, value)
}

test('a snapshot with any member at the edge of its range is refused, or can be used and restored', async () => {
  const { api, snapshot } = await fullWorld()
  const mutation = fc.record({ where: fc.constantFrom(...mutations), isLast: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(mutation, async ({ where: { table, path, value }, isLast }) => {
      const mutant = structuredClone(snapshot)
      setMember(mutant.tables[table as keyof Tables].at(isLast ? -1 : 0), path, value)
      await expectRefusedOrKept(api, mutant)
    }),
  )
})

test('a restored world at the edges of its ranges is the same after a restart', async () => {
  const { snapshot } = await fullWorld()
  setAll(snapshot.tables.canvases, () => ({ last_node: ORDINAL_MAX, last_edge: ORDINAL_MAX }))
  setAll(snapshot.tables.rules, () => ({ applied: ORDINAL_MAX }))
  setBalance(snapshot.tables, MICRO_USD_MAX)
  snapshot.world.clock.now = CLOCK_MAX
  const db = join(temporaryFolder(), 'flora.sqlite')
  const first = (await startApi({ db, rateLimit: 'off' })).as('sk_test_full')
  await first.world.restore(snapshot)
  const before = await first.world.snapshot()
  await first.emulator.close()
  const second = (await startApi({ db, rateLimit: 'off' })).as('sk_test_full')
  expect(await second.world.snapshot()).toEqual(before)
  for (const status of await useWorld(second)) expect(status).toBeLessThan(500)
  await restoreCopy(second)
})
