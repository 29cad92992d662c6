import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { run } from '../support/process.ts'
import { call, connected, outcomeOf } from './tools.ts'

const commandWith = (...args: string[]) =>
  new StdioClientTransport({
    command: process.execPath,
    args: ['dist/main.js', 'mcp', ...args],
    stderr: 'pipe',
  })

interface Started {
  readonly environment: { readonly FLORA_BASE_URL: string; readonly FLORA_API_KEY: string }
  readonly clock: { readonly mode: string }
}

test('flora-emulator mcp starts an emulator that programs can use', async () => {
  const client = await connected(commandWith('--clock', 'manual'))
  expect((await client.listTools()).tools.map(({ name }) => name)).toContain('explain_run')
  const { environment, clock } = await call<Started>(client, 'start_world', { world: 'agent' })
  expect(clock.mode).toBe('manual')
  const authorization = `Bearer ${environment.FLORA_API_KEY}`
  const answer = await fetch(`${environment.FLORA_BASE_URL}/models`, { headers: { authorization } })
  expect(answer.status).toBe(200)
  expect(await call(client, 'find_requests', { world: 'agent' })).toMatchObject({
    count: 1,
    requests: [{ operation: 'listModels', status: 200 }],
  })
})

test('with --emulator it acts on a running emulator, with its control token', async () => {
  const { emulator, world } = await startApi({ controlToken: 'secret' })
  const client = await connected(commandWith('--emulator', emulator.url, '--control-token', 'secret'))
  await call(client, 'add_rule', { effect: { delay_ms: 1 } })
  expect(await world.rules.list()).toHaveLength(1)
})

test('without an emulator at the address, a call names the remedy', async () => {
  const client = await connected(commandWith('--emulator', 'http://127.0.0.1:9'))
  const { isError, text } = await outcomeOf(client, 'list_rules')
  expect(isError).toBe(true)
  expect(text).toContain(
    'No flora-emulator answers at http://127.0.0.1:9. Start it with flora-emulator, or correct --emulator.',
  )
})

test.each([
  [['--emulator', 'here'], '--emulator: expected an http(s) URL without a path, got "here".'],
  [['--emulator', 'http://127.0.0.1:9', '--clock', 'auto'], 'remove --clock, or --emulator.'],
  [['--clock', 'never'], '--clock: '],
])('%j exits with 2', async (args, message) => {
  const { code, stdout, stderr } = await run(['mcp', ...args])
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(message)
})
