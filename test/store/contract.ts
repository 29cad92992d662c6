import { beforeEach, describe, expect, test } from 'vitest'
import { microUsd } from '../../src/kernel/units.ts'
import type { Store, WorldKey } from '../../src/store/store.ts'
import { at, createRun, createWorld, everything, FAIL, newWorld, T0 } from '../support/store.ts'

export interface StoreUnderTest {
  readonly store: Store
  /** Closes and opens again where something outlives the process; otherwise the same store. */
  readonly reopen: () => Promise<Store>
}

/** What every kind of store must do. */
export function storeContract(name: string, open: () => StoreUnderTest): void {
  describe(name, () => {
    let store: Store
    let reopen: () => Promise<Store>
    let world: WorldKey

    beforeEach(async () => {
      ;({ store, reopen } = open())
      world = await createWorld(store)
    })

    const balance = async () => store.balanceAt(world, 'ws_rich', T0)
    const ids = async (changes: object = {}, now = T0) => {
      const page = await store.listRuns({ world, ...everything, before: null, limit: 100, ...changes }, now)
      return page.rows.map((run) => run.id)
    }

    test('a world is created once, and found by its name', async () => {
      expect(await store.worlds.find('other')).toBeNull()
      const both = await Promise.all([
        store.worlds.create(newWorld('other')),
        store.worlds.create(newWorld('other')),
      ])
      expect(both[0]).toEqual(both[1])
      expect(both[0].key).not.toBe(world)
      store = await reopen()
      expect(await store.worlds.find('other')).toEqual(both[0])
      expect(await store.listWorkspaces(both[0].key)).toHaveLength(2)
    })

    test('worlds share nothing', async () => {
      const other = await createWorld(store, 'other')
      await store.createRun(...createRun(world, T0, { claimKey: 'k' }))
      expect(await store.findRun(other, 'run_1')).toBeNull()
      expect((await store.createRun(...createRun(other, T0, { claimKey: 'k' }))).outcome).toBe('created')
      expect(await store.balanceAt(other, 'ws_rich', T0)).toBe(900_000)
      expect(await balance()).toBe(900_000)
    })

    test('a clock is kept', async () => {
      await store.worlds.saveClock(world, { mode: 'real', offsetMs: 5_000 })
      store = await reopen()
      expect((await store.worlds.find('default'))?.clock).toEqual({ mode: 'real', offsetMs: 5_000 })
      await store.worlds.saveClock(world, { mode: 'auto', nowMs: at(9) })
      store = await reopen()
      expect((await store.worlds.find('default'))?.clock).toEqual({ mode: 'auto', nowMs: at(9) })
    })

    test('a run is kept exactly, with its number', async () => {
      const result = await store.createRun(...createRun(world, at(5)))
      const run = result.outcome === 'created' ? result.run : null
      expect(run).toMatchObject({ id: 'run_1', ordinal: 1, createdAt: at(5), projectId: 'prj_1' })
      store = await reopen()
      expect(await store.findRun(world, 'run_1')).toEqual(run)
      expect((await store.createRun(...createRun(world, at(6)))).outcome).toBe('created')
      expect((await store.findRun(world, 'run_2'))?.ordinal).toBe(2)
    })

    test('what begins and ends in a span is found in order, counted, and foreseen', async () => {
      await store.createRun(...createRun(world, T0, { durationMs: 20_000 }))
      await store.createRun(...createRun(world, T0, { durationMs: 10_000, effect: FAIL }))
      const all = await store.changes(world, T0, at(20_000), 100)
      expect(all.map(({ runId, status }) => `${runId} ${status}`).toSorted()).toEqual([
        'run_1 completed',
        'run_1 running',
        'run_2 failed',
        'run_2 running',
      ])
      expect(all.map((change) => change.at)).toEqual(all.map((change) => change.at).toSorted((a, b) => a - b))
      expect(await store.changes(world, T0, at(20_000), 2)).toEqual(all.slice(0, 2))
      expect(await store.countChanges(world, T0, at(20_000))).toBe(4)
      // Half open: what happens at the end of one span is not in the next.
      expect(await store.countChanges(world, at(10_000), at(20_000))).toBe(1)
      expect(await store.nextChange(world, T0)).toBe(all[0]?.at)
      expect(await store.nextChange(world, at(20_000))).toBeNull()
      expect(await store.lastEnd(world, T0)).toBe(at(20_000))
      expect(await store.lastEnd(world, at(20_000))).toBeNull()
    })

    test('runs that are over are settled in the order of their ends, as many at once as asked for', async () => {
      for (const durationMs of [3000, 1000, 2000]) {
        await store.createRun(...createRun(world, T0, { durationMs, effect: FAIL }))
      }
      expect(await store.settle(world, at(5000), 2)).toBe(true)
      expect(await store.settle(world, at(5000), 2)).toBe(false)
      const query = { world, workspaceId: 'ws_rich', runId: null, limit: 3 }
      expect(await store.listLedger(query, at(5000))).toMatchObject([
        { at: at(1000), kind: 'refund', runId: 'run_2', balance: 800_000 },
        { at: at(2000), kind: 'refund', runId: 'run_3', balance: 900_000 },
        { at: at(3000), kind: 'refund', runId: 'run_1', balance: 1_000_000 },
      ])
    })

    test('a run that cannot be paid is not created and uses no number and no key', async () => {
      const poor = { workspaceId: 'ws_poor', projectId: 'prj_poor', claimKey: 'k' }
      expect(await store.createRun(...createRun(world, T0, poor))).toEqual({
        outcome: 'insufficient_credits',
      })
      expect(await ids()).toEqual([])
      expect((await store.createRun(...createRun(world, T0, { claimKey: 'k' }))).outcome).toBe('created')
      expect(await ids()).toEqual(['run_1'])
    })

    test('a claim is taken with the run, until it expires', async () => {
      const claimed = { claimKey: 'k' }
      expect((await store.createRun(...createRun(world, T0, claimed))).outcome).toBe('created')
      store = await reopen()
      expect(await store.createRun(...createRun(world, at(7_199_999), claimed))).toEqual({
        outcome: 'duplicate_key',
        earlier: { fingerprint: null, runId: 'run_1' },
      })
      expect((await store.createRun(...createRun(world, at(7_200_000), claimed))).outcome).toBe('created')
      expect(await store.createRun(...createRun(world, at(7_200_001), claimed))).toEqual({
        outcome: 'duplicate_key',
        earlier: { fingerprint: null, runId: 'run_2' },
      })
      expect(await ids()).toEqual(['run_2', 'run_1'])
    })

    test('a claim tells what it was used for, until it expires', async () => {
      const [command] = createRun(world, T0, { claimKey: 'k' })
      const claim = { scope: 'here', key: 'k', expiresAt: at(7_200_000), fingerprint: 'same' }
      expect(await store.earlierUse(world, claim, T0)).toBeNull()
      await store.createRun({ ...command, claim }, T0)
      const earlier = { fingerprint: 'same', runId: 'run_1' }
      expect(await store.earlierUse(world, { ...claim, fingerprint: 'other' }, at(7_199_999))).toEqual(
        earlier,
      )
      expect(await store.earlierUse(world, claim, at(7_200_000))).toBeNull()
      expect(await store.earlierUse(world, { ...claim, scope: 'there' }, T0)).toBeNull()
    })

    test('creations that arrive together each have their own outcome', async () => {
      const commands = Array.from({ length: 30 }, (_, index) =>
        createRun(world, T0, { claimKey: `k${index % 15}` }),
      )
      const results = await Promise.all(commands.map(async ([command, now]) => store.createRun(command, now)))
      const count = (outcome: string) => results.filter((result) => result.outcome === outcome).length
      expect([count('created'), count('duplicate_key'), count('insufficient_credits')]).toEqual([10, 10, 10])
      expect(await balance()).toBe(0)
    })

    test('a creation that throws takes no other down with it', async () => {
      const [bad, now] = createRun(world, T0)
      const build = () => {
        throw new Error('no plan')
      }
      const results = await Promise.allSettled([
        store.createRun(...createRun(world, T0)),
        store.createRun({ ...bad, build }, now),
        store.createRun(...createRun(world, T0)),
      ])
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect(await ids()).toEqual(['run_2', 'run_1'])
      expect(await balance()).toBe(800_000)
      const query = { world, workspaceId: 'ws_rich', runId: null, limit: 10 }
      expect((await store.listLedger(query, T0)).map((entry) => entry.balance)).toEqual([
        1_000_000, 900_000, 800_000,
      ])
    })

    test('the price is reserved at once, kept on success, given back on failure', async () => {
      await store.createRun(...createRun(world, T0))
      await store.createRun(...createRun(world, T0, { effect: FAIL, durationMs: 5_000 }))
      expect(await store.balanceAt(world, 'ws_rich', at(4_999))).toBe(800_000)
      expect(await store.balanceAt(world, 'ws_rich', at(5_000))).toBe(900_000)
      store = await reopen()
      expect(await store.balanceAt(world, 'ws_rich', at(20_000))).toBe(900_000)
      // Settled for good by the next creation; the balance is the same either way.
      await store.createRun(...createRun(world, at(20_000), { quote: microUsd(0) }))
      expect(await store.balanceAt(world, 'ws_rich', at(20_000))).toBe(900_000)
      expect(await store.balanceAt(world, 'ws_nope', T0)).toBeNull()
    })

    test('money that comes back can be spent by the creation that finds it', async () => {
      const whole = { quote: microUsd(1_000_000), effect: FAIL }
      expect((await store.createRun(...createRun(world, T0, whole))).outcome).toBe('created')
      expect((await store.createRun(...createRun(world, at(9_999), whole))).outcome).toBe(
        'insufficient_credits',
      )
      expect((await store.createRun(...createRun(world, at(10_000), whole))).outcome).toBe('created')
    })

    test('history is cut into pages, newest first, with exact totals', async () => {
      for (let n = 0; n < 5; n += 1) {
        await store.createRun(...createRun(world, at(n), { projectId: n % 2 === 0 ? 'prj_1' : 'prj_2' }))
      }
      const page = async (before: number | null, changes = {}) =>
        store.listRuns({ world, ...everything, before, limit: 2, ...changes }, T0)
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
      const result = await store.createProject({ world, claim, build }, at(3))
      expect(result).toMatchObject({ outcome: 'created', project: { id: 'prj_new4', ordinal: 4 } })
      expect(await store.createProject({ world, claim, build }, at(3))).toEqual({ outcome: 'duplicate_key' })
      store = await reopen()
      const found = await store.findProject(world, 'prj_new4')
      expect(result).toEqual({ outcome: 'created', project: found })
      const query = { world, workspaceId: 'ws_rich', before: null, limit: 2 }
      expect(await store.listProjects({ ...query, search: 'été' })).toMatchObject({ rows: [found], total: 1 })
      expect(await store.listProjects({ ...query, search: null })).toMatchObject({ more: true, total: 3 })
      await store.createRun(...createRun(world, at(50), { projectId: 'prj_new4' }))
      expect((await store.findProject(world, 'prj_new4'))?.modifiedAt).toBe(at(50))
    })
  })
}
