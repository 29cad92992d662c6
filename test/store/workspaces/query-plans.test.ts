import { expect, onTestFinished, test } from 'vitest'
import { SqliteStore } from '../../../src/store/engine/sqlite-store.ts'
import { listProjects } from '../../../src/store/workspaces/projects.ts'
import { queryPlans } from '../../support/query-plans.ts'
import { openWorld } from '../../support/store.ts'

test('every page of projects is read from an index in the order of activity', async () => {
  const store = new SqliteStore(null)
  onTestFinished(() => store.close())
  const world = await openWorld(store)
  const plans = await queryPlans('SELECT * FROM projects', async () => {
    for (const search of [null, 'x']) {
      for (const before of [null, [1, 1]] as const) {
        const query = { world, workspaceId: 'ws_rich', search, before, offset: 0, limit: 20 }
        await store.read(listProjects(query))
      }
    }
  })
  const pages = [...plans].filter(([text]) => text.includes('LIMIT'))
  expect(pages.length).toBeGreaterThan(0)
  for (const [text, plan] of pages) {
    expect(plan, text).toContain('projects_by_activity')
    expect(plan, text).not.toContain('TEMP B-TREE')
  }
})
