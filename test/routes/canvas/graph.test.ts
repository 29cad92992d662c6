import { expect, test } from 'vitest'
import type { CanvasDefinitionAnswer } from '../../../src/schemas/canvas/definition.ts'
import type { CanvasGraph } from '../../../src/schemas/canvas/graph.ts'
import type { CanvasNodePage } from '../../../src/schemas/canvas/canvas.ts'
import type { Project } from '../../../src/schemas/workspaces/project.ts'
import { startApi } from '../../support/api.ts'
import { bareFixtures, CHANGESET, DEFINITION, GRAPH, startCanvas } from '../../support/canvas.ts'

const NODES = '/projects/prj_abc123/nodes'

test('the sample run is a node of its project', async () => {
  const { api, graph } = await startCanvas()
  const { nodes, edges, ...rest } = await graph()
  const origin = new URL(api.emulator.baseUrl).origin
  expect(rest).toEqual({
    project_id: 'prj_abc123',
    canvas_url: `${origin}/projects/prj_abc123`,
    revision: expect.stringMatching(/^\S{22}$/),
  })
  expect(edges).toEqual([])
  expect(nodes).toEqual([
    {
      id: 'n1',
      node_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      type: 'image',
      label: 'A cinematic product photo of a ceramic mug on a sunlit table',
      model: 'Flux 2 Pro',
      model_id: 't2i-flux-2-pro',
      prompt: 'A cinematic product photo of a ceramic mug on a sunlit table',
      params: null,
      position: { x: 0, y: 0 },
      status: 'done',
      output_url: `${origin}/media/default/run_abc123/output_1.png`,
      output_text: null,
      action: null,
    },
  ])
})

test('a generation is a node whose status follows its run', async () => {
  const { api, graph } = await startCanvas()
  await api.generate({ params: { aspect_ratio: '16:9' } })
  const before = await graph()
  expect(before.nodes[1]).toMatchObject({
    id: 'n2',
    status: 'generating',
    output_url: null,
    params: { aspect_ratio: '16:9' },
  })
  expect((await graph()).revision).toBe(before.revision)
  await api.world.clock.advance({ seconds: 12 })
  const after = await graph()
  expect(after.nodes[1]).toMatchObject({
    id: 'n2',
    status: 'done',
    output_url: expect.stringMatching(/\.png$/),
  })
  expect(after.revision).not.toBe(before.revision)
})

test('a text output is in output_text, and a failed run has its error', async () => {
  const { api, graph } = await startCanvas()
  await api.generate({ type: 'text' })
  await api.generate({}, { 'x-flora-emulator': 'fail:GENERATION_TIMEOUT' })
  await api.world.clock.advance({ seconds: 100 })
  const { nodes } = await graph()
  expect(nodes[1]).toMatchObject({
    type: 'text',
    output_url: null,
    output_text: expect.stringContaining('mug'),
  })
  expect(nodes[2]).toMatchObject({
    status: 'error',
    error_code: 'GENERATION_TIMEOUT',
    error_message: expect.any(String),
  })
})

test('short ids are never reused', async () => {
  const { api, graph, change } = await startCanvas()
  await api.generate()
  await change({ remove: [{ id: 'n1' }] })
  await api.generate()
  expect((await graph()).nodes.map(({ id }) => id)).toEqual(['n2', 'n3'])
})

