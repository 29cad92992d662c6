import { expect, test } from 'vitest'
import type { WorkspaceList } from '../../../src/schemas/workspaces/workspace.ts'
import { MUG, startApi } from '../../support/api.ts'

test.each([
  [{ authorization: '' }, 'unauthorized'],
  [{ authorization: 'Bearer' }, 'unauthorized'],
  [{ authorization: 'Basic dXNlcjpwYXNz' }, 'unauthorized'],
  [{ authorization: 'sk_live_flora' }, 'unauthorized'],
  [{ authorization: 'Bearer Bearer sk_live_flora' }, 'invalid_api_key'],
  [{ authorization: 'Bearer   sk_live_flora' }, 'invalid_api_key'],
  [{ authorization: `Bearer ${'k'.repeat(600)}` }, 'invalid_api_key'],
  [{ authorization: 'Bearer sk_live_revoked' }, 'invalid_api_key'],
  [{ authorization: 'Bearer sk_test_' }, 'invalid_api_key'],
  [{ authorization: 'Bearer sk_test_-dash' }, 'invalid_api_key'],
  [{ authorization: 'Bearer sk_test_a/b' }, 'invalid_api_key'],
  [{ authorization: `Bearer sk_test_${'w'.repeat(64)}` }, 'invalid_api_key'],
  [{ authorization: 'Bearer sk_test___proto__' }, 'invalid_api_key'],
])('%o is answered with 401 %s', async (headers, code) => {
  const api = await startApi()
  const { status, error } = await api.refusal('/models', { headers })
  expect(status).toBe(401)
  expect(error).toEqual({ code, message: 'Invalid API key.' })
})

test.each(['sk_live_flora', 'My API Key', 'ak_test', 'sk_live_XXXX', 'constructor'])(
  'by default the key %s belongs to the world default',
  async (key) => {
    const api = await startApi()
    const { run_id: id } = await api.as(key).generate()
    expect((await api.as('sk_test_default').run(id)).status).toBe('pending')
  },
)

test('the prefixes sk_test_ and ak_test_ name the same world', async () => {
  const api = await startApi()
  const { run_id: id } = await api.as('ak_test_checkout').generate()
  expect((await api.as('sk_test_checkout').run(id)).status).toBe('pending')
  expect((await api.as('ak_test_-').refusal('/models')).error.code).toBe('invalid_api_key')
})

test('the scheme is case-insensitive', async () => {
  const api = await startApi()
  expect((await api.call('/models', { headers: { authorization: 'bearer sk_live_flora' } })).status).toBe(200)
})

test('--auth strict accepts the keys of the fixtures only', async () => {
  const api = await startApi({ auth: 'strict' })
  expect((await api.as('sk_live_flora').call('/models')).status).toBe(200)
  expect((await api.as('sk_live_other').refusal('/models')).error.code).toBe('invalid_api_key')
  expect((await api.as('sk_test_default').refusal('/models')).error.code).toBe('invalid_api_key')
})

test('a read-only key is answered 200 on reads and 403 on changes', async () => {
  const viewer = (await startApi()).as('sk_live_viewer')
  const { workspaces } = await viewer.get<WorkspaceList>('/workspaces')
  expect(workspaces[0]?.role).toBe('viewer')
  const { status, error } = await viewer.refusal('/generate', { method: 'POST', json: MUG })
  expect(status).toBe(403)
  expect(error).toEqual({ code: 'forbidden', message: 'Forbidden.' })
})

test('a key of the free plan is answered 403 paid_plan_required', async () => {
  const free = (await startApi()).as('sk_live_free')
  const { status, error } = await free.refusal('/workspaces')
  expect(status).toBe(403)
  expect(error.code).toBe('paid_plan_required')
})

test('401 precedes every other refusal', async () => {
  const api = await startApi({ rateLimit: '1/60' })
  const headers = { authorization: '', 'x-flora-emulator': 'nonsense' }
  for (let count = 0; count < 3; count += 1) {
    expect((await api.refusal('/generate', { method: 'POST', text: '{', headers })).status).toBe(401)
  }
})
