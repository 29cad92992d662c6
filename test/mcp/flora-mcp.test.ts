/** FLORA's own MCP server, `flora-mcp` on npm, against the emulator. Run it with `npm run test:mcp`. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEmulator } from '../../src/index.ts'
import { expectNoFindings } from '../support/checks.ts'
import { describeSuite } from '../support/conformance/score.ts'
import { McpClient } from './mcp-client.ts'

const emulator = await startEmulator({ clock: 'auto', rateLimit: 'off', seed: 'test' })
const client = new McpClient(emulator)
let server: unknown
beforeAll(async () => {
  server = await client.connect()
})
afterAll(async () => {
  client.close()
  await expectNoFindings(emulator)
  await emulator.close()
})

test('the server has its two tools', async () => {
  expect(server).toMatchObject({ name: 'flora_ai_flora_api', version: '0.11.0' })
  expect((await client.tools()).toSorted()).toEqual(['execute', 'search_docs'])
})

test('search_docs finds the method that generates', async () => {
  const { text } = await client.call('search_docs', {
    query: 'start an image generation',
    language: 'typescript',
  })
  expect(text).toContain('client.generations.create')
})

test('execute generates, uploads, and runs a technique', async () => {
  expect(JSON.parse(await succeeds('scenario'))).toEqual({
    models: expect.any(Number),
    model: 't2i-flux-2-pro',
    statuses: ['pending', 'running'],
    output: expect.stringContaining(`${emulator.url}/media/default/run_`),
    asset: 'ready',
    outputs: expect.any(Number),
  })
  const marked = (await emulator.world().requests.list({ operation: 'startGeneration' })).requests
  expect(marked.map(({ sdk }) => sdk?.version)).toEqual(['0.11.0'])
})

test.each([
  ['refused', '400', 'prompt: String must contain at least 1 character(s)'],
  ['unknown', '404', 'Not found.'],
])('execute reports the error of a request that is %s', async (name, status, message) => {
  const { isError, text } = await execute(name)
  expect(isError).toBe(true)
  expect(text).toContain(status)
  expect(text).toContain(message)
})

/** The table of the server's own methods. */
interface MethodsModule {
  readonly sdkMethods: readonly { readonly fullyQualifiedName: string }[]
}

const { sdkMethods } = createRequire(import.meta.url)('flora-mcp/methods') as MethodsModule
let results: Promise<Record<string, string | null>> | null = null

describeSuite(
  'flora-mcp 0.11.0 methods',
  sdkMethods.map(({ fullyQualifiedName: name }) => ({
    name,
    run: async () => {
      results ??= succeeds('every-method').then((text) => JSON.parse(text) as Record<string, string | null>)
      expect((await results)[name]).toBeNull()
    },
  })),
)

/** Runs a program in the sandbox of the server. */
async function execute(name: string) {
  return client.call('execute', { code: readFileSync(`test/mcp/programs/${name}.ts`, 'utf8') })
}

/** Runs a program that must succeed; returns its result as JSON. */
async function succeeds(name: string): Promise<string> {
  const { isError, text } = await execute(name)
  if (isError) throw new Error(text)
  return text
}
