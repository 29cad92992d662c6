import { expect, test } from 'vitest'
import { ExpectationError } from '../../../src/index.ts'
import { startApi } from '../../support/api.ts'
import { control } from '../../support/control.ts'
import { failing, start } from '../../support/checks.ts'

const SECRET = 'sk_live_hunter2hunter2hunter2'

test('findings have everything to act on, errors first', async () => {
  const api = await startApi()
  await start(api, { parameters: {} }, failing('drop:after'))
  await start(api, { parameters: {} })
  await api.world.clock.advance({ until: 'idle' })
  const findings = await api.world.findings.list({ final: true })
  expect(findings.map(({ check }) => check)).toEqual(['retry-without-key', 'unknown-field', 'never-read'])
  const { requests } = await api.world.requests.list({ operation: 'startGeneration' })
  const [second, first] = requests.map(({ id }) => id)
  expect(findings[0]).toEqual({
    check: 'retry-without-key',
    severity: 'error',
    message: expect.stringContaining('billed twice: $0.04 more'),
    remedy: expect.stringContaining('Idempotency-Key'),
    requests: [first, second],
    run_id: expect.stringMatching(/^run_/),
    cost_usd: 0.04,
    help: 'docs/checks.md#retry-without-key',
  })
})

test('ignored checks are left out, and an unknown one is refused with the nearest', async () => {
  const api = await startApi()
  await api.generate({ parameters: {} })
  expect(await api.world.findings.list({ ignore: ['unknown-field', 'never-read'] })).toEqual([])
  const answer = await control(api, 'GET', '/worlds/default/findings?ignore=unknow-field')
  expect(answer.status).toBe(400)
  expect(JSON.stringify(answer.body)).toContain('such as unknown-field')
  expect((await control(api, 'GET', '/worlds/default/findings?ignore=zzz')).status).toBe(400)
  const twice = await control(api, 'GET', '/worlds/default/findings?ignore=never-read&ignore=no-backoff')
  expect([twice.status, JSON.stringify(twice.body)]).toEqual([
    400,
    expect.stringContaining(
      'ignore: Expected one value, received 2. Ids of checks to leave out, with commas between them.',
    ),
  ])
})

test('expectNone rejects for warnings and errors, and lists them', async () => {
  const api = await startApi()
  await api.post('/runs/generation', {
    type: 'image',
    prompt: 'A mug',
    workspace_id: 'ws_abc123',
    project_id: 'prj_abc123',
  })
  await api.world.findings.expectNone()
  await expect(api.world.findings.expectNone({ severity: 'info' })).rejects.toThrow('info deprecated: ')
  await api.generate({ parameters: {} })
  const rejected = api.world.findings.expectNone()
  await expect(rejected).rejects.toBeInstanceOf(ExpectationError)
  await expect(rejected).rejects.toThrow(
    /got 1:\n- warning unknown-field: .* \(docs\/checks\.md#unknown-field\)$/,
  )
  await api.world.findings.expectNone({ ignore: ['unknown-field'] })
})

test('findings hold no API key, whatever the client sends', async () => {
  const api = (await startApi()).as(SECRET)
  const headers = { 'idempotency-key': SECRET }
  await start(api, { prompt: SECRET }, { ...failing('drop:after'), ...headers })
  await start(api, { prompt: SECRET, [SECRET]: SECRET, parameters: SECRET }, headers)
  await start(api, { prompt: SECRET, params: { image_url: `https://10.0.0.1/?token=${SECRET}` } })
  const findings = JSON.stringify(await api.world.findings.list({ final: true }))
  expect(findings).toContain('unreachable-input')
  expect(findings).not.toContain('hunter2')
  expect(JSON.stringify(await api.world.requests.list())).not.toContain('hunter2hunter2')
})

test('a reset forgets requests, uploads and downloads', async () => {
  const api = await startApi()
  await api.generate({ parameters: {} })
  await api.world.reset()
  expect(await api.world.findings.list({ final: true })).toEqual([])
})

test('requests of the dashboard are not checked', async () => {
  const api = await startApi()
  await api.generate({ parameters: {} }, { 'x-flora-emulator-client': 'dashboard' })
  expect(await api.world.findings.list({ final: true })).toEqual([])
})

test('the findings of a world that does not exist are a 404', async () => {
  expect((await control(await startApi(), 'GET', '/worlds/nowhere/findings')).status).toBe(404)
})
