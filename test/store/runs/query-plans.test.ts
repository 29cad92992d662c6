import Database from 'better-sqlite3'
import { expect, test, vi } from 'vitest'
import { SqliteStore } from '../../../src/store/engine/sqlite-store.ts'
import { everything, listRuns, openWorld, T0 } from '../../support/store.ts'

test('every page of history is read from an index that ends in its sort key', async () => {
  const store = new SqliteStore(null)
  const world = await openWorld(store)
  const prepare = vi.spyOn(Database.prototype, 'prepare')
  for (const status of [null, 'completed', 'failed', 'pending'] as const) {
    for (const filter of [{}, { workspaceId: 'ws_rich' }, { projectId: 'prj_1' }]) {
      for (const before of [null, 7]) {
        await listRuns(store, { world, ...everything, status, ...filter, before, limit: 20 }, T0)
      }
    }
  }
  const pages = prepare.mock.calls
    .map(([sql]) => sql)
    .filter((sql) => sql.startsWith('SELECT id, ordinal FROM runs'))
  expect(pages).toHaveLength(24)
  const db = prepare.mock.contexts[0] as Database.Database
  prepare.mockRestore()
  for (const sql of pages) {
    const values = sql.match(/\?/g)?.map(() => 1) ?? []
    const steps = db.prepare<[unknown[]], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(values)
    const plan = steps.map(({ detail }) => detail).join('; ')
    expect(plan, sql).toMatch(/^SEARCH runs USING /)
    // What is pending or running is few beside a long history, so sorting it beats walking the history.
    if (!sql.includes('runs_unsettled')) expect(plan, sql).not.toContain('TEMP B-TREE')
  }
  await store.close()
})

test('no statement binds a bare LIMIT, for which SQLite would plan it anew each time', async () => {
  const prepare = vi.spyOn(Database.prototype, 'prepare')
  const store = new SqliteStore(null)
  const world = await openWorld(store)
  await listRuns(store, { world, ...everything, before: null, limit: 20 }, T0)
  const limited = prepare.mock.calls.map(([sql]) => sql).filter((sql) => /\blimit\b/i.test(sql))
  prepare.mockRestore()
  expect(limited).toContainEqual(expect.stringContaining('SELECT id, ordinal FROM runs'))
  expect(limited.filter((sql) => /\blimit\s+[?@:$]/i.test(sql))).toEqual([])
  await store.close()
})
