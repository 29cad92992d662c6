import { expect, test } from 'vitest'
import type { NodeRunList } from '../../../src/schemas/canvas/graph.ts'
import type { ModelList } from '../../../src/schemas/models/model.ts'
import { DEFINITION, refused, RUN, startCanvas } from '../../support/canvas.ts'

async function startRuns() {
  const canvas = await startCanvas()
  const run = async (...ids: string[]) => (await canvas.api.post<NodeRunList>(RUN, { node_ids: ids })).runs
  const node = async (id: string) => (await canvas.graph()).nodes.find((each) => each.id === id)
  return { ...canvas, run, node }
}

const CHAIN = {
  add: [
    { ref: 'a', type: 'text', prompt: 'a mug' },
    { ref: 'b', type: 'image' },
    { ref: 'c', type: 'video', prompt: 'it turns' },
  ],
  connect: [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
  ],
}

test('a node runs with its prompt and parameters, and shows its run', async () => {
  const { api, change, run, node } = await startRuns()
  await change({ add: [{ ref: 'a', type: 'image', prompt: 'a mug', params: { aspect_ratio: '16:9' } }] })
  const [entry] = await run('n2')
  expect(entry).toEqual({
    node_id: 'n2',
    status: 'started',
    run_id: expect.stringMatching(/^run_/),
    type: 'generation',
    poll_url: `${api.emulator.baseUrl}/runs/${entry?.run_id}`,
    model: { model_id: 't2i-flux-2-pro' },
    charged_cost: 0.04,
    estimated_seconds: 12,
  })
  expect(await node('n2')).toMatchObject({ status: 'generating' })
  await api.world.clock.advance({ seconds: 12 })
  const done = await node('n2')
  expect(done).toMatchObject({ status: 'done', output_url: expect.stringContaining(entry?.run_id ?? '-') })
  expect((await api.run(entry?.run_id ?? '')).outputs?.[0]?.url).toBe(done?.output_url)
  expect(await node('n3')).toBeUndefined()
})

test('inputs run before the nodes that they feed; the answer has the order of the request', async () => {
  const { api, graph, change, run } = await startRuns()
  await change(CHAIN)
  const { node_id: long = '' } = (await graph()).nodes[2] ?? {}
  const runs = await run('n4', long, 'n2')
  expect(runs.map(({ node_id, status }) => [node_id, status])).toEqual([
    ['n4', 'started'],
    [long, 'started'],
    ['n2', 'started'],
  ])
  const newest = (await api.generations('?limit=3')).generations.map(({ run_id }) => run_id)
  expect(newest).toEqual(runs.map(({ run_id }) => run_id))
})

test('a node that cannot run is skipped with a reason', async () => {
  const { api, change, run } = await startRuns()
  await change({
    add: [
      { ref: 'g', type: 'group' },
      { ref: 's', type: 'image', content_url: 'https://example.com/x.png' },
      { ref: 'empty', type: 'image' },
    ],
  })
  const runs = await run('n9', 'n2', 'n3', 'n4', 'n1', 'n1')
  expect(runs.map(({ status, reason }) => reason ?? status)).toEqual([
    'node_not_found',
    'node_not_executable',
    'node_not_executable',
    'run_failed_to_start',
    'started',
    'generation_already_running',
  ])
  expect((await run('n1'))[0]).toEqual({
    node_id: 'n1',
    status: 'skipped',
    reason: 'generation_already_running',
    message: 'A generation of this node is in flight.',
  })
  await api.world.clock.advance({ seconds: 100 })
  expect((await run('n1'))[0]?.status).toBe('started')
})

test('a node that cannot be paid starts, and its run fails', async () => {
  const { api, change, run, node } = await startRuns()
  await change({ add: [{ ref: 'v', type: 'video', prompt: 'x', model: 't2v-kling-v3-pro' }] })
  await api.world.workspaces.setBalance('ws_abc123', 0.05)
  const [video, image] = await run('n2', 'n1')
  expect([video?.status, image?.status]).toEqual(['started', 'started'])
  const { estimated_credits: credits } = (await api.get<ModelList>('/models?type=video')).models.find(
    ({ model_id }) => model_id === 't2v-kling-v3-pro',
  ) ?? { estimated_credits: 0 }
  expect(video?.charged_cost).toBe(credits / 1000)
  expect(await api.run(video?.run_id ?? '')).toMatchObject({
    status: 'failed',
    error_code: 'BILLING_NOT_ENOUGH_CREDITS',
  })
  expect(await node('n2')).toMatchObject({ status: 'error', error_code: 'BILLING_NOT_ENOUGH_CREDITS' })
  await api.world.clock.advance({ until: 'idle' })
  expect((await api.run(image?.run_id ?? '')).status).toBe('completed')
  const workspaces = await api.world.workspaces.list()
  expect(workspaces.find(({ workspace_id: id }) => id === 'ws_abc123')?.balance_usd).toBe(0.01)
})

test('an unpaid run that waits for its input costs nothing when it is completed by force', async () => {
  const { api, change, run } = await startRuns()
  await change(CHAIN)
  await api.world.workspaces.setBalance('ws_abc123', 0.1)
  const [, , video] = await run('n2', 'n3', 'n4')
  const id = video?.run_id ?? ''
  expect((await api.run(id)).status).toBe('pending')
  await api.world.runs.complete(id)
  expect(await api.run(id)).toMatchObject({ status: 'completed', charged_cost: 0 })
  await api.as('sk_test_copy').world.restore(await api.world.snapshot())
})

