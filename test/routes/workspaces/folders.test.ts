import { expect, test } from 'vitest'
import type { Project, ProjectPage } from '../../../src/schemas/workspaces/project.ts'
import { START, startApi } from '../../support/api.ts'

const IN_WORKSPACE = '/workspaces/ws_abc123/projects'
const IN_FOLDER = '/workspaces/ws_abc123/folders/fld_abc123/projects'
const key = { 'idempotency-key': 'once' }

test.each([IN_WORKSPACE, IN_FOLDER])('a project from POST %s can be read and used', async (path) => {
  const api = await startApi()
  const project = await api.post<Project>(path, { name: 'Autumn' })
  expect(project).toEqual({
    project_id: expect.stringMatching(/^prj_\S+$/),
    name: 'Autumn',
    workspace_id: 'ws_abc123',
    origin: 'api',
    last_modified: START,
    created_at: START,
  })
  expect(await api.get(`/projects/${project.project_id}`)).toEqual(project)
  await api.generate({ project_id: project.project_id })
})

test('a snapshot contains the folder of a project', async () => {
  const api = await startApi()
  await api.post(IN_WORKSPACE, { name: 'Loose' })
  const filed = await api.post<Project>(IN_FOLDER, { name: 'Filed' })
  expect((await api.world.snapshot()).tables.folder_projects).toEqual([
    { project_id: filed.project_id, folder_id: 'fld_abc123' },
  ])
})

test('a folder of another workspace and an unknown folder are 404, and nothing is created', async () => {
  const api = await startApi()
  for (const path of [
    '/workspaces/ws_nope/projects',
    '/workspaces/ws_nope/folders/fld_abc123/projects',
    '/workspaces/ws_empty/folders/fld_abc123/projects',
    '/workspaces/ws_abc123/folders/fld_nope/projects',
    '/workspaces/ws_abc123/folders/libfolder_abc123/projects',
  ]) {
    const refusal = await api.refusal(path, { method: 'POST', json: { name: 'x' }, headers: key })
    expect([path, refusal.status, refusal.error.code]).toEqual([path, 404, 'not_found'])
  }
  expect((await api.get<ProjectPage>('/projects?workspace_id=ws_abc123')).projects).toHaveLength(1)
  await api.post(IN_FOLDER, { name: 'x' }, key)
})

test.each(['', '{}', 'null'])('the body %j is refused without a name', async (text) => {
  const api = await startApi()
  for (const path of [IN_WORKSPACE, IN_FOLDER]) {
    const { status, error } = await api.refusal(path, { method: 'POST', text })
    expect(status).toBe(400)
    expect(error.fields).toMatchObject([{ field: 'name', message: 'Required' }])
  }
})

test.each([
  [IN_WORKSPACE, { name: '' }, 'name', 'String must contain at least 1 character(s)'],
  [IN_FOLDER, { name: 7 }, 'name', 'Expected string, received number'],
  [IN_FOLDER, [], 'body', 'Expected object, received array'],
  ['/workspaces/abc/projects', { name: 'x' }, 'workspaceId', 'Must be an id that starts with "ws_"'],
])('POST %s %j is refused with the field and the reason', async (path, json, field, message) => {
  const { status, error } = await (await startApi()).refusal(path, { method: 'POST', json })
  expect(status).toBe(400)
  expect(error.fields).toMatchObject([{ field, message }])
})

test.each([IN_WORKSPACE, IN_FOLDER])('requests with one key create one project by POST %s', async (path) => {
  const api = await startApi()
  const answers = await Promise.all(
    [1, 2, 3].map(() => api.call(path, { method: 'POST', json: { name: 'x' }, headers: key })),
  )
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409])
  expect((await api.get<ProjectPage>('/projects?workspace_id=ws_abc123')).projects).toHaveLength(2)
  await api.world.clock.advance({ seconds: 7200 })
  await api.post(path, { name: 'x' }, key)
})

test('a read-only key cannot create projects', async () => {
  const viewer = (await startApi()).as('sk_live_viewer')
  for (const path of [IN_WORKSPACE, IN_FOLDER]) {
    expect((await viewer.refusal(path, { method: 'POST', json: { name: 'x' } })).status).toBe(403)
  }
})
