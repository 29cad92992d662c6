import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type RunStatus, stateAt } from '../../../src/simulator/runs/state-at.ts'
import { epochMs, microUsd } from '../../../src/kernel/units.ts'
import { SqliteStore } from '../../../src/store/engine/sqlite-store.ts'
import type { RunRecord } from '../../../src/store/runs/run-records.ts'
import type { WorldKey } from '../../../src/store/worlds/world-records.ts'
import { balanceAt } from '../../../src/store/workspaces/money.ts'
import { everything, FAIL, listRuns, openWorld, startRun, T0 } from '../../support/store.ts'

const STATUSES: readonly RunStatus[] = ['pending', 'running', 'completed', 'failed']

/** A creation, with the time since the one before. */
const creation = fc.record({
  afterMs: fc.nat({ max: 5_000 }),
  durationMs: fc.nat({ max: 20_000 }),
  quote: fc.nat({ max: 200_000 }).map(microUsd),
  effect: fc.constantFrom(FAIL, { outcome: null, durationMs: null, output: null, webhook: null }),
  projectId: fc.constantFrom('prj_1', 'prj_2'),
})
const creations = fc.array(creation, { minLength: 1, maxLength: 40 })

type Creation = typeof creation extends fc.Arbitrary<infer Value> ? Value : never

async function withStore(check: (store: SqliteStore, world: WorldKey) => Promise<void>): Promise<void> {
  const store = new SqliteStore(null)
  try {
    await check(store, await openWorld(store))
  } finally {
    await store.close()
  }
}

/** Creates the runs in order. Returns those that were paid, and the instant of the last creation. */
async function createAll(store: SqliteStore, world: WorldKey, all: readonly Creation[]) {
  const runs: RunRecord[] = []
  let now = T0
  for (const { afterMs, ...options } of all) {
    now = epochMs(now + afterMs)
    const result = await startRun(store, world, now, options)
    if (result.outcome === 'created') runs.push(result.run)
  }
  return { runs, now }
}

test('the status filter in SQL finds exactly the runs that stateAt puts in that state', async () => {
  await fc.assert(
    fc.asyncProperty(creations, fc.nat({ max: 25_000 }), async (all, laterMs) => {
      await withStore(async (store, world) => {
        const { runs, now } = await createAll(store, world, all)
        const later = epochMs(now + laterMs)
        for (const status of STATUSES) {
          const query = { world, ...everything, status, before: null, limit: 100 }
          const found = (await listRuns(store, query, later)).rows.map((run) => run.id)
          const expected = runs
            .filter((run) => stateAt(run.plan, later).status === status)
            .map((run) => run.id)
          expect(found).toEqual(expected.toReversed())
        }
      })
    }),
    { numRuns: 60 },
  )
})

test('at any instant the balance is the opening balance less settled costs and reserved prices', async () => {
  await fc.assert(
    fc.asyncProperty(creations, fc.array(fc.nat({ max: 30_000 }), { maxLength: 5 }), async (all, laterMs) => {
      await withStore(async (store, world) => {
        const { runs, now } = await createAll(store, world, all)
        for (const later of laterMs) {
          const instant = epochMs(now + later)
          const gone = runs.map((run) => {
            const state = stateAt(run.plan, instant)
            if (state.status === 'completed') return state.cost
            return state.status === 'failed' ? 0 : run.quote
          })
          const expected = 1_000_000 - gone.reduce<number>((sum, amount) => sum + amount, 0)
          expect(await store.read(balanceAt(world, 'ws_rich', instant))).toBe(expected)
          expect(expected).toBeGreaterThanOrEqual(0)
        }
      })
    }),
    { numRuns: 60 },
  )
})

test('pages neither repeat nor miss a row while rows arrive', async () => {
  const free = { durationMs: 10, quote: microUsd(0) }
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 1, max: 7 }),
      fc.array(fc.nat({ max: 3 }), { maxLength: 40 }),
      fc.constantFrom('prj_1', null),
      async (existing, limit, arrivals, projectId) => {
        const arriving = [...arrivals]
        await withStore(async (store, world) => {
          for (let n = 0; n < existing; n += 1) await startRun(store, world, T0, free)
          const seen: number[] = []
          let before: number | null = null
          for (let more = true; more;) {
            const query = { world, ...everything, projectId, before, limit }
            const page = await listRuns(store, query, T0)
            seen.push(...page.rows.map((run) => run.ordinal))
            before = page.rows.at(-1)?.ordinal ?? null
            more = page.more
            for (let n = arriving.shift() ?? 0; n > 0; n -= 1) await startRun(store, world, T0, free)
          }
          expect(seen).toEqual(Array.from({ length: existing }, (_, index) => existing - index))
        })
      },
    ),
    { numRuns: 60 },
  )
})