test('a node runs after its inputs have ended, and takes the text that they will give', async () => {
  const { api, change, run } = await startRuns()
  await change(CHAIN)
  const [text, image, video] = await run('n2', 'n3', 'n4')
  const ids = [text, image, video].map((entry) => entry?.run_id ?? '')
  await api.world.clock.advance({ until: 'idle' })
  const runs = await Promise.all(ids.map(async (id) => api.run(id)))
  const spans = runs.map(({ started_at: start = 0, completed_at: end = 0 }) => [start, end] as const)
  expect(spans[1]?.[0]).toBeGreaterThan(spans[0]?.[1] ?? Infinity)
  expect(spans[2]?.[0]).toBeGreaterThan(spans[1]?.[1] ?? Infinity)
  const record = await api.world.runs.get(ids[1] ?? '')
  expect(record.prompt).toBe(runs[0]?.outputs?.[0]?.url)
})

test('a node waits for an input that an earlier request started; nodes without edges run in parallel', async () => {
  const { api, change, run } = await startRuns()
  await change(CHAIN)
  const [image] = await run('n3')
  const [video, other] = await run('n4', 'n1')
  await api.world.clock.advance({ until: image?.run_id ?? '' })
  expect((await api.run(video?.run_id ?? '')).status).toBe('pending')
  expect((await api.run(other?.run_id ?? '')).status).not.toBe('pending')
  await api.world.clock.advance({ until: 'idle' })
  expect((await api.run(video?.run_id ?? '')).status).toBe('completed')
})

test('an image node without a model is routed; other nodes without one do not run', async () => {
  const { api, run } = await startRuns()
  const nodes = ['emptyImageBlock', 'videoBlock', 'textBlock', 'audioBlock'].map((type, index) => ({
    id: `new${index}`,
    type,
    data: {},
    position: { x: 0, y: 0 },
  }))
  const inputs = Object.fromEntries(nodes.map(({ id }) => [id, { prompt: 'a mug' }]))
  const definition = { nodes, edges: [], node_inputs: inputs, node_outputs: {} }
  const put = await api.call(DEFINITION, { method: 'PUT', json: { definition } })
  expect(put.status).toBe(200)
  const [image, ...others] = await run('new0', 'new1', 'new2', 'new3')
  expect(image).toEqual({
    node_id: 'new0',
    status: 'started',
    type: 'generation',
    run_id: expect.stringMatching(/^run_/),
    poll_url: expect.stringMatching(/^http/),
    model: null,
    charged_cost: null,
    estimated_seconds: null,
  })
  expect(others.map(({ reason }) => reason)).toEqual(Array(3).fill('no_model_configured'))
  const { generations } = await api.generations('?limit=1')
  expect(generations[0]).toMatchObject({ run_id: image?.run_id, model: { model_id: 't2i-flux-2-pro' } })
})

test('nodes in a cycle do not run', async () => {
  const { change, run } = await startRuns()
  await change({ ...CHAIN, connect: [...CHAIN.connect, { from: 'c', to: 'b' }] })
  expect((await run('n2', 'n3', 'n4')).map(({ reason, status }) => reason ?? status)).toEqual([
    'started',
    'run_failed_to_start',
    'run_failed_to_start',
  ])
  expect((await run('n3'))[0]?.status).toBe('started')
})

test('directives in a prompt apply to the run of that node', async () => {
  const { api, change, run, node } = await startRuns()
  await change({ add: [{ ref: 'a', type: 'image', prompt: 'x [[fail:GENERATION_TIMEOUT]]' }] })
  await run('n1', 'n2')
  await api.world.clock.advance({ seconds: 12 })
  expect([(await node('n1'))?.status, (await node('n2'))?.error_code]).toEqual(['done', 'GENERATION_TIMEOUT'])
})

test('wrong requests are refused as a whole', async () => {
  const { api, graph } = await startRuns()
  expect(await refused(api, 'POST', RUN, {})).toEqual(['node_ids required'])
  expect(await refused(api, 'POST', RUN, { node_ids: [] })).toEqual(['node_ids too_small'])
  const many = Array.from({ length: 51 }, () => 'n1')
  expect(await refused(api, 'POST', RUN, { node_ids: many })).toEqual(['node_ids too_big'])
  const call = { method: 'POST', json: { node_ids: ['n1'] } }
  expect((await api.refusal(RUN.replace('ws_abc123', 'ws_empty'), call)).status).toBe(404)
  expect((await api.as('sk_live_viewer').refusal(RUN, call)).status).toBe(403)
  expect((await graph()).nodes[0]?.status).toBe('done')
})

test('a repeated key starts nothing', async () => {
  const { api } = await startRuns()
  const headers = { 'idempotency-key': 'k' }
  await api.post(RUN, { node_ids: ['n1'] }, headers)
  expect((await api.refusal(RUN, { method: 'POST', json: { node_ids: ['n1'] }, headers })).status).toBe(409)
  expect((await api.generations()).meta.total_estimate).toBe(2)
})
