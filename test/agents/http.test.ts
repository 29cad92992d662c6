import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { MUG, startApi, type TestApi } from '../support/api.ts'
import { control } from '../support/control.ts'
import { BRAND_COPY } from '../support/techniques.ts'
import { call, connected, outcomeOf } from './tools.ts'

async function clientOf({ emulator }: TestApi, headers: Record<string, string> = {}) {
  const url = new URL(`${emulator.url}/_emulator/mcp`)
  return connected(
    new StreamableHTTPClientTransport(url, { fetch: emulator.fetch, requestInit: { headers } }),
  )
}

interface Environment {
  readonly environment: { readonly FLORA_BASE_URL: string; readonly FLORA_API_KEY: string }
}

test('an agent starts a world, breaks it, lets time pass, and learns what happened', async () => {
  const api = await startApi()
  const client = await clientOf(api)
  const world = 'agent'
  const { environment } = await call<Environment>(client, 'start_world', { world, clock: 'manual' })
  expect(environment).toEqual({ FLORA_BASE_URL: api.emulator.baseUrl, FLORA_API_KEY: 'sk_test_agent' })
  const effect = { outcome: { status: 'failed', error_code: 'GENERATION_PROMPT_MODERATED' } }
  await call(client, 'add_rule', { world, match: { operation: 'startGeneration' }, effect })

  const program = api.as(environment.FLORA_API_KEY)
  const { run_id: run } = await program.generate({ callback_url: program.world.inbox('shop').url })
  const waiting = await call<{ story: string[] }>(client, 'explain_run', { world, run_id: run })
  expect(waiting.story.join('\n')).toContain('advance_clock with this run as until ends it')
  await call(client, 'advance_clock', { world, until: run })
  await program.run(run)

  const { story } = await call<{ story: string[] }>(client, 'explain_run', { world, run_id: run })
  expect(story[0]).toMatch(/by POST \/api\/v1\/generate \(req_\S+\); 0\.04 USD reserved\.$/)
  expect(story[1]).toBe('The rule rule_1 applied to the request.')
  expect(story[2]).toContain('with GENERATION_PROMPT_MODERATED: ')
  expect(story[3]).toMatch(/^Read 1 times, last at \S+ with status 200/)
  expect(story[4]).toMatch(/^Webhook whd_\S+ to \S+ is delivered after 1 attempts: answered 200\.$/)

  const { rules } = await call<{ rules: { applied: number }[] }>(client, 'list_rules', { world })
  expect(rules.map(({ applied }) => applied)).toEqual([1])
  const found = await call<{ requests: object[]; count: number }>(client, 'find_requests', {
    world,
    operation: 'startGeneration',
    bodies: true,
  })
  expect([found.count, found.requests[0]]).toEqual([
    1,
    expect.objectContaining({ status: 201, request_body: expect.objectContaining({ prompt: MUG.prompt }) }),
  ])
  expect(await call(client, 'list_runs', { world, status: 'failed', limit: 1 })).toMatchObject({
    runs: [{ run_id: run }],
  })
  expect(await call(client, 'read_ledger', { world, run_id: run })).toMatchObject({ spent_usd: 0 })
  expect(await call(client, 'list_webhooks', { world })).toMatchObject({ webhooks: [{ run_id: run }] })
})

test('the start of a run is the first request that its idempotency key had', async () => {
  const api = await startApi()
  const start = { method: 'POST', json: { ...BRAND_COPY.body, idempotency_key: 'once' } }
  const first = await api.call<{ run_id: string }>(BRAND_COPY.path, start)
  const repeat = await api.call<{ run_id: string }>(BRAND_COPY.path, start)
  expect(repeat.body.run_id).toBe(first.body.run_id)
  const client = await clientOf(api)
  const { story } = await call<{ story: string[] }>(client, 'explain_run', { run_id: first.body.run_id })
  expect(story[0]).toContain(`(${first.headers.get('request-id')})`)
})