test('media nodes are listed newest first, in pages', async () => {
  const { api, change } = await startCanvas()
  await api.generate()
  await change({
    add: [
      { ref: 'g', type: 'group' },
      { ref: 's', type: 'audio', content_url: 'https://example.com/a.mp3', label: 'Song' },
      { ref: 'i', type: 'text', prompt: 'Say hello' },
    ],
  })
  const first = await api.get<CanvasNodePage>(`${NODES}?limit=2`)
  expect(first.nodes.map(({ type, label, url }) => [type, label, url])).toEqual([
    ['text', 'Say hello', null],
    ['audio', 'Song', 'https://example.com/a.mp3'],
  ])
  expect(first.meta).toEqual({ next_cursor: expect.any(String), total_estimate: 4 })
  await api.generate()
  const second = await api.get<CanvasNodePage>(`${NODES}?limit=2&cursor=${first.meta.next_cursor}`)
  expect(second.nodes.map(({ type, url, width, height }) => [type, url !== null, width, height])).toEqual([
    ['image', false, null, null],
    ['image', true, 1024, 1024],
  ])
  expect(second.meta.next_cursor).toBeNull()
})

test('an automatic clock jumps to the next change of a node', async () => {
  const api = await startApi({ clock: 'auto', fixtures: bareFixtures() })
  await api.generate()
  for (const status of ['generating', 'generating', 'done']) {
    expect((await api.get<CanvasGraph>(GRAPH)).nodes[1]?.status).toBe(status)
  }
  await api.generate()
  const outputs = async () =>
    Object.keys((await api.get<CanvasDefinitionAnswer>(DEFINITION)).definition.node_outputs)
  expect([await outputs(), await outputs(), await outputs()].map(({ length }) => length)).toEqual([2, 2, 3])
})

test('a project of another workspace and an unknown project are 404', async () => {
  const api = await startApi()
  for (const path of [
    '/workspaces/ws_empty/projects/prj_abc123/graph',
    '/workspaces/ws_abc123/projects/prj_nobody/graph',
    '/projects/prj_nobody/nodes',
  ]) {
    expect((await api.refusal(path)).status).toBe(404)
  }
  expect((await api.refusal('/projects/nonsense/nodes')).error.fields?.[0]?.field).toBe('projectId')
})

test('a new project has an empty graph', async () => {
  const api = await startApi()
  const { project_id: id } = await api.post<Project>('/projects', { name: 'x', workspace_id: 'ws_abc123' })
  const { nodes, edges } = await api.get<CanvasGraph>(`/workspaces/ws_abc123/projects/${id}/graph`)
  expect([nodes, edges]).toEqual([[], []])
  expect((await api.get<CanvasNodePage>(`/projects/${id}/nodes`)).meta.total_estimate).toBe(0)
})

test('an edit modifies its project and is part of a snapshot', async () => {
  const { api, graph, change } = await startCanvas()
  await api.world.clock.advance({ seconds: 60 })
  await change({
    add: [
      { ref: 'g', type: 'group' },
      { ref: 'a', type: 'image', params: { aspect_ratio: '4:3' }, group: 'g' },
    ],
    connect: [{ from: 'n1', to: 'a', in: 'image' }],
  })
  const now = await api.world.clock.now()
  expect((await api.get<Project>('/projects/prj_abc123')).last_modified).toBe(now)
  const [before, snapshot] = [await graph(), await api.world.snapshot()]
  await change({ remove: [{ id: 'n1' }, { id: 'n2' }] })
  await api.world.restore(snapshot)
  expect(await graph()).toEqual(before)
  await api.world.reset()
  expect((await graph()).nodes).toHaveLength(1)
})

test('a read-only key and a repeated idempotency key are refused', async () => {
  const { api, graph } = await startCanvas()
  const call = { method: 'POST', json: { add: [{ ref: 'a', type: 'image' }] } }
  expect((await api.as('sk_live_viewer').refusal(CHANGESET, call)).status).toBe(403)
  const headers = { 'idempotency-key': 'k' }
  const wrong = { ...call, json: { remove: [{ id: 'n99' }] }, headers }
  expect((await api.refusal(CHANGESET, wrong)).status).toBe(400)
  expect((await api.call(CHANGESET, { ...call, headers })).status).toBe(200)
  expect((await api.refusal(CHANGESET, { ...call, headers })).error.code).toBe('idempotency_duplicate')
  expect((await graph()).nodes).toHaveLength(2)
})
