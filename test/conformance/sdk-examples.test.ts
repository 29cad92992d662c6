/** The examples in the doc comments of the SDK 0.11, run as they are against the shipped fixtures. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInThisContext } from 'node:vm'
import { FLORA } from '@flora-ai/flora'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'

const RESOURCES = 'node_modules/@flora-ai/flora/resources'

interface Example {
  readonly name: string
  readonly code: string
}

const files = readdirSync(RESOURCES, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.d.ts'),
)
const examples = files.flatMap((file): Example[] => {
  const text = readFileSync(join(RESOURCES, file), 'utf8')
  return [...text.matchAll(/@example\s*\n\s*\* ```ts\n([^]*?)\* ```/g)].map(([, block = '']) => {
    const code = block.replace(/^\s*\* ?/gm, '')
    return { name: /client\.([\w.]+)/.exec(code)?.[1] ?? file, code }
  })
})

/** What the documentation says elsewhere is refused; the generated example shows the form of the call only. */
const REFUSED: Readonly<Record<string, readonly [number, string]>> = {
  // The asset is ready: there is nothing to complete, and nothing has failed.
  'assets.complete': [409, 'conflict'],
  'assets.retry': [409, 'conflict'],
  // An image needs its source.
  'workspaces.library.folders.addItem': [400, 'source'],
  // The edge leads from x to x, which is no node.
  'workspaces.projects.canvas.replaceDefinition': [400, 'edges.0'],
}

test('there is an example for each method', () => {
  expect(examples.length).toBeGreaterThanOrEqual(32)
})

test.each(examples.map((example) => [example.name, example.code] as const))('%s', async (name, code) => {
  const { emulator, apiKey } = await startApi()
  const client = new FLORA({ baseURL: emulator.baseUrl, apiKey, maxRetries: 0, fetch: emulator.fetch })
  // A file of the reader's, and a result that nobody prints.
  const program = code.replace('./hero.png', 'fixtures/ceramic-mug.png').replace(/^console\.log.*$/m, '')
  const run = runInThisContext(`(async (client) => {${program}\n})`) as (client: FLORA) => Promise<void>
  const running = run(client)
  const [status, text] = REFUSED[name] ?? []
  if (status === undefined) await expect(running).resolves.toBeUndefined()
  else await expect(running).rejects.toMatchObject({ status, message: expect.stringContaining(text ?? '') })
})
