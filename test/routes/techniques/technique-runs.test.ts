import { describe, expect, test } from 'vitest'
import type { Project } from '../../../src/schemas/workspaces/project.ts'
import type { Run, RunStart } from '../../../src/schemas/runs/run.ts'
import type { SlugRun, TechniqueRunPage } from '../../../src/schemas/techniques/technique-run.ts'
import { START, startApi, type TestApi } from '../../support/api.ts'

const PHOTO = 'https://example.com/photo.png'
const CCTV = { inputs: [{ id: 'input_image', type: 'imageUrl', value: PHOTO }], mode: 'async' }
const TOP = { technique_id: 'tech_cctv-cam', workspace_id: 'ws_abc123', inputs: { input_image: PHOTO } }

const start = async (api: TestApi, changes: object = {}, headers: Record<string, string> = {}) =>
  api.post<SlugRun>('/techniques/cctv-cam/runs', { ...CCTV, ...changes }, headers)
const history = async (api: TestApi) => api.get<TechniqueRunPage>('/technique-runs?workspace_id=ws_abc123')
const balance = async (api: TestApi, id = 'ws_abc123') => (await api.world.workspaces.get(id)).balance_usd

describe('a run by slug', () => {
  test('is answered pending, in both spellings, with the requested name in poll_url', async () => {
    const api = await startApi()
    const run = await start(api)
    const pollUrl = `${api.emulator.baseUrl}/techniques/cctv-cam/runs/${run.run_id}`
    expect(run).toEqual({
      run_id: expect.stringMatching(/^run_\S+$/),
      status: 'pending',
      progress: 0,
      created_at: START,
      poll_url: pollUrl,
      runId: run.run_id,
      createdAt: START,
      pollUrl,
    })
    const byId = await api.post<SlugRun>('/techniques/tech_cctv-cam/runs', CCTV)
    expect(byId.poll_url).toBe(`${api.emulator.baseUrl}/techniques/tech_cctv-cam/runs/${byId.run_id}`)
  })

  test('shows the progress of its steps, and its file can be downloaded at the end', async () => {
    const api = await startApi()
    const { run_id: id } = await start(api)
    const path = `/techniques/cctv-cam/runs/${id}`
    const progress: number[] = []
    for (let second = 0; second < 30; second += 1) {
      progress.push((await api.get<SlugRun>(path)).progress)
      await api.world.clock.advance({ seconds: 1 })
    }
    expect([...new Set(progress)]).toEqual([0, 33, 67])
    const run = await api.get<SlugRun>(path)
    const url = `${api.emulator.url}/media/default/${id}/output_image.png`
    expect(run).toEqual({
      ...(await api.run(id)),
      poll_url: run.poll_url,
      outputs: [{ output_id: 'output_image', outputId: 'output_image', type: 'imageUrl', url }],
      runId: id,
      createdAt: START,
      startedAt: run.started_at,
      completedAt: START + 30_000,
      chargedCost: 0.05,
      pollUrl: run.poll_url,
    })
    expect(run).toMatchObject({ status: 'completed', progress: 100, charged_cost: 0.05 })
    const file = await api.emulator.fetch(url)
    expect(file.headers.get('content-type')).toBe('image/png')
  })

  test('is paid by the first workspace and has a new project', async () => {
    const api = await startApi()
    const { run_id: id } = await start(api)
    expect(await balance(api)).toBe(99.95)
    const [item] = (await history(api)).technique_runs
    expect(item).toEqual({
      ...(await api.run(id)),
      technique_run_id: id,
      workspace_id: 'ws_abc123',
      project_id: expect.stringMatching(/^prj_\S+$/),
      technique: { technique_id: 'tech_cctv-cam', name: 'CCTV Cam' },
    })
    expect(await api.get<Project>(`/projects/${item?.project_id}`)).toMatchObject({
      name: 'CCTV Cam',
      origin: 'api',
      workspace_id: 'ws_abc123',
      created_at: START,
    })
    await start(api)
    const projects = (await history(api)).technique_runs.map((run) => run.project_id)
    expect(new Set(projects).size).toBe(2)
  })

  test('that fails has its error in both spellings, and is refunded', async () => {
    const api = await startApi()
    const { run_id: id } = await start(api, {}, { 'x-flora-emulator': 'fail:input_unreachable' })
    await api.world.clock.advance({ until: 'idle' })
    const run = await api.get<SlugRun>(`/techniques/cctv-cam/runs/${id}`)
    expect(run).toMatchObject({
      status: 'failed',
      progress: 100,
      error_code: 'input_unreachable',
      errorCode: 'input_unreachable',
      error_message: run.errorMessage,
      completedAt: run.completed_at,
    })
    expect(run).not.toHaveProperty('outputs')
    expect(run).not.toHaveProperty('chargedCost')
    expect(await balance(api)).toBe(100)
  })

  test('accepts every documented spelling of an input type, and both modes', async () => {
    const api = await startApi()
    for (const type of ['imageUrl', 'image_url', 'IMAGE_URL']) {
      for (const mode of ['async', 'stream']) {
        await start(api, { mode, inputs: [{ id: 'input_image', type, value: PHOTO }] })
      }
    }
    expect((await history(api)).meta.total_estimate).toBe(6)
  })

  test('accepts a callback URL; with --strict only a public one', async () => {
    const callback = { callback_url: 'http://localhost:1234/hook' }
    await start(await startApi(), callback)
    const json = { ...CCTV, ...callback }
    const strict = await startApi({ strict: true })
    const { error } = await strict.refusal('/techniques/cctv-cam/runs', { method: 'POST', json })
    expect(error.fields?.map(({ field }) => field)).toEqual(['callback_url'])
  })

  test('is 404 under another technique, as a generation is under any', async () => {
    const api = await startApi()
    const { run_id: id } = await start(api)
    for (const path of [
      `sigil/runs/${id}`,
      `book-drop/runs/${id}`,
      'cctv-cam/runs/run_abc123',
      'cctv-cam/runs/run_x',
    ]) {
      expect((await api.refusal(`/techniques/${path}`)).status, path).toBe(404)
    }
    expect((await api.refusal('/techniques/cctv-cam/runs/abc')).error.fields?.[0]?.field).toBe('runId')
  })

  test('an unknown technique is answered 404, an empty balance 402, and nothing is created', async () => {
    const api = await startApi()
    expect((await api.refusal('/techniques/nope/runs', { method: 'POST', json: CCTV })).status).toBe(404)
    await api.world.workspaces.setBalance('ws_abc123', 0.04)
    const { status, error } = await api.refusal('/techniques/cctv-cam/runs', { method: 'POST', json: CCTV })
    expect([status, error.code]).toEqual([402, 'insufficient_credits'])
    expect((await history(api)).meta.total_estimate).toBe(0)
    const projects = await api.get<{ projects: unknown[] }>('/projects?workspace_id=ws_abc123')
    expect(projects.projects).toHaveLength(1)
  })

  test('shows pending, running and completed with an automatic clock', async () => {
    const api = await startApi({ clock: 'auto' })
    const { run_id: id } = await start(api)
    const statuses: string[] = []
    for (let poll = 0; poll < 3; poll += 1) {
      statuses.push((await api.get<SlugRun>(`/techniques/cctv-cam/runs/${id}`)).status)
    }
    expect(statuses).toEqual(['pending', 'running', 'completed'])
  })
})

