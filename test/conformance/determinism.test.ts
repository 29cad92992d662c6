import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/index.ts'
import { MUG, START } from '../support/api.ts'
import { temporaryFolder } from '../support/fixtures.ts'
import { SCENE } from '../support/techniques.ts'

const OPTIONS: EmulatorOptions = { clock: 'manual', now: new Date(START), seed: 'same', profile: 'measured' }

const GATEWAY = { model: 'google/nano-banana-2', prompt: 'a mug', workspace_id: 'ws_abc123' }
const SCENE_RUN = { mode: 'async', inputs: [{ id: 'scene', type: 'text', value: 'a harbour' }] }

/** The steps of a session. The emulator may be restarted between them. Each returns its answer. */
const STEPS: readonly ((emulator: Emulator) => Promise<string>)[] = [
  (emulator) => ask(emulator, 'POST', '/generate', MUG),
  (emulator) => ask(emulator, 'POST', '/generate', { ...MUG, type: 'text', prompt: 'a haiku' }),
  (emulator) =>
    ask(emulator, 'POST', '/generate', { ...MUG, project_id: 'prj_empty', workspace_id: 'ws_empty' }),
  (emulator) => ask(emulator, 'POST', '/projects', { name: 'Autumn', workspace_id: 'ws_abc123' }),
  (emulator) => ask(emulator, 'POST', '/generate', { ...MUG, model: 'nope' }),
  (emulator) => ask(emulator, 'POST', '/workspaces/ws_abc123/library/folders', {}),
  (emulator) => ask(emulator, 'POST', '/feedback', { kind: 'bug', summary: 's', detail: 'd' }),
  (emulator) => ask(emulator, 'GET', '/gateway/models?type=image'),
  (emulator) => ask(emulator, 'POST', '/gateway/generate', GATEWAY),
  (emulator) => ask(emulator, 'POST', '/techniques', SCENE),
  (emulator) => ask(emulator, 'POST', '/techniques/mug-in-a-scene/runs', SCENE_RUN),
  (emulator) => ask(emulator, 'GET', '/techniques?limit=2'),
  async (emulator) => JSON.stringify(await emulator.world().clock.advance({ ms: 700 })),
  (emulator) => ask(emulator, 'POST', '/generate', { ...MUG, prompt: '[[fail:SERVER_ERROR]]' }),
  (emulator) => ask(emulator, 'GET', '/generations?limit=3'),
  async (emulator) => JSON.stringify(await emulator.world().clock.advance({ seconds: 60 })),
  (emulator) => ask(emulator, 'GET', '/generations?limit=3'),
  (emulator) => ask(emulator, 'GET', '/projects?workspace_id=ws_abc123&limit=1'),
]

async function ask(emulator: Emulator, method: string, path: string, json?: unknown): Promise<string> {
  // The port is not part of the address, because answers contain the address.
  const response = await emulator.fetch(`http://localhost/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${emulator.world().apiKey}` },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  })
  return `${response.status} ${await response.text()}`
}

async function session(options: EmulatorOptions, restartBefore: number | null): Promise<string[]> {
  let emulator = await startEmulator(options)
  const answers: string[] = []
  for (const [index, step] of STEPS.entries()) {
    if (index === restartBefore) {
      await emulator.close()
      emulator = await startEmulator(options)
    }
    answers.push(await step(emulator))
  }
  await emulator.close()
  return answers
}

test('the same seed, clock and requests give the same bytes, in memory and in a file, with a restart after any step', async () => {
  const expected = await session(OPTIONS, null)
  expect(await session(OPTIONS, null)).toEqual(expected)
  for (let restartBefore = 0; restartBefore < STEPS.length; restartBefore += 1) {
    const db = join(temporaryFolder(), 'flora.sqlite')
    expect(await session({ ...OPTIONS, db }, restartBefore)).toEqual(expected)
  }
})

test('another seed gives other ids', async () => {
  const [one] = await session(OPTIONS, null)
  const [other] = await session({ ...OPTIONS, seed: 'other' }, null)
  expect(other).not.toEqual(one)
})

const PATHS: readonly (readonly [method: string, path: string, key: string])[] = [
  ['GET', '/models?type=audio', 'sk_test_a'],
  ['GET', '/generations', 'sk_test_b'],
  ['POST', '/generate', 'sk_test_a'],
  ['GET', '/nowhere', 'sk_test_a'],
  ['GET', '/models', ''],
  ['GET', '/runs/run_abc123', 'sk_test_a'],
]

async function headersOf(options: EmulatorOptions, first: readonly string[] = []): Promise<string[]> {
  await using emulator = await startEmulator(options)
  const headers: string[] = []
  for (const [method, path, key] of [...first.map((name) => ['GET', '/models', name] as const), ...PATHS]) {
    const request = { method, headers: { authorization: `Bearer ${key}` } }
    const response = await emulator.fetch(`http://localhost/api/v1${path}`, request)
    response.headers.delete('date')
    headers.push(JSON.stringify([...response.headers]))
  }
  return headers.slice(first.length)
}

const idsIn = (headers: readonly string[]) => headers.flatMap((text) => text.match(/"req_\w+"/g) ?? [])

test('with a seed headers repeat too, whatever other worlds do', async () => {
  const headers = await headersOf(OPTIONS)
  expect(await headersOf(OPTIONS, ['sk_test_c', 'sk_test_c'])).toEqual(headers)
  expect(new Set(idsIn(headers)).size).toBe(PATHS.length)
  expect(idsIn(headers)).toHaveLength(2 * PATHS.length)
  expect(idsIn(await headersOf({ ...OPTIONS, seed: 'other' }))).not.toContain(idsIn(headers)[0])
})

test('without a seed the ids of requests are new in every process', async () => {
  const { seed: _, ...unseeded } = OPTIONS
  const ids = idsIn(await headersOf(unseeded))
  expect(idsIn(await headersOf(unseeded)).filter((id) => ids.includes(id))).toEqual([])
})
