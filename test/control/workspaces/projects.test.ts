import { expect, test } from 'vitest'
import type { ProjectPage } from '../../../src/schemas/workspaces/project.ts'
import { startApi } from '../../support/api.ts'
import { refused } from '../../support/control.ts'

test('the projects of every workspace are listed as the emulated API shows them', async () => {
  const api = await startApi()
  await api.post('/projects', { name: 'Autumn', workspace_id: 'ws_abc123' })
  const pages = await Promise.all(
    ['ws_abc123', 'ws_empty'].map(async (id) => api.get<ProjectPage>(`/projects?workspace_id=${id}`)),
  )
  expect(await api.world.projects()).toEqual(pages.flatMap(({ projects }) => projects))
})

test('the limit applies to the projects of each workspace', async () => {
  const api = await startApi()
  await api.post('/projects', { name: 'Autumn', workspace_id: 'ws_abc123' })
  const projects = await api.world.projects({ limit: 1 })
  expect(projects.map(({ name, workspace_id: id }) => [id, name])).toEqual([
    ['ws_abc123', 'Autumn'],
    ['ws_empty', expect.any(String)],
  ])
  const [status, message] = await refused(api, 'GET', '/worlds/default/projects?limit=0')
  expect([status, message]).toEqual([400, expect.stringContaining('limit')])
})
