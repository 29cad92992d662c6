/** Runs the examples in the doc comments of SDK 0.11 with the shipped fixtures. */
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

/** Examples that the API refuses by its documentation: they are generated and show only the form of a call. */
const REFUSED: Readonly<Record<string, readonly [number, string]>> = {
  // The asset is ready, so it cannot be completed or retried.
  'assets.complete': [409, 'conflict'],
  'assets.retry': [409, 'conflict'],
  // An image needs a source.
  'workspaces.library.folders.addItem': [400, 'source'],
  // The edge connects x to x, which is no node.
  'workspaces.projects.canvas.replaceDefinition': [400, 'edges.0'],
}

test('there is an example for each method', () => {
  expect(examples.length).toBeGreaterThanOrEqual(32)
})

test.each(examples.map((example) => [example.name, example.code] as const))('%s', async (name, code) => {
  const { emulator, apiKey } = await startApi()
  const client = new FLORA({ baseURL: emulator.baseUrl, apiKey, maxRetries: 0, fetch: emulator.fetch })
  // Replaces the file of the reader, and removes the output.
  const program = code.replace('./hero.png', 'fixtures/ceramic-mug.png').replace(/^console\.log.*$/m, '')
  const run = runInThisContext(`(async (client) => {${program}\n})`) as (client: FLORA) => Promise<void>
  const running = run(client)
  const [status, text] = REFUSED[name] ?? []
  if (status === undefined) await expect(running).resolves.toBeUndefined()
  else await expect(running).rejects.toMatchObject({ status, message: expect.stringContaining(text ?? '') })
})
