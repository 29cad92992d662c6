/** Runs the programs of FLORA's own pages, with the address of an emulator. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { runInNewContext } from 'node:vm'
import { FLORA } from '@flora-ai/flora'
import { expect, test } from 'vitest'
import type { Run, RunStart } from '../../src/schemas/runs/run.ts'
import { startApi } from '../support/api.ts'
import { expectGoodClient } from '../support/checks.ts'

const published = (name: string) => readFileSync(new URL(`published/${name}`, import.meta.url), 'utf8')

type Program = (client: FLORA) => Promise<FLORA.GenerationListResponse['outputs']>

test('developer docs, "Generate without a Technique": the TypeScript program', async () => {
  const { emulator } = await startApi()
  expectGoodClient(emulator)
  const world = emulator.world('docs')
  const client = new FLORA({ baseURL: emulator.baseUrl, apiKey: world.apiKey })
  const lines: string[] = []
  // The program waits three seconds between polls. These seconds pass on the emulator's clock.
  const setTimeout = (done: () => void, ms: number) => void world.clock.advance({ ms }).then(done)
  const console = { log: (...words: unknown[]) => lines.push(words.join(' ')) }
  const text = `${published('generate-without-a-technique.txt')}\nrun`
  const program = runInNewContext(text, { setTimeout, console }) as Program

  const outputs = await program(client)
  expect(lines[0]).toMatch(/^Generation started: run_/)
  expect(lines.slice(1).map((line) => line.split(' ')[1])).toEqual([
    'running',
    'running',
    'running',
    'completed',
  ])
  expect(outputs).toEqual([
    {
      output_id: 'output_1',
      type: 'imageUrl',
      url: expect.stringMatching(/\/media\/docs\/run_\w+\/output_1\.png$/),
    },
  ])
  const image = await fetch(outputs?.[0]?.url ?? '')
  expect(image.headers.get('content-type')).toBe('image/png')
})

test.skipIf(process.platform === 'win32')('developer docs, "Generations": the curl calls', async () => {
  const { emulator } = await startApi({ durationScale: 0 })
  expectGoodClient(emulator)
  const shell = async <Answer>(name: string): Promise<Answer> => {
    const command = published(name).replaceAll('https://app.flora.ai', emulator.url)
    const { stdout } = await promisify(execFile)('sh', ['-c', command])
    return JSON.parse(stdout) as Answer
  }
  expect(await shell<RunStart>('generate.curl.txt')).toMatchObject({
    type: 'generation',
    estimated_seconds: 12,
    charged_cost: 0.04,
    model: { model_id: 't2i-flux-2-pro' },
    project_id: 'prj_abc123',
  })
  expect(await shell<Run>('poll.curl.txt')).toMatchObject({ run_id: 'run_abc123', status: 'completed' })
})
