/** Sends unexpected values to every operation of both APIs. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { pick, seededRandom } from '../../src/kernel/random.ts'
import { startApi } from '../support/api.ts'
import { control } from '../support/control.ts'

interface Document {
  readonly paths: Record<string, Record<string, object>>
}

const VALUES = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  'x',
  'ws_abc123',
  'prj_abc123',
  'tech_abcd1234',
  'asset_abc123',
  'n1',
  '😀\ud800',
  'a'.repeat(5000),
  'graph LR\n a-->b',
  'signed-url',
  'http://127.0.0.1:1/x',
  'image',
  'async',
  [],
  [[]],
  [null],
  {},
  { a: 1 },
  [{ id: 'n1' }],
  [{ ref: 'a', type: 'image' }],
  ['n1', 'n2'],
] as const
const IDS = [
  'prj_abc123',
  'ws_abc123',
  'run_abc123',
  'asset_abc123',
  'nodeId',
  'default',
  '__proto__',
  '%00',
  'x',
] as const
const QUERIES = [
  '',
  '?limit=0',
  '?limit=x&cursor=1',
  '?cursor=%25&status=failed',
  '?workspace_id=ws_abc123&query=%',
] as const
const ROUNDS = 25

const random = seededRandom('hostile')

function hostileBody(document: Document, operation: object): string {
  const text = JSON.stringify(operation)
  const members = new Set<string>()
  collect(text, document, members, new Set())
  const body = [...members].filter(() => random() < 0.7).map((name) => [name, pick(random, VALUES)])
  return JSON.stringify(random() < 0.1 ? pick(random, VALUES) : Object.fromEntries(body))
}

/** Collects the names of all members of a schema, at every depth. */
function collect(text: string, document: Document, members: Set<string>, seen: Set<string>): void {
  for (const [, names = ''] of text.matchAll(/"properties":\{("[a-z_]+")/g))
    members.add(JSON.parse(names) as string)
  for (const [, name = ''] of text.matchAll(/"([a-z_]+)":\{(?:"(?:type|anyOf|\$ref|enum|format|pattern)")/g))
    members.add(name)
  for (const [, name = ''] of text.matchAll(/#\/components\/schemas\/(\w+)/g)) {
    if (seen.has(name)) continue
    seen.add(name)
    const schemas = (document as unknown as { components: { schemas: Record<string, object> } }).components
      .schemas
    collect(JSON.stringify(schemas[name] ?? {}), document, members, seen)
  }
}

test('no operation answers 5xx, or refuses without the error envelope', async () => {
  const api = await startApi({ rateLimit: 'off' })
  const { emulator } = api
  const apis = [
    [emulator.baseUrl, parse(readFileSync('openapi.yaml', 'utf8')) as Document],
    [`${emulator.url}/_emulator`, (await control(api, 'GET', '/openapi.json')).body as unknown as Document],
  ] as const
  const wrong: string[] = []
  let refused = 0
  for (const [base, document] of apis) {
    for (const [path, item] of Object.entries(document.paths)) {
      // These wait for events.
      if (/\/(events|wait)$/.test(path)) continue
      for (const [method, operation] of Object.entries(item)) {
        const hasBody = method !== 'get' && method !== 'delete'
        for (let round = 0; round < ROUNDS; round += 1) {
          const url = base + path.replace(/\{\w+\}/g, () => pick(random, IDS)) + pick(random, QUERIES)
          const body = hasBody ? { body: hostileBody(document, operation) } : {}
          const headers = { authorization: 'Bearer sk_test_hostile', 'content-type': 'application/json' }
          const answer = await emulator.fetch(url, { method: method.toUpperCase(), headers, ...body })
          const text = await answer.text()
          if (answer.status >= 400) refused += 1
          if (answer.status >= 500 || (answer.status >= 400 && !text.startsWith('{"error":{"code":"'))) {
            wrong.push(`${method} ${url} ${JSON.stringify(body)} → ${answer.status} ${text.slice(0, 200)}`)
          }
        }
      }
    }
  }
  expect(wrong).toEqual([])
  expect(refused).toBeGreaterThan(500)
})
