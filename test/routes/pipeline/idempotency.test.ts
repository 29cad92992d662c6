import { expect, test } from 'vitest'
import type { Project } from '../../../src/schemas/workspaces/project.ts'
import { MUG, startApi } from '../../support/api.ts'

const key = { 'idempotency-key': 'order-17' }
const again = { method: 'POST', json: MUG, headers: key }
const DUPLICATE = { code: 'idempotency_duplicate', message: 'Duplicate idempotency key.' }

test('a key that was used within two hours is answered 409 and creates nothing', async () => {
  const api = await startApi()
  await api.generate({}, key)
  const { status, error } = await api.refusal('/generate', again)
  expect(status).toBe(409)
  expect(error).toEqual(DUPLICATE)
  await api.world.clock.advance({ ms: 2 * 3600_000 - 1 })
  expect((await api.refusal('/generate', again)).status).toBe(409)
  expect((await api.generations()).meta.total_estimate).toBe(2)
  await api.world.clock.advance({ ms: 1 })
  await api.generate({}, key)
})

test('the scope of a key is one operation and one project', async () => {
  const api = await startApi()
  await api.generate({}, key)
  const { project_id } = await api.post<Project>(
    '/projects',
    { name: 'Other', workspace_id: 'ws_abc123' },
    key,
  )
  await api.generate({ project_id }, key)
  await api.post('/runs/generation', MUG, key)
})

test('a request that fails releases its key', async () => {
  const api = await startApi()
  const poor = { ...MUG, workspace_id: 'ws_empty', project_id: 'prj_empty' }
  for (const status of [402, 402]) {
    expect((await api.refusal('/generate', { method: 'POST', json: poor, headers: key })).status).toBe(status)
  }
  const unknown = { ...MUG, model: 'nope' }
  expect((await api.refusal('/generate', { method: 'POST', json: unknown, headers: key })).status).toBe(400)
  await api.generate({}, key)
})

test('a run that fails later does not release its key', async () => {
  const api = await startApi()
  await api.generate({ prompt: '[[fail:SERVER_ERROR]] [[duration:0]]' }, key)
  expect((await api.refusal('/generate', again)).status).toBe(409)
})

test('a repeat is refused before its project, model and balance are checked', async () => {
  const api = await startApi()
  await api.generate({}, key)
  const json = { ...MUG, model: 'nope' }
  expect((await api.refusal('/generate', { method: 'POST', json, headers: key })).error).toEqual(DUPLICATE)
  const viewer = api.as('sk_live_viewer')
  expect((await viewer.refusal('/generate', again)).error).toEqual(DUPLICATE)
  expect((await api.refusal('/generate', { method: 'POST', json: {}, headers: key })).status).toBe(400)
})

test('50 simultaneous requests with one key create one run', async () => {
  const api = await startApi()
  const answers = await Promise.all(Array.from({ length: 50 }, async () => api.call('/generate', again)))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(49)
  expect((await api.generations()).meta.total_estimate).toBe(2)
})

test('an empty key is ignored, and a key that is too long is refused', async () => {
  const api = await startApi()
  await api.generate({}, { 'idempotency-key': '' })
  await api.generate({}, { 'idempotency-key': '' })
  const headers = { 'idempotency-key': 'k'.repeat(256) }
  const { status, error } = await api.refusal('/generate', { method: 'POST', json: MUG, headers })
  expect(status).toBe(400)
  expect(error.fields?.[0]?.field).toBe('Idempotency-Key')
})

test('reads ignore the header', async () => {
  const api = await startApi()
  for (let count = 0; count < 2; count += 1) {
    expect((await api.call('/models', { headers: key })).status).toBe(200)
  }
})
