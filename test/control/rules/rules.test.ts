import { expect, test } from 'vitest'
import type { RuleBody } from '../../../src/schemas/control/rules/rule.ts'
import { MUG, startApi } from '../../support/api.ts'
import { control, refused } from '../../support/control.ts'

const FAIL: RuleBody['effect'] = { error: { status: 500 } }

test.each<[RuleBody['match'], boolean]>([
  [{}, true],
  [{ operation: 'startGeneration' }, true],
  [{ operation: 'listModels' }, false],
  [{ method: 'post' }, true],
  [{ method: 'GET' }, false],
  [{ path: '/generate' }, true],
  [{ path: '/api/v1/gen*' }, true],
  [{ path: '/runs/*' }, false],
  [{ workspace_id: 'ws_abc123' }, true],
  [{ workspace_id: 'ws_empty' }, false],
  [{ type: 'image' }, true],
  [{ type: 'video' }, false],
  [{ model: 't2i-flux-2-pro' }, true],
  [{ model: 't2i-*-pro' }, true],
  [{ model: 't2v-*' }, false],
  [{ prompt: 'ceramic mug' }, true],
  [{ prompt: 'Ceramic' }, false],
  [{ operation: 'startGeneration', type: 'image', prompt: 'mug' }, true],
  [{ operation: 'startGeneration', type: 'image', prompt: 'cup' }, false],
])('a rule with the match %j applies to a generation: %s', async (match, applies) => {
  const api = await startApi()
  await api.world.rules.add({ match: match ?? {}, effect: FAIL })
  const { status } = await api.call('/generate', { method: 'POST', json: MUG })
  expect(status).toBe(applies ? 500 : 201)
  expect((await api.world.rules.list())[0]?.applied).toBe(applies ? 1 : 0)
})

test('reads can be matched, and have no model or prompt', async () => {
  const api = await startApi()
  await api.world.rules.add({ match: { model: '*' }, effect: FAIL })
  await api.world.rules.add({ match: { path: '/runs/run_abc*' }, effect: { error: { status: 409 } } })
  expect((await api.refusal('/runs/run_abc123')).status).toBe(409)
  await api.get('/models')
})

test('a rule applies `times` times, also to simultaneous requests', async () => {
  const api = await startApi()
  await api.world.rules.add({ times: 3, effect: FAIL })
  const answers = await Promise.all(Array.from({ length: 10 }, async () => api.call('/models')))
  expect(answers.filter(({ status }) => status === 500)).toHaveLength(3)
  expect(await api.world.rules.list()).toMatchObject([{ times: 3, applied: 3 }])
})

test('the first matching rule that is not used up applies', async () => {
  const api = await startApi()
  await api.world.rules.add({ times: 1, effect: { error: { status: 500 } } })
  await api.world.rules.add({ times: 1, effect: { error: { status: 409 } } })
  expect((await api.refusal('/models')).status).toBe(500)
  expect((await api.refusal('/models')).status).toBe(409)
  await api.get('/models')
})

test('an injected error has the code, message and headers of its rule', async () => {
  const api = await startApi()
  const error = { status: 429, code: 'busy', message: 'Later.', headers: { 'Retry-After': '7', 'x-a': 'b' } }
  await api.world.rules.add({ effect: { error } })
  // Not through the client, because openapi.yaml has only the codes that are not injected.
  const authorization = `Bearer ${api.apiKey}`
  const refusal = await api.emulator.fetch(`${api.emulator.baseUrl}/models`, { headers: { authorization } })
  expect([refusal.status, await refusal.json()]).toEqual([
    429,
    { error: { code: 'busy', message: 'Later.' } },
  ])
  expect([refusal.headers.get('retry-after'), refusal.headers.get('x-a')]).toEqual(['7', 'b'])
})

test.each([
  'Connection',
  'Content-Encoding',
  'Content-Length',
  'Content-Type',
  'Date',
  'Expect',
  'Host',
  'HTTP2-Settings',
  'Keep-Alive',
  'Proxy-Connection',
  'Proxy-Authenticate',
  'Request-Id',
  'TE',
  'Trailer',
  'Transfer-Encoding',
  'Upgrade',
  'X-Request-Id',
])('the reserved header %s is refused with its name', async (name) => {
  const api = await startApi()
  const effect = { error: { status: 500, headers: { 'x-a': 'b', [name]: '1' } } }
  const [status, text] = await refused(api, 'POST', '/worlds/default/rules', { effect })
  expect(status).toBe(400)
  expect(text).toBe(
    `effect.error.headers.${name}: Cannot be set: the server or the connection decides ${name.toLowerCase()}. Remove it`,
  )
})

test('a rule sets the outcome and the duration of a run', async () => {
  const api = await startApi()
  await api.world.rules.add({
    times: 1,
    effect: {
      outcome: { status: 'failed', error_code: 'LLM_REFUSAL', error_message: 'No.' },
      duration_seconds: 3,
    },
  })
  const { run_id: id } = await api.generate()
  await api.world.clock.advance({ seconds: 3 })
  expect(await api.run(id)).toMatchObject({
    status: 'failed',
    error_code: 'LLM_REFUSAL',
    error_message: 'No.',
  })
})

