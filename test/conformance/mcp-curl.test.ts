/** The curl examples that FLORA's own MCP server documents, replayed as printed, in order, in one world. */
import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { startEmulator } from '../../src/index.ts'
import { startApi } from '../support/api.ts'
import { expectGoodClient, expectNoFindings } from '../support/checks.ts'
import { expectDocumented } from '../support/documented.ts'
import { describeSuite } from '../support/conformance/score.ts'

interface Example {
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly contentType: string | null
  readonly body: { readonly diagram?: string } | null
}

const published = new URL('published/mcp-curl-examples.json', import.meta.url)
const { examples } = JSON.parse(readFileSync(published, 'utf8')) as { examples: Example[] }

const world = await startEmulator({ seed: 'test', clock: 'manual', now: '2026-03-01T09:00:00Z' })
afterAll(async () => {
  await expectNoFindings(world)
  await world.close()
})

describeSuite(
  'flora-mcp 0.11.0 curl examples',
  examples.map((example, index) => {
    const occurrence = examples.slice(0, index).filter(({ operation }) => operation === example.operation)
    const name = occurrence.length === 0 ? example.operation : `${example.operation} again`
    return { name, run: async () => replay(world, example, printed(example)) }
  }),
)

test('the printed diagram is no JSON, and succeeds unescaped', async () => {
  const { emulator } = await startApi()
  expectGoodClient(emulator)
  const [example] = examples.filter(({ operation }) => operation === 'patchProjectCanvas')
  if (example === undefined) throw new Error('no example of patchProjectCanvas')
  await expect(replay(emulator, example, printed(example))).rejects.toThrow('invalid_json')
  await replay(emulator, example, JSON.stringify(example.body))
})

/** The body as the documentation prints it: it doubles the backslashes of a diagram. */
function printed({ body }: Example): string | null {
  if (body === null) return null
  const text = JSON.stringify(body)
  return body.diagram === undefined ? text : text.replaceAll('\\', '\\\\')
}

/** Throws the status and the answer of a refusal. */
async function replay(
  { baseUrl, apiKey, fetch }: Pick<typeof world, 'baseUrl' | 'apiKey' | 'fetch'>,
  { method, path, contentType }: Example,
  body: string | null,
): Promise<void> {
  const headers = {
    authorization: `Bearer ${apiKey}`,
    ...(contentType === null ? {} : { 'content-type': contentType }),
  }
  const response = await fetch(baseUrl + path, { method, headers, body })
  const answer: unknown = await response.json()
  expectDocumented(method, path, response.status, answer)
  expect(response.headers.get('request-id')).toMatch(/^req_/)
  if (!response.ok) throw new Error(`${response.status} ${JSON.stringify(answer)}`)
}
