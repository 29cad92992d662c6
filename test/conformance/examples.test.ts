/** The examples in the doc comments of what the package exports: each is type-checked and run. */
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { startEmulator } from '../../src/index.ts'
import { ProgramFolder } from '../support/programs.ts'

interface Example {
  readonly name: string
  readonly code: string
}

const FILES = [
  'src/server/emulator.ts',
  'src/server/emulator-options.ts',
  ...readdirSync('src/client').map((name) => `src/client/${name}`),
]
const examples = FILES.flatMap(examplesOf)

const DEFAULT_URL = 'http://127.0.0.1:4620'

/** What an example may use without declaring it. */
const PRELUDE = `
import FLORA from '@flora-ai/flora'
import { startEmulator } from 'flora-emulator'

await using emulator = await startEmulator({ clock: 'manual' })
const world = emulator.world('example')
const inbox = world.inbox('shop')
const client = new FLORA({ baseURL: emulator.baseUrl, apiKey: world.apiKey, fetch: emulator.fetch })
const { run_id } = await client.generations.create({
  type: 'image',
  prompt: 'A mug',
  workspace_id: 'ws_abc123',
  project_id: 'prj_abc123',
})
await world.webhooks.add({ run_id: 'run_abc123', url: inbox.url })
`

const folder = new ProgramFolder()
const served = await startEmulator()
afterAll(async () => {
  folder.remove()
  await served.close()
})

test('the public API has at least 20 examples', () => {
  expect(examples.length).toBeGreaterThanOrEqual(20)
})

test('every example has the right types', async () => {
  const programs = new Map(examples.map(({ name, code }) => [name, programOf(code)]))
  expect(await folder.typeErrors(programs)).toBe('')
})

describe('examples run', () => {
  test.each(examples)('$name', async ({ name, code }) => folder.load(name, programOf(code)))
})

test('every optional member of the options names its default', () => {
  const text = readFileSync('src/server/emulator-options.ts', 'utf8')
  const members = text.matchAll(/\/\*\*(?<comment>(?:(?!\*\/)[^])*)\*\/\s+readonly (?<name>\w+)\?:/g)
  const documented = Array.from(members, ({ groups: { comment = '', name = '' } = {} }) => ({
    comment,
    name,
  }))
  expect(documented).toHaveLength(text.match(/^ {2}readonly \w+\?:/gm)?.length ?? 0)
  expect(documented.filter(({ comment }) => !comment.includes('@default'))).toEqual([])
})

function examplesOf(file: string): Example[] {
  const blocks = readFileSync(file, 'utf8').matchAll(/^ *\* ```ts\n(?<block>[^]*?)^ *\* ```$/gm)
  return Array.from(blocks, ({ groups: { block = '' } = {} }, index) => ({
    name: `${file} ${index + 1}`,
    code: block.replaceAll(/^ *\* ?/gm, ''),
  }))
}

/** An example that imports is a whole program; any other continues the prelude, in a scope of its own. */
const programOf = (code: string): string =>
  /^import /m.test(code) ? code.replace(DEFAULT_URL, served.url) : `${PRELUDE}\n{\n${code}}\n`