test('the remaining tools change what they name', async () => {
  const api = await startApi()
  const client = await clientOf(api)
  const { run_id: run } = await api.generate({ callback_url: api.world.inbox('shop').url })
  await call(client, 'add_rule', { effect: { delay_ms: 1 } })
  expect(await call(client, 'remove_rules', { rule: 'rule_1' })).toEqual({ rules: [] })
  const ended = await call(client, 'force_end', { run_id: run, status: 'failed', error_code: 'Oops' })
  expect(ended).toMatchObject({ run_id: run, status: 'failed' })
  const [webhook] = await api.world.webhooks.list()
  const mode = 'wrong-secret'
  await call(client, 'redeliver_webhook', { webhook_id: webhook?.id, mode })
  expect((await api.world.inbox('shop').list()).map(({ verified }) => verified)).toEqual([true, false])
  await api.generate()
  await call(client, 'advance_clock', { until: 'idle' })
  expect(await call(client, 'list_findings', { final: true })).toMatchObject({
    findings: [{ check: 'never-read' }],
  })
  await call(client, 'set_balance', { workspace_id: 'ws_abc123', balance_usd: 0 })
  expect((await api.world.workspaces.get('ws_abc123')).balance_usd).toBe(0)
  await call(client, 'reset_world', {})
  expect((await api.world.workspaces.get('ws_abc123')).balance_usd).toBe(100)
  expect(await call(client, 'list_worlds')).toMatchObject({ count: 1, worlds: [{ name: 'default' }] })
})

test('every tool has a description, a closed schema and an example that its schema accepts', async () => {
  const api = await startApi()
  const client = await clientOf(api)
  const { tools } = await client.listTools()
  const page = readFileSync('docs/agents.md', 'utf8')
  expect(tools.length).toBeGreaterThanOrEqual(15)
  expect(new Set(tools.map(({ name }) => name)).size).toBe(tools.length)
  for (const { name, description, inputSchema } of tools) {
    expect(name).toMatch(/^[a-z]+(_[a-z]+)+$/)
    expect(page).toContain(`\`${name}\``)
    expect(description?.length).toBeGreaterThan(40)
    expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false })
    const [example] = inputSchema['examples'] as object[]
    expect((await outcomeOf(client, name, example)).text).not.toContain('wrong arguments')
  }
})

test.each([
  ['advance_clock', { seconds: '5' }, '- seconds: Expected number, received string. Duration in seconds.'],
  ['advance_clock', { second: 5 }, '- second: Unrecognized key. Known: world, ms, seconds, to, until.'],
  ['force_end', { status: 'failed' }, '- run_id: Required. Id of the run, such as run_abc123.'],
  ['start_world', { world: 'No!' }, '- world: Invalid. Name of a world: lower case letters'],
  ['add_rule', { effect: { eror: {} } }, '- effect.eror: Unrecognized key. Known: delay_ms, error,'],
])('%s with %j names the field, the remedy and an example', async (name, args, line) => {
  const { isError, text } = await outcomeOf(await clientOf(await startApi()), name, args)
  expect(isError).toBe(true)
  expect(text).toContain(`${name}: wrong arguments.\n${line}`)
  expect(text).toMatch(/\nExample: \{.*\}$/)
})

test.each([
  [
    'list_rules',
    { world: 'typo' },
    'World "typo" not found. Call list_worlds for the names, or start_world.',
  ],
  ['explain_run', { run_id: 'run_none' }, 'not found'],
  ['advance_clock', {}, 'until'],
  ['add_rule', { effect: {} }, 'effect'],
])('%s with %j is refused by the control API', async (name, args, message) => {
  const { isError, text } = await outcomeOf(await clientOf(await startApi()), name, args)
  expect(isError).toBe(true)
  expect(text).toContain(message)
})

test('an unknown tool is a protocol error that names the known ones', async () => {
  const client = await clientOf(await startApi())
  await expect(client.callTool({ name: 'start_wrold' })).rejects.toThrow(
    /-32602: Unknown tool "start_wrold"\. Known: start_world, /,
  )
})

test('the MCP server passes the guards of the control API', async () => {
  const api = await startApi({ controlToken: 'secret' })
  await expect(clientOf(api)).rejects.toThrow('unauthorized')
  const client = await clientOf(api, { authorization: 'Bearer secret' })
  expect(await call(client, 'list_rules')).toEqual({ rules: [] })
  const page = { authorization: 'Bearer secret', origin: 'https://evil.example' }
  await expect(clientOf(api, page)).rejects.toThrow('forbidden')
})

test.each([
  ['GET', undefined, 405],
  ['DELETE', undefined, 405],
  ['POST', '{', 400],
  ['POST', '', 400],
  ['POST', '{"jsonrpc":"2.0","id":1}', 400],
  ['POST', '"hi"', 400],
])('%s with the body %j is %i', async (method, body, status) => {
  const headers = { accept: 'application/json, text/event-stream' }
  expect((await control(await startApi(), method, '/mcp', body, headers)).status).toBe(status)
})
