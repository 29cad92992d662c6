import FLORA from '@flora-ai/flora'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { expectGoodClient } from '../support/checks.ts'

const PHOTO = { id: 'input_image', type: 'imageUrl', value: 'https://example.com/photo.png' } as const

async function setUp() {
  const { emulator } = await startApi({ rateLimit: 'off' })
  expectGoodClient(emulator)
  const world = emulator.world('sdk')
  const client = new FLORA({ baseURL: emulator.baseUrl, apiKey: world.apiKey, maxRetries: 0 })
  return { client, world }
}

test('SDK 0.11.0 lists techniques page by page, and reads one by id and slug', async () => {
  const { client } = await setUp()
  const names: string[] = []
  for await (const technique of client.techniques.list({ limit: 10 })) names.push(technique.name)
  expect(names).toHaveLength(23)
  const { techniques } = await client.techniques.list({ query: 'cctv', workspace_id: 'ws_abc123' })
  expect(techniques.map((technique) => technique.technique_id)).toEqual(['tech_cctv-cam'])
  expect(await client.techniques.retrieve('cctv-cam')).toEqual(techniques[0])
})

test('SDK 0.11.0 starts a run by slug, repeats it, polls it to its end and finds it in the history', async () => {
  const { client, world } = await setUp()
  const body = { inputs: [PHOTO], mode: 'async' as const, idempotency_key: 'request-123' }
  const { run_id: id, status } = await client.techniques.runs.create('cctv-cam', body)
  expect(status).toBe('pending')
  expect((await client.techniques.runs.create('cctv-cam', body)).run_id).toBe(id)
  const other = client.techniques.runs.create('cctv-cam', { ...body, mode: 'stream' })
  await expect(other).rejects.toBeInstanceOf(FLORA.UnprocessableEntityError)
  await world.clock.advance({ until: id })
  const run = await client.techniques.runs.retrieve(id, { techniqueId: 'cctv-cam' })
  expect(run).toMatchObject({ status: 'completed', charged_cost: 0.05 })
  const found = await client.techniques.runs.list({ technique_id: 'tech_cctv-cam', status: 'completed' })
  expect(found.technique_runs.map((item) => [item.run_id, item.technique.name])).toEqual([
    [id, 'CCTV Cam'],
    ['run_abcd1234', 'CCTV Cam'],
  ])
  expect((await client.generations.retrieve(id)).outputs?.[0]?.url).toBe(run.outputs?.[0]?.url)
})

test('SDK 0.11.0 starts a run by id', async () => {
  const { client } = await setUp()
  const run = await client.runs.startTechnique({
    inputs: { foo: 'bar' },
    technique_id: 'tech_abcd1234',
    workspace_id: 'ws_abc123',
  })
  expect(run).toMatchObject({ type: 'technique', charged_cost: 0.01, technique: { name: 'Brand Copy' } })
})
