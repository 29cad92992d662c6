import { describe, expect, test } from 'vitest'
import type { CanvasGraph } from '../../../src/schemas/canvas/graph.ts'
import { MUG, startApi, type TestApi } from '../../support/api.ts'
import { GRAPH, startCanvas } from '../../support/canvas.ts'

const QUOTE = { ...MUG, quote: true }

const quoteOf = async (api: TestApi, json: object, headers: Record<string, string> = {}) =>
  api.call('/generate', { method: 'POST', json, headers })

describe('a quote', () => {
  test('answers the price, and neither starts nor bills a run', async () => {
    const api = await startApi()
    const before = await api.world.ledger()
    const headers = { 'idempotency-key': 'once' }
    expect(await quoteOf(api, QUOTE, headers)).toMatchObject({ status: 200, body: { estimated_cost: 0.04 } })
    expect(await quoteOf(api, { ...QUOTE, model: 't2i-flux-2-klein-4b' })).toMatchObject({
      body: { estimated_cost: 0.004 },
    })
    expect(await api.world.ledger()).toEqual(before)
    expect((await api.generations()).meta.total_estimate).toBe(1)
    // The key is still free.
    expect((await api.generate({}, headers)).charged_cost).toBe(0.04)
  })

  test('needs no balance', async () => {
    const api = await startApi()
    const empty = { ...QUOTE, workspace_id: 'ws_empty', project_id: 'prj_empty' }
    expect(await quoteOf(api, empty)).toMatchObject({ status: 200, body: { estimated_cost: 0.04 } })
  })

  test.each([
    [{ quote: 'yes' }, 400],
    [{ quote: 1 }, 400],
    [{ model: 'nope' }, 400],
    [{ prompt: '' }, 400],
    [{ project_id: 'prj_nope' }, 404],
    [{ workspace_id: 'ws_nope' }, 404],
    [{ project_id: 'prj_empty' }, 400],
  ])('with %j is refused as a generation is', async (change, status) => {
    const api = await startApi()
    const { error, ...refusal } = await api.refusal('/generate', {
      method: 'POST',
      json: { ...QUOTE, ...change },
    })
    expect(refusal.status, error.message).toBe(status)
  })

  test('is not given for false', async () => {
    const api = await startApi()
    expect((await api.generate({ quote: false })).run_id).toMatch(/^run_/)
  })
})

describe('the node of a generation', () => {
  test('is named by the answer, before and after the canvas is read', async () => {
    const { api, graph } = await startCanvas()
    const first = await api.generate()
    await graph()
    const second = await api.generate({ prompt: 'another mug' })
    const { nodes } = await graph()
    expect(nodes.map(({ node_id: id }) => id).slice(-2)).toEqual([first.node_id, second.node_id])
    expect(nodes.at(-1)?.prompt).toBe('another mug')
  })

  test('is linked with the nodes that the request refers to, by short or long id', async () => {
    const { api, graph, change } = await startCanvas()
    await change({ add: [{ ref: 'a', type: 'static_image', content_url: 'https://example.com/a.png' }] })
    const { nodes } = await graph()
    const started = await api.generate({ reference_node_ids: ['n1', nodes[1]?.node_id, 'n1'] })
    const after: CanvasGraph = await graph()
    const node = after.nodes.find(({ node_id: id }) => id === started.node_id)
    expect(after.edges).toEqual([
      { from: 'n1', to: node?.id, in: null },
      { from: 'n2', to: node?.id, in: null },
    ])
    // A later edit goes on after these edges.
    await change({ add: [{ ref: 'b', type: 'image' }], connect: [{ from: 'n1', to: 'b' }] })
    expect((await graph()).edges).toHaveLength(3)
  })

  test('is not linked with a node that is removed before the canvas is read', async () => {
    const { api, graph, change } = await startCanvas()
    await api.generate({ reference_node_ids: ['n1'] })
    await change({ remove: [{ id: 'n1' }] })
    expect((await graph()).edges).toEqual([])
  })

  test.each([
    [{ reference_node_ids: ['n99'] }, 'reference_node_ids.0', 'node_not_found'],
    [{ reference_node_ids: ['n1', 'toString'] }, 'reference_node_ids.1', 'node_not_found'],
    [{ reference_node_ids: ['n1'], type: 'video' }, 'reference_node_ids', 'not_supported'],
    [{ reference_node_ids: ['n1'], type: 'video', quote: true }, 'reference_node_ids', 'not_supported'],
    [{ reference_node_ids: 'n1' }, 'reference_node_ids', 'invalid_type'],
    [{ reference_node_ids: [''] }, 'reference_node_ids.0', 'too_small'],
    [{ reference_node_ids: [null] }, 'reference_node_ids.0', 'invalid_type'],
    [{ reference_node_ids: Array.from({ length: 51 }, () => 'n1') }, 'reference_node_ids', 'too_big'],
  ])('with %j is refused', async (change, field, code) => {
    const { api } = await startCanvas()
    const json = { ...MUG, ...change }
    const { status, error } = await api.refusal('/generate', { method: 'POST', json })
    expect([status, error.fields?.map((problem) => [problem.field, problem.code])]).toEqual([
      400,
      [[field, code]],
    ])
    expect((await api.get<CanvasGraph>(GRAPH)).nodes).toHaveLength(1)
  })

  test('an empty list refers to nothing, for a video too', async () => {
    const { api } = await startCanvas()
    expect((await api.generate({ reference_node_ids: [], type: 'video' })).type).toBe('generation')
  })

  test('references survive a snapshot', async () => {
    const { api, graph } = await startCanvas()
    await api.generate({ reference_node_ids: ['n1'] })
    await api.world.restore(await api.world.snapshot())
    expect((await graph()).edges).toHaveLength(1)
  })
})
