import { expect, onTestFinished, test } from 'vitest'
import { SqliteStore } from '../../../src/store/engine/sqlite-store.ts'
import { preparedBy, queryPlans } from '../../support/query-plans.ts'
import { everything, listRuns, openWorld, T0 } from '../../support/store.ts'

async function openStore() {
  const store = new SqliteStore(null)
  onTestFinished(() => store.close())
  return { store, world: await openWorld(store) }
}

test('every page of history is read from an index that ends in its sort key', async () => {
  const { store, world } = await openStore()
  const plans = await queryPlans('SELECT id, ordinal FROM runs', async () => {
    for (const status of [null, 'completed', 'failed', 'pending'] as const) {
      for (const filter of [{}, { workspaceId: 'ws_rich' }, { projectId: 'prj_1' }]) {
        for (const before of [null, 7]) {
          await listRuns(store, { world, ...everything, status, ...filter, before, limit: 20 }, T0)
        }
      }
    }
  })
  expect(plans.size).toBe(24)
  for (const [text, plan] of plans) {
    expect(plan, text).toMatch(/^SEARCH runs USING /)
    // Few runs are in flight beside a long history, so sorting them costs less than walking the history.
    if (!text.includes('runs_unsettled')) expect(plan, text).not.toContain('TEMP B-TREE')
  }
})

test('no statement binds a bare LIMIT, which SQLite would plan anew for each value', async () => {
  const { texts } = await preparedBy(async () => {
    const { store, world } = await openStore()
    await listRuns(store, { world, ...everything, before: null, limit: 20 }, T0)
  })
  const limited = texts.filter((text) => /\blimit\b/i.test(text))
  expect(limited).toContainEqual(expect.stringContaining('SELECT id, ordinal FROM runs'))
  expect(limited.filter((text) => /\blimit\s+[?@:$]/i.test(text))).toEqual([])
})
