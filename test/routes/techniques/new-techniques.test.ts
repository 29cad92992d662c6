import { describe, expect, test } from 'vitest'
import type { Run, RunStart } from '../../../src/schemas/runs/run.ts'
import type { TechniqueCreated } from '../../../src/schemas/techniques/new-technique.ts'
import type { Technique, TechniquePage } from '../../../src/schemas/techniques/technique.ts'
import type { SlugRun, TechniqueRunPage } from '../../../src/schemas/techniques/technique-run.ts'
import { startApi, type TestApi } from '../../support/api.ts'
import { SCENE, sceneWith } from '../../support/techniques.ts'

const create = async (api: TestApi, changes: object = {}, headers: Record<string, string> = {}) =>
  api.post<TechniqueCreated>('/techniques', { ...SCENE, ...changes }, headers)

const start = async (api: TestApi, technique: string) =>
  api.post<SlugRun>(`/techniques/${technique}/runs`, {
    mode: 'async',
    inputs: [{ id: 'scene', type: 'text', value: 'a harbour' }],
  })

test('a technique is created, read by id and slug, and listed before those of the fixtures', async () => {
  const api = await startApi()
  const before = await api.get<TechniquePage>('/techniques?limit=100')
  const created = await create(api)
  expect(created).toEqual({
    technique_id: expect.stringMatching(/^tech_[0-9a-z]{32}$/),
    slug: 'mug-in-a-scene',
    name: 'Mug in a scene',
    visibility: 'private',
    run_cost: 0.387,
    project_id: 'prj_abc123',
  })
  const technique = await api.get<Technique>(`/techniques/${created.technique_id}`)
  expect(technique).toEqual({
    technique_id: created.technique_id,
    slug: 'mug-in-a-scene',
    name: 'Mug in a scene',
    description: SCENE.description,
    run_cost: 0.387,
    inputs: [{ id: 'scene', name: 'Scene', type: 'text', description: 'Where the mug stands.' }],
    outputs: [
      { id: 'picture', name: 'Picture', type: 'imageUrl', specified_aspect_ratio: '4:3' },
      { id: 'clip', name: 'Clip', type: 'videoUrl', specified_duration: 4 },
    ],
  })
  expect(await api.get('/techniques/mug-in-a-scene')).toEqual(technique)
  const { techniques, meta } = await api.get<TechniquePage>('/techniques?limit=100')
  expect(techniques).toEqual([technique, ...before.techniques])
  expect(meta.total_estimate).toBe(before.techniques.length + 1)
})

test('a run has the price, the duration and the steps of the graph', async () => {
  const api = await startApi()
  const { technique_id: id } = await create(api)
  const run = await start(api, id)
  expect((await api.world.workspaces.get('ws_abc123')).balance_usd).toBe(99.613)
  const path = `/techniques/${id}/runs/${run.run_id}`
  // Two nodes generate, one after the other: 12 and 150 seconds.
  for (const [seconds, status, progress] of [
    [60, 'running', 0],
    [60, 'running', 50],
    [41, 'running', 50],
    [1, 'completed', 100],
  ] as const) {
    await api.world.clock.advance({ seconds })
    expect(await api.get<SlugRun>(path)).toMatchObject({ status, progress })
  }
  const ended = await api.get<Run>(`/runs/${run.run_id}`)
  expect(ended).toMatchObject({
    charged_cost: 0.387,
    outputs: [
      { output_id: 'picture', type: 'imageUrl' },
      { output_id: 'clip', type: 'videoUrl' },
    ],
  })
  for (const { url } of ended.outputs ?? []) expect((await api.emulator.fetch(url)).status).toBe(200)
  const history = await api.get<TechniqueRunPage>(`/technique-runs?technique_id=${id}`)
  expect(history.technique_runs[0]).toMatchObject({
    run_id: run.run_id,
    technique: { technique_id: id, name: 'Mug in a scene' },
  })
})

test('independent nodes run at the same time, and pay each', async () => {
  const api = await startApi()
  const nodes = Array.from({ length: 5 }, (_, n) => ({ id: `n${n}`, type: 'emptyImageBlock' }))
  const { technique_id: id, run_cost: cost } = await create(api, {
    graph: {
      nodes: [{ id: 'scene', type: 'textBlock' }, ...nodes],
      edges: nodes.map((node) => ({ source: 'scene', target: node.id })),
      node_inputs: Object.fromEntries(nodes.map((node) => [node.id, { model_id: 't2i-flux-2-pro' }])),
    },
    outputs: nodes.map((node) => ({ node_id: node.id, name: node.id, type: 'imageUrl' })),
  })
  expect(cost).toBe(0.2)
  const body = { technique_id: id, workspace_id: 'ws_abc123', inputs: { scene: 'x' } }
  expect(await api.post<RunStart>('/runs/technique', body)).toMatchObject({
    estimated_seconds: 12,
    charged_cost: 0.2,
  })
})

