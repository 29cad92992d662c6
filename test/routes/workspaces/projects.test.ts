import { expect, test } from 'vitest'
import type { Project, ProjectPage } from '../../../src/schemas/workspaces/project.ts'
import { START, startApi } from '../../support/api.ts'

const create = (name: string) => ({ name, workspace_id: 'ws_abc123' })
const names = (page: ProjectPage) => page.projects.map((project) => project.name)

test('a new project can be read and is listed first', async () => {
  const api = await startApi()
  const project = await api.post<Project>('/projects', create('Autumn'))
  expect(project).toEqual({
    project_id: expect.stringMatching(/^prj_\S+$/),
    name: 'Autumn',
    workspace_id: 'ws_abc123',
    origin: 'api',
    last_modified: START,
    created_at: START,
  })
  expect(await api.get(`/projects/${project.project_id}`)).toEqual(project)
  const page = await api.get<ProjectPage>('/projects?workspace_id=ws_abc123')
  expect(names(page)).toEqual(['Autumn', 'Spring Campaign'])
  expect(page.meta).toEqual({ next_cursor: null, total_estimate: 2 })
})

test('a generation modifies its project', async () => {
  const api = await startApi()
  await api.world.clock.advance({ seconds: 5 })
  await api.generate()
  expect((await api.get<Project>('/projects/prj_abc123')).last_modified).toBe(START + 5_000)
})

test('projects are listed by recent activity', async () => {
  const api = await startApi()
  const ids: string[] = []
  for (const name of ['a', 'b', 'c']) {
    await api.world.clock.advance({ seconds: 1 })
    ids.push((await api.post<Project>('/projects', create(name))).project_id)
  }
  const list = async () => names(await api.get<ProjectPage>('/projects?workspace_id=ws_abc123'))
  expect(await list()).toEqual(['c', 'b', 'a', 'Spring Campaign'])
  await api.world.clock.advance({ seconds: 1 })
  await api.generate()
  expect(await list()).toEqual(['Spring Campaign', 'c', 'b', 'a'])
  await api.world.clock.advance({ seconds: 1 })
  await api.call(`/projects/${ids[0]}/canvas`, { method: 'PATCH', json: { diagram: 'graph LR\n a[Mug]' } })
  expect(await list()).toEqual(['a', 'Spring Campaign', 'c', 'b'])
})

test('a cursor goes on at its place when projects before and after it become active', async () => {
  const api = await startApi()
  const byName = new Map<string, string>()
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    byName.set(name, (await api.post<Project>('/projects', create(name))).project_id)
  }
  const page = async (query: string) =>
    api.get<ProjectPage>(`/projects?workspace_id=ws_abc123&limit=2${query}`)
  const first = await page('')
  expect(names(first)).toEqual(['e', 'd'])
  await api.world.clock.advance({ seconds: 1 })
  await api.generate({ project_id: byName.get('e') })
  await api.generate({ project_id: byName.get('b') })
  const second = await page(`&cursor=${first.meta.next_cursor}`)
  // `b` is at the beginning of the list now.
  expect(names(second)).toEqual(['c', 'a'])
  expect(names(await page(`&cursor=${second.meta.next_cursor}`))).toEqual(['Spring Campaign'])
  expect(names(await page(''))).toEqual(['e', 'b'])
})

test('the list pages without repeating or missing a row while rows arrive', async () => {
  const api = await startApi()
  for (const name of ['a', 'b', 'c', 'd']) await api.post('/projects', create(name))
  const first = await api.get<ProjectPage>('/projects?workspace_id=ws_abc123&limit=2')
  await api.post('/projects', create('late'))
  const path = `/projects?workspace_id=ws_abc123&limit=2&cursor=${first.meta.next_cursor}`
  const second = await api.get<ProjectPage>(path)
  expect([...names(first), ...names(second)]).toEqual(['d', 'c', 'b', 'a'])
  expect(second.meta.total_estimate).toBe(6)
})

test('the list is searched by a part of the name, without regard to case, in any script', async () => {
  const api = await startApi()
  for (const name of ['Été à Paris', '50% off_', 'Öl']) await api.post('/projects', create(name))
  const search = async (text: string) => {
    const query = `/projects?workspace_id=ws_abc123&query=${encodeURIComponent(text)}`
    return names(await api.get<ProjectPage>(query))
  }
  expect(await search('été')).toEqual(['Été à Paris'])
  expect(await search('ÖL')).toEqual(['Öl'])
  expect(await search('%')).toEqual(['50% off_'])
  expect(await search('_')).toEqual(['50% off_'])
  expect(await search('spring')).toEqual(['Spring Campaign'])
  expect(await search('winter')).toEqual([])
})

test('wrong requests are refused', async () => {
  const api = await startApi()
  expect((await api.refusal('/projects')).error.fields).toMatchObject([
    { field: 'workspace_id', message: 'Required' },
  ])
  expect((await api.refusal('/projects?workspace_id=ws_nope')).status).toBe(404)
  expect((await api.refusal('/projects/prj_nope')).status).toBe(404)
  expect((await api.refusal('/projects/nope')).status).toBe(400)
  const post = async (json: unknown) => api.refusal('/projects', { method: 'POST', json })
  expect((await post({})).error.fields).toMatchObject([
    { field: 'name', message: 'Required' },
    { field: 'workspace_id', message: 'Required' },
  ])
  expect((await post({ ...create(''), extra: 1 })).error.fields?.[0]?.field).toBe('name')
  expect((await post({ name: 'x', workspace_id: 'ws_nope' })).status).toBe(404)
})

test('a name with a lone surrogate reads the same in every answer', async () => {
  const api = await startApi()
  const project = await api.post<Project>('/projects', create('half \ud83d pair'))
  expect(project.name).toBe('half \ufffd pair')
  expect(await api.get(`/projects/${project.project_id}`)).toEqual(project)
})