describe('a run by id', () => {
  test('is answered with its quote, technique and project', async () => {
    const api = await startApi()
    const run = await api.post<RunStart>('/runs/technique', TOP)
    expect(run).toEqual({
      run_id: expect.stringMatching(/^run_\S+$/),
      type: 'technique',
      estimated_seconds: 30,
      charged_cost: 0.05,
      poll_url: `${api.emulator.baseUrl}/techniques/tech_cctv-cam/runs/${run.run_id}`,
      model: null,
      project_id: expect.stringMatching(/^prj_\S+$/),
      technique: { technique_id: 'tech_cctv-cam', name: 'CCTV Cam' },
    })
    const response = await api.emulator.fetch(String(run.poll_url), {
      headers: { authorization: `Bearer ${api.apiKey}` },
    })
    expect(await response.json()).toMatchObject({ runId: run.run_id, poll_url: run.poll_url })
  })

  test('of the example of the SDK has a text output', async () => {
    const api = await startApi({ durationScale: 0 })
    const { run_id: id } = await api.post<RunStart>('/runs/technique', {
      technique_id: 'tech_abcd1234',
      workspace_id: 'ws_abc123',
      inputs: { foo: 'bar' },
    })
    const { outputs } = await api.run(id)
    expect(outputs?.[0]).toMatchObject({ output_id: 'copy', type: 'text' })
    expect(outputs?.[0]?.url).toContain('Brand Copy: bar')
  })

  test('accepts a list for an input that takes several values', async () => {
    const api = await startApi({ durationScale: 0 })
    const board = { ...TOP, technique_id: 'tech_moodboard-maker' }
    await api.post('/runs/technique', { ...board, inputs: { images: [PHOTO, PHOTO] } })
    await api.post('/runs/technique', { ...board, inputs: { images: PHOTO, theme: 'sea' } })
  })

  test('has outputs in the format that the technique or an input sets', async () => {
    const api = await startApi({ durationScale: 0 })
    const make = async (technique_id: string, inputs: object): Promise<Run> =>
      api.run((await api.post<RunStart>('/runs/technique', { ...TOP, technique_id, inputs })).run_id)
    const critique = await make('tech_art-directors-critique', { input_image: PHOTO })
    expect(critique.outputs?.map(({ type }) => type)).toEqual(['text', 'imageUrl'])
    const motion = await make('tech_product-motion', { product_image: 'element_1' })
    expect(motion.outputs?.[0]?.type).toBe('videoUrl')
    const upright = await make('tech_quick-reframe', { input_image: PHOTO, aspect_ratio: '1:2' })
    const file = Buffer.from(await (await api.emulator.fetch(upright.outputs?.[0]?.url ?? '')).arrayBuffer())
    expect(file.readUInt32BE(20) / file.readUInt32BE(16)).toBeCloseTo(2, 1)
  })

  test.each([
    [{ technique_id: 'tech_nope' }, 404],
    [{ workspace_id: 'ws_nope' }, 404],
    [{ technique_id: 'cctv-cam' }, 400],
    [{ workspace_id: 'ws_empty' }, 402],
  ])('%j is refused', async (changes, status) => {
    const api = await startApi()
    expect(
      (await api.refusal('/runs/technique', { method: 'POST', json: { ...TOP, ...changes } })).status,
    ).toBe(status)
    expect((await history(api)).meta.total_estimate).toBe(0)
  })

  test('costs its quote in the measured profile', async () => {
    const api = await startApi({ profile: 'measured' })
    for (let count = 0; count < 5; count += 1) await api.post('/runs/technique', TOP)
    await api.world.clock.advance({ until: 'idle' })
    expect(await balance(api)).toBe(99.75)
  })
})
