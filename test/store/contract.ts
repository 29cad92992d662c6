import { beforeEach, describe, expect, test } from 'vitest'
import { microUsd } from '../../src/kernel/units.ts'
import type { Store } from '../../src/store/store.ts'
import type { WorldKey } from '../../src/store/worlds/world-records.ts'
import { findEarlierUse } from '../../src/store/requests/idempotency-keys.ts'
import {
  countRunChanges,
  lastRunEnd,
  listRunChanges,
  nextRunChange,
} from '../../src/store/runs/run-schedule.ts'
import { createRun } from '../../src/store/runs/run-transactions.ts'
import { findRun } from '../../src/store/runs/runs.ts'
import { settleSome } from '../../src/store/runs/settle.ts'
import { balanceAt, readLedger, setBalance } from '../../src/store/workspaces/money.ts'
import { createProject, findProject, listProjects } from '../../src/store/workspaces/projects.ts'
import { listWorkspaces } from '../../src/store/workspaces/workspaces.ts'
import { saveClock } from '../../src/store/worlds/clock.ts'
import { createWorld, findWorld } from '../../src/store/worlds/worlds.ts'
import {
  at,
  everything,
  FAIL,
  listRuns,
  newWorld,
  openWorld,
  runCommand,
  startRun,
  T0,
} from '../support/store.ts'

export interface StoreUnderTest {
  readonly store: Store
  /** Closes and opens a store in a file. Returns the same store in memory. */
  readonly reopen: () => Promise<Store>
}

