/** The examples in the doc comments of each SDK, run as printed against the shipped fixtures. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInThisContext } from 'node:vm'
import { FLORA as Sdk11 } from '@flora-ai/flora'
import { Flora as Sdk3 } from 'flora-sdk-0.3'
import { FLORA as Sdk7 } from 'flora-sdk-0.7'
import { FLORA as Sdk10 } from 'flora-sdk-0.10'
import { startApi } from '../support/api.ts'
import { expectGoodClient } from '../support/checks.ts'
import { type Check, describeSuite } from '../support/conformance/score.ts'

type Sdk = typeof Sdk11 | typeof Sdk10 | typeof Sdk7 | typeof Sdk3

interface Example {
  readonly name: string
  readonly code: string
}

for (const [version, folder, Client] of [
  ['0.3.0', 'flora-sdk-0.3', Sdk3],
  ['0.7.1', 'flora-sdk-0.7', Sdk7],
  ['0.10.0', 'flora-sdk-0.10', Sdk10],
  ['0.11.0', '@flora-ai/flora', Sdk11],
] as const) {
  const examples = examplesIn(join('node_modules', folder, 'resources'))
  describeSuite(
    `SDK ${version} doc examples`,
    examples.map(({ name, code }): Check => ({ name, run: async () => run(Client, code) })),
  )
}

function examplesIn(folder: string): Example[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith('.d.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8')
      return [...text.matchAll(/@example\s*\n\s*\* ```ts\n([^]*?)\* ```/g)].map(([, block = '']) => {
        const code = block.replace(/^\s*\* ?/gm, '')
        return { name: /client\.([\w.]+)/.exec(code)?.[1] ?? file, code }
      })
    })
}

async function run(Client: Sdk, code: string): Promise<void> {
  const { emulator, apiKey } = await startApi()
  expectGoodClient(emulator)
  const client = new Client({ baseURL: emulator.baseUrl, apiKey, maxRetries: 0, fetch: emulator.fetch })
  // The path is that of a file of the reader.
  const program = code.replace('./hero.png', 'fixtures/ceramic-mug.png').replace(/^console\.log.*$/m, '')
  const example = runInThisContext(`(async (client) => {${program}\n})`) as (client: object) => Promise<void>
  return example(client)
}