test('a technique without generating nodes is free, and gateway models are models too', async () => {
  const api = await startApi()
  const text = { node_id: 'a', name: 'A', type: 'text' }
  const graph = { nodes: [{ id: 'a', type: 'textBlock' }], edges: [] }
  expect(await create(api, { graph, inputs: [text], outputs: [text] })).toMatchObject({ run_cost: 0 })
  const { run_cost: cost } = await create(api, sceneWith({ mug: { model_id: 'google/nano-banana-2' } }))
  expect(cost).toBe(0.427)
  const named = await create(api, sceneWith({ mug: { model: 'Nano Banana 2', mode: 'whatever', x: 1 } }))
  expect(named.run_cost).toBe(0.427)
})

test('names may repeat; slugs are told apart from each other and from those of the fixtures', async () => {
  const api = await startApi()
  const slugs: string[] = []
  for (const name of ['A b', 'a  B!', 'CCTV Cam', '日本', 'Café Crème', 'x'.repeat(300)]) {
    slugs.push((await create(api, { name })).slug)
  }
  expect(slugs).toEqual(['a-b', 'a-b-2', 'cctv-cam-3', 'technique', 'cafe-creme', 'x'.repeat(60)])
  expect(await api.get('/techniques/cctv-cam')).toMatchObject({ technique_id: 'tech_cctv-cam' })
})

describe('the list', () => {
  test('pages over techniques of both kinds, and repeats and misses none when one is added', async () => {
    const api = await startApi()
    for (let n = 0; n < 3; n += 1) await create(api, { name: `T${n}` })
    const all = await api.get<TechniquePage>('/techniques?limit=100')
    const seen: string[] = []
    let query = '?limit=2'
    for (let page = 0; query !== '' && page < 30; page += 1) {
      const { techniques, meta } = await api.get<TechniquePage>(`/techniques${query}`)
      seen.push(...techniques.map(({ slug }) => slug))
      if (page === 0) await create(api, { name: 'Late' })
      query = meta.next_cursor === null ? '' : `?limit=2&cursor=${meta.next_cursor}`
    }
    expect(seen).toEqual(all.techniques.map(({ slug }) => slug))
    for (const offset of [1, 3, 5]) {
      const cursor = Buffer.from(JSON.stringify({ offset })).toString('base64url')
      const { techniques } = await api.get<TechniquePage>(`/techniques?limit=3&cursor=${cursor}`)
      const expected = ['late', ...seen].slice(offset, offset + 3)
      expect(techniques.map(({ slug }) => slug)).toEqual(expected)
    }
  })

  test('is searched by name, description and slug, and filtered by workspace', async () => {
    const api = await startApi()
    const other = { workspace_id: 'ws_empty', project_id: 'prj_empty' }
    await create(api, { name: 'Ünïque', description: 'for tea_rooms' })
    await create(api, { ...other, name: 'Hidden' })
    await create(api, { ...other, name: 'Shown', visibility: 'public' })
    const slugs = async (query: string) =>
      (await api.get<TechniquePage>(`/techniques?limit=100&${query}`)).techniques.map(({ slug }) => slug)
    expect(await slugs('query=ÜNÏ')).toEqual(['unique'])
    expect(await slugs('query=tea_')).toEqual(['unique'])
    expect((await slugs('workspace_id=ws_abc123')).slice(0, 3)).toEqual([
      'shown',
      'unique',
      'art-directors-critique',
    ])
    expect((await slugs('workspace_id=ws_empty')).slice(0, 2)).toEqual(['shown', 'hidden'])
  })
})

test('an idempotency key creates one technique', async () => {
  const api = await startApi()
  const headers = { 'idempotency-key': 'once' }
  const call = { method: 'POST', json: SCENE, headers }
  const answers = await Promise.all([1, 2, 3].map(async () => api.call('/techniques', call)))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(2)
  expect((await api.refusal('/techniques', call)).error.code).toBe('idempotency_duplicate')
  const { meta } = await api.get<TechniquePage>('/techniques?query=mug-in-a-scene')
  expect(meta.total_estimate).toBe(1)
})

test('a key is free again after a refusal', async () => {
  const api = await startApi()
  const headers = { 'idempotency-key': 'once' }
  await api.refusal('/techniques', { method: 'POST', json: { ...SCENE, outputs: [] }, headers })
  await create(api, {}, headers)
})

test('a viewer may not create a technique', async () => {
  const api = (await startApi()).as('sk_live_viewer')
  expect((await api.refusal('/techniques', { method: 'POST', json: SCENE })).status).toBe(403)
})

test('a reset forgets techniques, and a snapshot takes them to another world', async () => {
  const api = await startApi()
  const { technique_id: id } = await create(api)
  const { run_id: runId } = await start(api, 'mug-in-a-scene')
  const technique = await api.get(`/techniques/${id}`)
  const snapshot = await api.world.snapshot()
  await api.world.reset()
  expect((await api.refusal(`/techniques/${id}`)).status).toBe(404)
  const copy = api.as('sk_test_copy')
  await copy.world.restore(snapshot)
  expect(await copy.world.snapshot()).toEqual(snapshot)
  expect(await copy.get('/techniques/mug-in-a-scene')).toEqual(technique)
  expect(await copy.get(`/techniques/mug-in-a-scene/runs/${runId}`)).toMatchObject({ run_id: runId })
  await start(copy, id)
  expect((await create(copy)).slug).toBe('mug-in-a-scene-2')
})
