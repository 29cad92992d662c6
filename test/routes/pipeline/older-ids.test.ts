import { expect, test } from 'vitest'
import type { GenerationPage, RunStart } from '../../../src/schemas/runs/run.ts'
import type { Project } from '../../../src/schemas/workspaces/project.ts'
import { MUG, startApi } from '../../support/api.ts'

const OLDER = 'proj_abc123'

test('a project id that begins with proj_ names the same project in a body, a path and a query', async () => {
  const api = await startApi()
  const body = { ...MUG, project_id: OLDER }
  const run = await api.post<RunStart>('/runs/generation', body)
  expect(run.project_id).toBe('prj_abc123')
  expect(await api.get<Project>(`/projects/${OLDER}`)).toMatchObject({ project_id: 'prj_abc123' })
  const page = await api.get<GenerationPage>(`/generations?project_id=${OLDER}&limit=1`)
  expect(page.generations[0]?.run_id).toBe(run.run_id)
})

test('an idempotency key has one scope for both spellings', async () => {
  const api = await startApi()
  const headers = { 'idempotency-key': 'k' }
  await api.post('/generate', { ...MUG, project_id: OLDER }, headers)
  const { error } = await api.refusal('/generate', { method: 'POST', json: MUG, headers })
  expect(error.code).toBe('idempotency_duplicate')
})

test('an unknown project is not found in either spelling', async () => {
  const { status } = await (await startApi()).refusal('/projects/proj_nope')
  expect(status).toBe(404)
})

test('--strict refuses the older spelling with the expected prefix', async () => {
  const api = await startApi({ strict: true })
  const message = 'Must be an id that starts with "prj_"'
  const json = { ...MUG, project_id: OLDER }
  const { error } = await api.refusal('/runs/generation', { method: 'POST', json })
  expect(error.fields).toMatchObject([{ field: 'project_id', message }])
  expect((await api.refusal(`/projects/${OLDER}`)).error.fields).toMatchObject([
    { field: 'projectId', message },
  ])
})