test('drop before creates nothing, and drop after creates the run', async () => {
  const api = await startApi()
  await api.world.rules.add({ times: 1, effect: { drop: 'before' } })
  await expect(api.generate()).rejects.toThrow('fetch failed')
  expect((await api.generations()).meta.total_estimate).toBe(1)
  await api.world.rules.add({ match: { method: 'POST' }, effect: { drop: 'after' } })
  await expect(api.generate()).rejects.toThrow('fetch failed')
  expect((await api.generations()).meta.total_estimate).toBe(2)
})

test('a malformed body is complete and no JSON, and a truncated one is cut', async () => {
  const api = await startApi()
  const { emulator, apiKey, world } = api
  const models = `${emulator.baseUrl}/workspaces`
  const init = { headers: { authorization: `Bearer ${apiKey}` } }
  await world.rules.add({ times: 1, effect: { body: 'malformed' } })
  const malformed = await fetch(models, init)
  expect(malformed.status).toBe(200)
  const text = await malformed.text()
  expect(() => JSON.parse(text) as unknown).toThrow()
  await world.rules.add({ times: 1, effect: { body: 'truncated' } })
  const truncated = await fetch(models, init)
  expect(truncated.status).toBe(200)
  await expect(truncated.text()).rejects.toThrow('terminated')
})

test('a directive takes precedence over a rule, member by member', async () => {
  const api = await startApi()
  await api.world.rules.add({
    effect: { outcome: { status: 'failed', error_code: 'A' }, duration_seconds: 5 },
  })
  const { run_id: id } = await api.generate({}, { 'x-flora-emulator': 'fail:B' })
  await api.world.clock.advance({ seconds: 5 })
  expect(await api.run(id)).toMatchObject({ status: 'failed', error_code: 'B' })
})

test('rules read as they were written', async () => {
  const api = await startApi()
  const rule = {
    match: { operation: 'getRun', workspace_id: 'ws_abc123', path: '/runs/*' },
    times: null,
    effect: {
      delay_ms: 5,
      error: { status: 500, code: 'x', headers: { 'x-a': 'b' } },
      drop: 'after',
      body: 'malformed',
      outcome: { status: 'failed', error_code: 'C' },
      duration_seconds: 1.5,
    },
  } as const
  expect(await api.world.rules.add(rule)).toEqual({ id: 'rule_1', applied: 0, ...rule })
  expect(await api.world.rules.add({ effect: { outcome: { status: 'completed' } } })).toMatchObject({
    id: 'rule_2',
    match: {},
    effect: { outcome: { status: 'completed' } },
  })
  expect((await api.world.rules.list()).map(({ id }) => id)).toEqual(['rule_1', 'rule_2'])
  await api.world.rules.delete('rule_1')
  await expect(api.world.rules.delete('rule_1')).rejects.toMatchObject({ status: 404, code: 'not_found' })
  await api.world.rules.clear()
  expect(await api.world.rules.list()).toEqual([])
})

test.each([
  [{}, 'effect: Required'],
  [{ effect: {} }, 'effect: Must have at least one member'],
  [{ effect: { error: {} } }, 'effect.error.status: Required'],
  [{ effect: { error: { status: 200 } } }, 'effect.error.status: '],
  [{ effect: { error: { status: 500, headers: { 'Content-Length': '5' } } } }, 'Cannot be set'],
  [{ effect: { error: { status: 500, headers: { 'a b': 'c' } } } }, 'effect.error.headers.a b: '],
  [{ effect: { error: { status: 500, headers: { ':status': '200' } } } }, 'effect.error.headers.:status: '],
  [{ effect: { error: { status: 500, headers: { 'x-a': 'b\r\nset-cookie: c' } } } }, 'effect.error.headers'],
  [{ effect: { delay_ms: 1e9 } }, 'effect.delay_ms: '],
  [{ effect: { drop: 'now' } }, 'effect.drop: '],
  [{ effect: { explode: true } }, 'effect.explode: '],
  [{ effect: { outcome: { status: 'running' } } }, 'effect.outcome.status: '],
  [{ effect: { outcome: { status: 'completed', error_code: 'X' } } }, 'A completed run has no error_code'],
  [{ effect: { delay_ms: 1 }, times: 0 }, 'times: '],
  [
    { effect: { delay_ms: 1 }, match: { operation: 'nope' } },
    'match.operation: Unknown operation; known are ',
  ],
  [{ effect: { delay_ms: 1 }, match: { modell: 'x' } }, 'match.modell: '],
  [{ effect: { delay_ms: 1 }, match: { method: 'FETCH' } }, 'match.method: '],
])('the rule %j is refused and not added', async (rule, message) => {
  const api = await startApi()
  const [status, text] = await refused(api, 'POST', '/worlds/default/rules', rule)
  expect(status).toBe(400)
  expect(text).toContain(message)
  expect((await control(api, 'GET', '/worlds/default/rules')).body).toEqual({ rules: [] })
})
