import { FLORA as Sdk11 } from '@flora-ai/flora'
import { Flora as Sdk3 } from 'flora-sdk-0.3'
import { FLORA as Sdk7 } from 'flora-sdk-0.7'
import { FLORA as Sdk10 } from 'flora-sdk-0.10'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { EmulatorOptions } from '../../src/index.ts'
import { MUG, startApi } from '../support/api.ts'
import { expectGoodClient } from '../support/checks.ts'

const VERSIONS = [
  ['0.3.0', Sdk3],
  ['0.7.1', Sdk7],
  ['0.10.0', Sdk10],
  ['0.11.0', Sdk11],
] as const

type AnySdk = (typeof VERSIONS)[number][1]
type Options = EmulatorOptions & { readonly apiKey?: string; readonly maxRetries?: number }

/** Creates a client of an SDK version, over a real socket and by default without retries. */
async function setUp<Sdk extends AnySdk>(
  Sdk: Sdk,
  { apiKey = 'sk_test_sdk', maxRetries = 0, ...options }: Options = {},
) {
  const api = await startApi({ rateLimit: 'off', ...options })
  expectGoodClient(api.emulator)
  const client = new Sdk({ baseURL: api.emulator.baseUrl, apiKey, maxRetries }) as InstanceType<Sdk>
  return { client, Sdk, world: api.emulator.world('sdk'), emulator: api.emulator }
}

describe.each(VERSIONS)('SDK %s', (_version, Sdk) => {
  test('lists workspaces and models, creates and finds projects', async () => {
    const { client } = await setUp(Sdk)
    const { workspaces } = await client.workspaces.list()
    expect(workspaces.map(({ workspace_id }) => workspace_id)).toEqual(['ws_abc123', 'ws_empty'])
    const { models } = await client.models.list({ type: 'image' })
    expect(models[0]?.model_id).toBe('t2i-flux-2-pro')
    const project = await client.projects.create({ name: 'From the SDK', workspace_id: 'ws_abc123' })
    expect(await client.projects.retrieve(project.project_id)).toEqual(project)
    const found = await client.projects.list({ workspace_id: 'ws_abc123', query: 'from the' })
    expect(found.projects).toEqual([project])
  })

  test('pages through projects by itself', async () => {
    const { client } = await setUp(Sdk)
    for (let n = 0; n < 4; n += 1) await client.projects.create({ name: `p${n}`, workspace_id: 'ws_abc123' })
    const names: string[] = []
    for await (const project of client.projects.list({ workspace_id: 'ws_abc123', limit: 2 }))
      names.push(project.name)
    expect(names).toEqual(['p3', 'p2', 'p1', 'p0', 'Spring Campaign'])
  })

  test('starts a generation by the old path', async () => {
    const { client } = await setUp(Sdk)
    const run = await client.runs.startGeneration({ ...MUG })
    expect(run).toMatchObject({ type: 'generation', charged_cost: 0.04, estimated_seconds: 12 })
  })

  test.each([
    ['sk_live_revoked', 'AuthenticationError'],
    ['sk_live_viewer', 'PermissionDeniedError'],
  ] as const)('throws its own error class for the key %s', async (apiKey, name) => {
    const { client } = await setUp(Sdk, { apiKey })
    const error = await client.runs.startGeneration({ ...MUG }).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(Sdk[name])
  })

  test.each([
    [{ prompt: '' }, 'BadRequestError'],
    [{ project_id: 'prj_nope' }, 'NotFoundError'],
  ] as const)('throws its own error class for %j', async (changes, name) => {
    const { client } = await setUp(Sdk)
    const error = await client.runs.startGeneration({ ...MUG, ...changes }).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(Sdk[name])
    expect(error).toMatchObject({ error: { error: { code: expect.any(String) } } })
  })

  test.each([
    ['status:409', 'ConflictError'],
    ['status:422', 'UnprocessableEntityError'],
    ['status:429', 'RateLimitError'],
    ['status:503', 'InternalServerError'],
    ['drop:before', 'APIConnectionError'],
  ] as const)('throws its own error class for the failure %s', async (directive, name) => {
    const { client } = await setUp(Sdk)
    const options = { headers: { 'x-flora-emulator': directive } }
    const error = await client.workspaces.list(options).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(Sdk[name])
  })

  test('waits out a 429 and succeeds', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const { emulator } = await startApi({ rateLimit: '1/30' })
    expectGoodClient(emulator)
    const { baseUrl: baseURL, fetch, apiKey } = emulator
    const client = new Sdk({ baseURL, fetch, apiKey, maxRetries: 1 })
    await client.workspaces.list()
    const second = client.workspaces.list()
    const statuses = async () => (await emulator.world().requests.list()).requests.map(({ status }) => status)
    let seconds = 0
    for (; (await statuses()).length < 3; seconds += 1) await vi.advanceTimersByTimeAsync(1000)
    expect(seconds).toBeGreaterThanOrEqual(30)
    expect((await second).workspaces).toHaveLength(2)
    expect(await statuses()).toEqual([200, 429, 200])
  })

  test('two requests with one idempotency key are one run', async () => {
    const { client } = await setUp(Sdk)
    const options = { headers: { 'Idempotency-Key': 'once' } }
    await client.runs.startGeneration({ ...MUG }, options)
    const error = await client.runs.startGeneration({ ...MUG }, options).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(Sdk.ConflictError)
  })
})

describe.each(VERSIONS.slice(1))('SDK %s', (_version, Sdk) => {
  test('creates a generation and finds it completed in the history', async () => {
    const { client, world } = await setUp(Sdk as typeof Sdk11)
    const started = await client.generations.create({ ...MUG, params: { aspect_ratio: '4:3' } })
    await world.clock.advance({ seconds: 12 })
    const page = await client.generations.list({ workspace_id: 'ws_abc123', status: 'completed', limit: 1 })
    expect(page.generations[0]).toMatchObject({ run_id: started.run_id, status: 'completed' })
  })

  test('pages through the history by itself', async () => {
    const { client } = await setUp(Sdk as typeof Sdk11)
    const started: string[] = []
    for (let n = 0; n < 5; n += 1) started.unshift((await client.generations.create({ ...MUG })).run_id)
    const seen: string[] = []
    for await (const generation of client.generations.list({ limit: 2 })) seen.push(generation.run_id)
    expect(seen).toEqual([...started, 'run_abc123'])
  })
})

describe.each(VERSIONS.slice(2))('SDK %s', (_version, Sdk) => {
  test('polls a run to its end and downloads the output', async () => {
    const { client } = await setUp(Sdk as typeof Sdk11, { clock: 'auto' })
    const { run_id: id } = await client.generations.create({ ...MUG, params: { width: 64, height: 64 } })
    const statuses: string[] = []
    let run = await client.generations.retrieve(id)
    for (; run.status !== 'completed'; run = await client.generations.retrieve(id)) statuses.push(run.status)
    expect(statuses).toEqual(['pending', 'running'])
    const file = await fetch(run.outputs?.[0]?.url ?? '')
    expect(file.headers.get('content-type')).toBe('image/png')
    expect((await file.arrayBuffer()).byteLength).toBeGreaterThan(100)
  })
})

test('an SDK needs no socket with the emulator’s own fetch', async () => {
  const { emulator } = await startApi()
  expectGoodClient(emulator)
  const { baseUrl: baseURL, fetch } = emulator
  const client = new Sdk11({ baseURL, apiKey: emulator.world('checkout').apiKey, fetch })
  const { run_id: id } = await client.generations.create({ ...MUG })
  expect((await client.generations.retrieve(id)).status).toBe('pending')
})
