import { describe, expect, test } from 'vitest'
import type { RunStart } from '../../../src/schemas/runs/run.ts'
import { reserve } from '../../support/assets.ts'
import { MUG, START, startApi, type TestApi } from '../../support/api.ts'

test('the measured profile shows no progress until the end', async () => {
  const api = await startApi({ profile: 'measured' })
  const { run_id: id } = await api.generate()
  await api.world.clock.advance({ seconds: 11 })
  expect(await api.run(id)).toMatchObject({ status: 'running', progress: 0 })
  await api.world.clock.advance({ seconds: 1 })
  expect(await api.run(id)).toMatchObject({ status: 'completed', progress: 100 })
})

test('the measured profile answers 500 for an unknown project', async () => {
  const api = await startApi({ profile: 'measured' })
  const json = { ...MUG, project_id: 'prj_nope' }
  const { status, error } = await api.refusal('/generate', { method: 'POST', json })
  expect(status).toBe(500)
  expect(error).toEqual({ code: 'unknown_error', message: 'An unknown error occurred.' })
})

test.each([
  ['/generate', { ...MUG, workspace_id: 'ws_nope' }],
  ['/generate', { ...MUG, workspace_id: 'ws_nope', project_id: 'prj_nope' }],
  ['/gateway/generate', { ...MUG, project_id: 'prj_nope', model: 'google/nano-banana-2' }],
  ['/gateway/generate', { ...MUG, project_id: 'prj_nope', model: 'nope/nope' }],
  [
    '/runs/action',
    {
      ...MUG,
      project_id: 'prj_nope',
      action_id: 'rotate-image-browser',
      inputs: [{ type: 'image', url: 'https://example.com/a.png' }],
    },
  ],
])('the measured profile answers 404 by %s to %j, as documented', async (path, json) => {
  const api = await startApi({ profile: 'measured' })
  expect((await api.refusal(path, { method: 'POST', json })).status).toBe(404)
})

test('the cost of a generation appears within a minute of its end', async () => {
  const api = await startApi({ profile: 'measured' })
  const { run_id: id } = await api.generate()
  await api.world.clock.advance({ until: id })
  expect(await api.run(id)).toMatchObject({ status: 'completed', outputs: [{}] })
  expect(await api.run(id)).not.toHaveProperty('charged_cost')
  expect((await api.generations('?limit=1')).generations[0]).not.toHaveProperty('charged_cost')
  await api.world.clock.advance({ seconds: 60 })
  const charged_cost = expect.any(Number)
  expect(await api.run(id)).toMatchObject({ status: 'completed', charged_cost })
  expect((await api.generations('?limit=1')).generations).toMatchObject([{ charged_cost }])
})

test('an auto clock goes on until the cost appears', async () => {
  const api = await startApi({ profile: 'measured', clock: 'auto' })
  const { run_id: id } = await api.generate()
  const seen: string[] = []
  for (let poll = 0; poll < 4; poll += 1) {
    const run = await api.run(id)
    seen.push(`${run.status} ${run.charged_cost === undefined ? '-' : 'cost'}`)
  }
  expect(seen).toEqual(['pending -', 'running -', 'completed -', 'completed cost'])
})

/** Starts a generation and advances past its end and its cost. */
async function settled(api: TestApi, changes: object) {
  const { run_id: id } = await api.generate(changes)
  await api.world.clock.advance({ until: id })
  await api.world.clock.advance({ seconds: 60 })
  return api.run(id)
}

test.each([
  [{ model: 't2i-flux-2-klein-4b' }, 15.8, 0.004],
  [{ model: 't2i-gpt-image-2-t2i', params: { resolution: '4k' } }, [105, 112, 118], 0.873],
  [{ model: 't2i-gpt-image-2-t2i', params: { resolution: '2k' } }, [105, 112, 118], 0.519],
  [{ model: 't2i-gpt-image-2-t2i' }, [105, 112, 118], 0.263],
  [{ model: 't2i-gemini-3-pro' }, 63, 0.2],
  [{ model: 'i2i-qwen-image-edit' }, 25, 0.02],
  [{ model: 'i2v-wan-2.2', type: 'video' }, 150, 0.121],
  [{ model: 'i2t-gemini-3-6-flash-i2t', type: 'text' }, [4, 5, 6], 0.005],
])('a run of %j takes and costs what was measured', async (changes, seconds, cost) => {
  const api = await startApi({ profile: 'measured' })
  const { created_at: created, completed_at: completed = 0, charged_cost } = await settled(api, changes)
  expect([seconds].flat()).toContain((completed - created) / 1000)
  expect(charged_cost).toBe(cost)
})