/** Defines the tests that every store must pass. */
export function storeContract(name: string, open: () => StoreUnderTest): void {
  describe(name, () => {
    let store: Store
    let reopen: () => Promise<Store>
    let world: WorldKey

    beforeEach(async () => {
      ;({ store, reopen } = open())
      world = await openWorld(store)
    })

    const balance = async () => store.read(balanceAt(world, 'ws_rich', T0))
    const ids = async (changes: object = {}, now = T0) => {
      const page = await listRuns(store, { world, ...everything, before: null, limit: 100, ...changes }, now)
      return page.rows.map((run) => run.id)
    }

    test('a world is created once, and found by its name', async () => {
      expect(await store.read(findWorld('other'))).toBeNull()
      const both = await Promise.all([
        store.write(() => createWorld(newWorld('other'))),
        store.write(() => createWorld(newWorld('other'))),
      ])
      expect(both[0]).toEqual(both[1])
      expect(both[0].key).not.toBe(world)
      store = await reopen()
      expect(await store.read(findWorld('other'))).toEqual(both[0])
      expect(await store.read(listWorkspaces(both[0].key))).toHaveLength(2)
    })

    test('worlds share nothing', async () => {
      const other = await openWorld(store, 'other')
      await startRun(store, world, T0, { claimKey: 'k' })
      expect(await store.read(findRun(other, 'run_1'))).toBeNull()
      expect((await startRun(store, other, T0, { claimKey: 'k' })).outcome).toBe('created')
      expect(await store.read(balanceAt(other, 'ws_rich', T0))).toBe(900_000)
      expect(await balance()).toBe(900_000)
    })

    test('a clock is stored', async () => {
      await store.write(() => saveClock(world, { mode: 'real', offsetMs: 5_000 }))
      store = await reopen()
      expect((await store.read(findWorld('default')))?.clock).toEqual({ mode: 'real', offsetMs: 5_000 })
      await store.write(() => saveClock(world, { mode: 'auto', nowMs: at(9) }))
      store = await reopen()
      expect((await store.read(findWorld('default')))?.clock).toEqual({ mode: 'auto', nowMs: at(9) })
    })

    test('a run is stored exactly, with its ordinal', async () => {
      const result = await startRun(store, world, at(5))
      const run = result.outcome === 'created' ? result.run : null
      expect(run).toMatchObject({ id: 'run_1', ordinal: 1, createdAt: at(5), projectId: 'prj_1' })
      store = await reopen()
      expect(await store.read(findRun(world, 'run_1'))).toEqual(run)
      expect((await startRun(store, world, at(6))).outcome).toBe('created')
      expect((await store.read(findRun(world, 'run_2')))?.ordinal).toBe(2)
    })

    test('runs of both kinds are numbered together', async () => {
      const ordinals: number[] = []
      for (const kind of ['generation', 'technique', 'technique', 'generation'] as const) {
        const [command, now] = runCommand(world, T0)
        const result = await store.write(() => createRun({ ...command, kind }, now))
        if (result.outcome === 'created') ordinals.push(result.run.ordinal)
        store = await reopen()
      }
      expect(ordinals).toEqual([1, 2, 3, 4])
      expect(await ids({ kind: null })).toEqual(['run_4', 'run_3', 'run_2', 'run_1'])
      expect(await ids({ kind: 'technique' })).toEqual(['run_3', 'run_2'])
    })

    test('starts and ends in a span are listed in order, counted and foreseen', async () => {
      await startRun(store, world, T0, { durationMs: 20_000 })
      await startRun(store, world, T0, { durationMs: 10_000, effect: FAIL })
      const all = await store.read(listRunChanges(world, { after: T0, until: at(20_000) }, 100))
      expect(all.map(({ runId, status }) => `${runId} ${status}`).toSorted()).toEqual([
        'run_1 completed',
        'run_1 running',
        'run_2 failed',
        'run_2 running',
      ])
      expect(all.map((change) => change.at)).toEqual(all.map((change) => change.at).toSorted((a, b) => a - b))
      expect(await store.read(listRunChanges(world, { after: T0, until: at(20_000) }, 2))).toEqual(
        all.slice(0, 2),
      )
      expect(await store.read(countRunChanges(world, { after: T0, until: at(20_000) }))).toBe(4)
      // Half open: the end of one span is not in the next.
      expect(await store.read(countRunChanges(world, { after: at(10_000), until: at(20_000) }))).toBe(1)
      expect(await store.read(nextRunChange(world, T0))).toBe(all[0]?.at)
      expect(await store.read(nextRunChange(world, at(20_000)))).toBeNull()
      expect(await store.read(lastRunEnd(world, T0))).toBe(at(20_000))
      expect(await store.read(lastRunEnd(world, at(20_000)))).toBeNull()
    })

    test('ended runs are settled in the order of their ends, up to a limit', async () => {
      for (const durationMs of [3000, 1000, 2000]) {
        await startRun(store, world, T0, { durationMs, effect: FAIL })
      }
      expect(await store.write(() => settleSome(world, at(5000), 2))).toBe(true)
      expect(await store.write(() => settleSome(world, at(5000), 2))).toBe(false)
      const query = { world, workspaceId: 'ws_rich', runId: null, limit: 3 }
      expect((await store.write(() => readLedger(query, at(5000)))).entries).toMatchObject([
        { at: at(1000), kind: 'refund', runId: 'run_2', balance: 800_000 },
        { at: at(2000), kind: 'refund', runId: 'run_3', balance: 900_000 },
        { at: at(3000), kind: 'refund', runId: 'run_1', balance: 1_000_000 },
      ])
    })

    test('a run that cannot be paid takes no ordinal and no key', async () => {
      const poor = { workspaceId: 'ws_poor', projectId: 'prj_poor', claimKey: 'k' }
      expect(await startRun(store, world, T0, poor)).toEqual({
        outcome: 'insufficient_credits',
      })
      expect(await ids()).toEqual([])
      expect((await startRun(store, world, T0, { claimKey: 'k' })).outcome).toBe('created')
      expect(await ids()).toEqual(['run_1'])
    })

    test('a claim is taken with the run, until it expires', async () => {
      const claimed = { claimKey: 'k' }
      expect((await startRun(store, world, T0, claimed)).outcome).toBe('created')
      store = await reopen()
      expect(await startRun(store, world, at(7_199_999), claimed)).toEqual({
        outcome: 'duplicate_key',
        earlier: { fingerprint: null, runId: 'run_1' },
      })
      expect((await startRun(store, world, at(7_200_000), claimed)).outcome).toBe('created')
      expect(await startRun(store, world, at(7_200_001), claimed)).toEqual({
        outcome: 'duplicate_key',
        earlier: { fingerprint: null, runId: 'run_2' },
      })
      expect(await ids()).toEqual(['run_2', 'run_1'])
    })

    test('a claim returns its earlier use, until it expires', async () => {
      const [command] = runCommand(world, T0, { claimKey: 'k' })
      const claim = { scope: 'here', key: 'k', expiresAt: at(7_200_000), fingerprint: 'same' }
      expect(await store.read(findEarlierUse(world, claim, T0))).toBeNull()
      await store.write(() => createRun({ ...command, claim }, T0))
      const earlier = { fingerprint: 'same', runId: 'run_1' }
      expect(
        await store.read(findEarlierUse(world, { ...claim, fingerprint: 'other' }, at(7_199_999))),
      ).toEqual(earlier)
      expect(await store.read(findEarlierUse(world, claim, at(7_200_000)))).toBeNull()
      expect(await store.read(findEarlierUse(world, { ...claim, scope: 'there' }, T0))).toBeNull()
    })

    test('simultaneous creations have an outcome each', async () => {
      const commands = Array.from({ length: 30 }, (_, index) =>
        runCommand(world, T0, { claimKey: `k${index % 15}` }),
      )
      const results = await Promise.all(
        commands.map(async ([command, now]) => store.write(() => createRun(command, now))),
      )
      const count = (outcome: string) => results.filter((result) => result.outcome === outcome).length
      expect([count('created'), count('duplicate_key'), count('insufficient_credits')]).toEqual([10, 10, 10])
      expect(await balance()).toBe(0)
    })

    test('a creation that throws does not fail the others in its commit', async () => {
      const [bad, now] = runCommand(world, T0)
      const build = () => {
        throw new Error('no plan')
      }
      const results = await Promise.allSettled([
        startRun(store, world, T0),
        store.write(() => createRun({ ...bad, build }, now)),
        startRun(store, world, T0),
      ])
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect(await ids()).toEqual(['run_2', 'run_1'])
      expect(await balance()).toBe(800_000)
      const query = { world, workspaceId: 'ws_rich', runId: null, limit: 10 }
      expect((await store.write(() => readLedger(query, T0))).entries.map((entry) => entry.balance)).toEqual([
        1_000_000, 900_000, 800_000,
      ])
    })

    test('the price is reserved at creation, kept on success and returned on failure', async () => {
      await startRun(store, world, T0)
      await startRun(store, world, T0, { effect: FAIL, durationMs: 5_000 })
      expect(await store.read(balanceAt(world, 'ws_rich', at(4_999)))).toBe(800_000)
      expect(await store.read(balanceAt(world, 'ws_rich', at(5_000)))).toBe(900_000)
      store = await reopen()
      expect(await store.read(balanceAt(world, 'ws_rich', at(20_000)))).toBe(900_000)
      // The next creation settles the runs, and the balance stays the same.
      await startRun(store, world, at(20_000), { quote: microUsd(0) })
      expect(await store.read(balanceAt(world, 'ws_rich', at(20_000)))).toBe(900_000)
      expect(await store.read(balanceAt(world, 'ws_nope', T0))).toBeNull()
    })

    test('the ledger stays in order of time when a request with an earlier instant commits later', async () => {
      await startRun(store, world, at(9_000))
      await startRun(store, world, at(2_000))
      await store.write(() => setBalance(world, 'ws_rich', microUsd(500_000), at(1_000)))
      const query = { world, workspaceId: 'ws_rich', runId: null, limit: 10 }
      const { entries } = await store.write(() => readLedger(query, at(9_000)))
      expect(entries.map((entry) => [entry.kind, entry.at, entry.balance])).toEqual([
        ['adjust', T0, 1_000_000],
        ['reserve', at(9_000), 900_000],
        ['reserve', at(9_000), 800_000],
        ['adjust', at(9_000), 500_000],
      ])
    })

    test('a creation can spend the refund that it settles', async () => {
      const whole = { quote: microUsd(1_000_000), effect: FAIL }
      expect((await startRun(store, world, T0, whole)).outcome).toBe('created')
      expect((await startRun(store, world, at(9_999), whole)).outcome).toBe('insufficient_credits')
      expect((await startRun(store, world, at(10_000), whole)).outcome).toBe('created')
    })

    test('history has pages, newest first, with exact totals', async () => {
      for (let n = 0; n < 5; n += 1) {
        await startRun(store, world, at(n), { projectId: n % 2 === 0 ? 'prj_1' : 'prj_2' })
      }
      const page = async (before: number | null, changes = {}) =>
        listRuns(store, { world, ...everything, before, limit: 2, ...changes }, T0)
      const first = await page(null)
      expect(first).toMatchObject({ more: true, total: 5 })
      expect(first.rows.map((run) => run.ordinal)).toEqual([5, 4])
      expect(await page(2)).toMatchObject({ more: false, total: 5, rows: [{ ordinal: 1 }] })
      expect(await page(null, { projectId: 'prj_2' })).toMatchObject({ more: false, total: 2 })
      expect(await page(null, { workspaceId: 'ws_rich' })).toMatchObject({ more: true, total: 5 })
      expect(await page(null, { workspaceId: 'ws_poor', projectId: 'prj_1' })).toMatchObject({
        rows: [],
        total: 0,
      })
      expect(await page(null, { projectId: 'prj_nope' })).toMatchObject({ rows: [], total: 0 })
    })

    test('a project is created, found, searched and counted', async () => {
      const build = (ordinal: number) => ({
        id: `prj_new${ordinal}`,
        workspaceId: 'ws_rich',
        name: 'ÉTÉ 50%',
        origin: 'api',
        createdAt: at(3),
      })
      const claim = { scope: 'p', key: 'k', expiresAt: at(10) }
      const result = await store.write(() => createProject({ world, claim, folderId: null, build }, at(3)))
      expect(result).toMatchObject({ outcome: 'created', project: { id: 'prj_new4', ordinal: 4 } })
      expect(await store.write(() => createProject({ world, claim, folderId: null, build }, at(3)))).toEqual({
        outcome: 'duplicate_key',
      })
      store = await reopen()
      const found = await store.read(findProject(world, 'prj_new4'))
      expect(result).toEqual({ outcome: 'created', project: found })
      const query = { world, workspaceId: 'ws_rich', before: null, offset: 0, limit: 2 }
      expect(await store.read(listProjects({ ...query, search: 'été' }))).toMatchObject({
        rows: [found],
        total: 1,
      })
      expect(await store.read(listProjects({ ...query, search: null }))).toMatchObject({
        more: true,
        total: 3,
      })
      await startRun(store, world, at(50), { projectId: 'prj_new4' })
      expect((await store.read(findProject(world, 'prj_new4')))?.modifiedAt).toBe(at(50))
    })
  })
}
