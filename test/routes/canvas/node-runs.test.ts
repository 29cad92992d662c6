import { expect, test } from 'vitest'
import type { NodeRunList } from '../../../src/schemas/canvas/graph.ts'
import { refused, RUN, startCanvas } from '../../support/canvas.ts'

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

test('a node that cannot be paid is skipped, and the others run', async () => {
  const { api, change, run } = await startRuns()
  await change({ add: [{ ref: 'v', type: 'video', prompt: 'x', model: 't2v-kling-v3-pro' }] })
  await api.world.workspaces.setBalance('ws_abc123', 0.05)
  expect((await run('n2', 'n1')).map(({ status, message }) => message ?? status)).toEqual([
    'Insufficient credits.',
    'started',
  ])
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
  expect(await refused(api, 'POST', RUN, {})).toEqual(['node_ids Required'])
  expect(await refused(api, 'POST', RUN, { node_ids: [] })).toEqual([
    'node_ids Array must contain at least 1 element(s)',
  ])
  const many = Array.from({ length: 51 }, () => 'n1')
  expect(await refused(api, 'POST', RUN, { node_ids: many })).toEqual([
    'node_ids Array must contain at most 50 element(s)',
  ])
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