describe('an input that production does not fetch', () => {
  test.each([
    { image_url: 'https://example.com/a.png' },
    { image_urls: ['https://media.flora.ai/a.png', 'http://192.0.2.7/a.png'] },
    { video_url: 'https://flora.ai.example/a.mp4' },
    { image_url: 'http://127.0.0.1:9/a.png' },
    { image_url: 'https://example.com/media/default/a.png' },
  ])('%j fails the run, which is charged', async (params) => {
    const api = await startApi({ profile: 'measured' })
    const run = await settled(api, { params })
    expect(run).toMatchObject({
      status: 'failed',
      error_code: 'GENERATION_GENERIC_ERROR',
      charged_cost: 0.04,
    })
    const { entries, spent_usd: spent } = await api.world.ledger({ run_id: run.run_id })
    expect([entries.map(({ kind }) => kind).toSorted(), spent]).toEqual([['reserve', 'settle'], 0.04])
    await api.world.restore(await api.world.snapshot())
    expect(await api.run(run.run_id)).toEqual(run)
  })

  test('is no file of FLORA, of the stores in its documentation or of the emulator, and no other param', async () => {
    const api = await startApi({ profile: 'measured' })
    const image_urls = [
      'https://media.flora.ai/a.png',
      'https://storage.googleapis.com/a/b.png',
      'https://b.s3.amazonaws.com/a.png',
      'https://ik.imagekit.io/flora/a.png',
      'https://files.openai.com/a',
      `${api.emulator.url}/media/default/assets/asset_abc123.png`,
      'http://emulator:4620/media/default/assets/asset_abc123.png',
      'data:image/png;base64,AAAA',
      'a mug',
      7,
    ]
    const params = { image_urls, note: 'https://example.com/' }
    expect((await settled(api, { params })).status).toBe('completed')
  })

  test('fails nothing in the profile docs, and a directive wins', async () => {
    const params = { image_url: 'https://example.com/a.png' }
    expect((await settled(await startApi(), { params })).status).toBe('completed')
    const prompt = 'a mug [[fail:SERVER_ERROR]]'
    const failed = await settled(await startApi({ profile: 'measured' }), { params, prompt })
    expect([failed.error_code, failed.charged_cost]).toEqual(['SERVER_ERROR', undefined])
  })
})

test('output files have dated paths, and those of actions a folder of their own', async () => {
  const api = await startApi({ profile: 'measured' })
  const run = await settled(api, {})
  const url = run.outputs?.[0]?.url ?? ''
  expect(url).toBe(`${api.emulator.url}/media/default/node-outputs/2026/3/1/${run.run_id}/output_1.png`)
  expect((await api.emulator.fetch(url, { method: 'HEAD' })).status).toBe(200)
  for (const wrong of [url.replace('/3/1/', '/3/2/'), url.replace('/node-outputs/2026/3/1', '')]) {
    expect((await api.emulator.fetch(wrong)).status, wrong).toBe(404)
  }
  const action = await api.post<RunStart>('/runs/action', {
    workspace_id: 'ws_abc123',
    project_id: 'prj_abc123',
    action_id: 'rotate-image-browser',
    inputs: [{ type: 'image', url: 'https://example.com/a.png' }],
  })
  await api.world.clock.advance({ until: action.run_id })
  const rotated = (await api.run(action.run_id)).outputs?.[0]?.url ?? ''
  expect(rotated).toContain(`/media/default/code-sandbox/${action.run_id}/`)
  expect((await api.emulator.fetch(rotated, { method: 'HEAD' })).status).toBe(200)
})

test('an output with a dated path can be imported as an asset', async () => {
  const api = await startApi({ profile: 'measured' })
  const source = (await settled(api, {})).outputs?.[0]?.url ?? ''
  const asset = await api.post('/assets', { source, workspace_id: 'ws_abc123' })
  expect(asset).toMatchObject({ status: 'ready' })
})

test('upload URLs last 15 minutes', async () => {
  const api = await startApi({ profile: 'measured' })
  expect((await reserve(api)).expires_at).toBe(new Date(START + 15 * 60_000).toISOString())
})

describe('a run of a technique', () => {
  const body = {
    mode: 'async',
    inputs: [{ id: 'input_image', type: 'imageUrl', value: 'https://example.com/a.png' }],
  }
  const path = '/techniques/portrait-enhancer/runs'

  test('reports 40, 70, 94 and 100 per cent', async () => {
    const api = await startApi({ profile: 'measured' })
    const { run_id: id } = await api.post<{ run_id: string }>(path, body)
    const seen = new Set<number>()
    for (let step = 0; step < 400; step += 1) {
      const run = await api.get<{ progress: number; status: string }>(`${path}/${id}`)
      seen.add(run.progress)
      if (run.status === 'completed') break
      await api.world.clock.advance({ ms: 500 })
    }
    expect([...seen]).toEqual([0, 40, 70, 94, 100])
  })

  test('with a repeated key in the body is refused for two hours', async () => {
    const api = await startApi({ profile: 'measured' })
    const json = { ...body, idempotency_key: 'once' }
    await api.post(path, json)
    const { status, error } = await api.refusal(path, { method: 'POST', json })
    expect([status, error.code]).toEqual([409, 'idempotency_duplicate'])
    await api.world.clock.advance({ seconds: 7_200 })
    await api.post(path, json)
  })

  test('ignores the key of the header', async () => {
    const api = await startApi({ profile: 'measured' })
    const headers = { 'idempotency-key': 'once' }
    const first = await api.post<{ run_id: string }>(path, body, headers)
    expect((await api.post<{ run_id: string }>(path, body, headers)).run_id).not.toBe(first.run_id)
  })
})
