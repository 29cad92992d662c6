import { expect, test } from 'vitest'
import type { CanvasDefinitionAnswer } from '../../../src/schemas/canvas/definition.ts'
import type { CanvasGraph } from '../../../src/schemas/canvas/graph.ts'
import type { Project } from '../../../src/schemas/workspaces/project.ts'
import { DEFINITION, refused, startCanvas } from '../../support/canvas.ts'

const node = (id: string, more: object = {}) => ({ id, type: 'emptyImageBlock', data: {}, ...more })
const edge = (id: string, source: string, target: string) => ({
  id,
  source,
  target,
  source_handle: null,
  target_handle: null,
})
const EMPTY = { nodes: [], edges: [], node_inputs: {}, node_outputs: {} }

/** A definition with every member. */
const RICH = {
  nodes: [
    node('group', {
      type: 'group',
      data: { label: 'Frame' },
      position: { x: 100, y: 50 },
      width: 800,
      z_index: -1,
    }),
    node('pic', {
      data: { label: 'Pic', colour: 'red' },
      position: { x: 10, y: 20 },
      parent_id: 'group',
      extent: 'parent',
      style: { opacity: 0.5 },
    }),
    node('act', { type: 'codeBlock', data: { label: 'Turn' }, position: { x: 0, y: 900 } }),
    node('art', { type: 'layerEditorNode', data: { label: '' }, position: { x: 0, y: 0 }, hidden: true }),
    node('song', {
      type: 'staticAudioBlock',
      data: { label: '', content_url: 'https://example.com/a.mp3' },
      position: { x: 0, y: 0 },
    }),
  ],
  edges: [
    {
      ...edge('edge_1', 'pic', 'act'),
      source_handle: 'out',
      target_handle: 'image',
      data: { curve: 1 },
      type: 'wire',
    },
    edge('edge_x', 'act', 'pic'),
  ],
  node_inputs: {
    pic: { prompt: 'a mug', model_id: 't2i-flux-2-pro', params: { seed: 1 }, mood: 'calm' },
    act: { action_id: 'rotate-image', params: { angle: 90 } },
  },
  node_outputs: { pic: { url: 'https://example.com/pic.png', note: 'kept' } },
  layer_editor_documents: { art: { layers: [] } },
}

async function startDefinition() {
  const canvas = await startCanvas()
  const put = async (definition: object, path = DEFINITION) => {
    const call = { method: 'PUT', json: { definition } }
    const { status, body } = await canvas.api.call<CanvasDefinitionAnswer>(path, call)
    expect(status, JSON.stringify(body)).toBe(200)
    return body
  }
  const get = async () => canvas.api.get<CanvasDefinitionAnswer>(DEFINITION)
  return { ...canvas, put, get }
}

test('the definition of a generation contains its inputs and its output', async () => {
  const { graph, get } = await startDefinition()
  const { nodes } = await graph()
  const id = nodes[0]?.node_id ?? ''
  const { definition, summary } = await get()
  expect(definition).toEqual({
    nodes: [{ id, type: 'emptyImageBlock', data: { label: nodes[0]?.label }, position: { x: 0, y: 0 } }],
    edges: [],
    node_inputs: { [id]: { prompt: nodes[0]?.prompt, model_id: 't2i-flux-2-pro' } },
    node_outputs: { [id]: { run_id: 'run_abc123', url: nodes[0]?.output_url } },
  })
  expect(summary).toEqual({
    node_count: 1,
    edge_count: 0,
    workflow_count: 0,
    isolated_node_count: 1,
    group_count: 0,
  })
})

test('a definition reads as it was written', async () => {
  const { graph, put, get, change } = await startDefinition()
  const answer = await put(RICH)
  expect(answer.definition).toEqual(RICH)
  expect(answer.summary).toEqual({
    node_count: 5,
    edge_count: 2,
    workflow_count: 1,
    isolated_node_count: 2,
    group_count: 1,
  })
  expect(await get()).toEqual(answer)
  const { nodes, edges } = await graph()
  expect(nodes.slice(0, 3)).toMatchObject([
    { id: 'n2', node_id: 'group', type: 'group', position: { x: 100, y: 50 } },
    {
      id: 'n3',
      type: 'image',
      position: { x: 110, y: 70 },
      status: 'done',
      output_url: 'https://example.com/pic.png',
      params: { seed: 1 },
    },
    {
      id: 'n4',
      type: 'action',
      status: 'idle',
      params: null,
      action: { action_id: 'rotate-image', params: { angle: 90 } },
    },
  ])
  expect(edges).toEqual([
    { from: 'n3', to: 'n4', in: 'image' },
    { from: 'n4', to: 'n3', in: null },
  ])
  // The definition uses the id of the next edge.
  expect((await change({ connect: [{ from: 'song', to: 'pic' }] })).applied.connected).toBe(1)
})

test('writing a definition that was read changes nothing, and keeps the runs', async () => {
  const { api, graph, put, get, change } = await startDefinition()
  await api.generate()
  await change({ add: [{ ref: 'a', type: 'video' }], connect: [{ from: 'n2', to: 'a' }] })
  const before = await graph()
  const { definition } = await get()
  expect((await put(definition)).definition).toEqual(definition)
  expect(await graph()).toEqual(before)
  await api.world.clock.advance({ seconds: 12 })
  expect((await graph()).nodes[1]?.status).toBe('done')
})

test('a definition can be written to another project', async () => {
  const { api, put, get } = await startDefinition()
  const { definition } = await get()
  const { project_id: id } = await api.post<Project>('/projects', { name: 'Copy', workspace_id: 'ws_abc123' })
  const project = `/workspaces/ws_abc123/projects/${id}`
  await put(definition, `${project}/canvas/definition`)
  const copy = await api.get<CanvasGraph>(`${project}/graph`)
  expect(copy.nodes).toMatchObject([
    { id: 'n1', status: 'done', output_url: expect.stringContaining('run_abc123') },
  ])
})

test('nodes without a position are laid out deterministically', async () => {
  const { put } = await startDefinition()
  const many = { ...EMPTY, nodes: Array.from({ length: 6 }, (_, index) => node(`id${index}`)) }
  const places = (await put(many)).definition.nodes.map(({ position }) => position)
  expect(places.slice(4)).toEqual([
    { x: 1440, y: 0 },
    { x: 0, y: 400 },
  ])
  expect((await put(many)).definition.nodes.map(({ position }) => position)).toEqual(places)
})

test('an empty definition clears the canvas, and later generations are added to it', async () => {
  const { api, graph, put } = await startDefinition()
  await put(EMPTY)
  expect(await graph()).toMatchObject({ nodes: [], edges: [] })
  await api.generate()
  expect((await graph()).nodes.map(({ id }) => id)).toEqual(['n2'])
})

test.each<[string, object, string[]]>([
  ['a node id twice', { nodes: [node('a'), node('a')] }, ['definition.nodes.1.id duplicate_id']],
  [
    'ids that differ in lone surrogates',
    { nodes: [node('\ud800'), node('\udfff')] },
    ['definition.nodes.1.id duplicate_id'],
  ],
  ['an unknown type', { nodes: [node('a', { type: 'x' })] }, ['definition.nodes.0.type invalid_enum_value']],
  [
    'an unknown group',
    { nodes: [node('a', { parent_id: 'z' })] },
    ['definition.nodes.0.parent_id node_not_found'],
  ],
  [
    'a parent that is no group',
    { nodes: [node('b'), node('a', { parent_id: 'b' })] },
    ['definition.nodes.1.parent_id not_a_group'],
  ],
  [
    'groups in each other',
    { nodes: [node('a', { type: 'group', parent_id: 'b' }), node('b', { type: 'group', parent_id: 'a' })] },
    ['definition.nodes.0.parent_id group_cycle', 'definition.nodes.1.parent_id group_cycle'],
  ],
  [
    'edges without ends',
    { nodes: [node('a')], edges: [edge('e', 'a', 'z'), edge('e', 'y', 'a'), edge('f', 'a', 'a')] },
    [
      'definition.edges.0.target node_not_found',
      'definition.edges.1.id duplicate_id',
      'definition.edges.1.source node_not_found',
      'definition.edges.2.target self_connection',
    ],
  ],
  [
    'inputs and outputs of unknown nodes',
    { node_inputs: { a: {} }, node_outputs: { b: {} }, layer_editor_documents: { c: {} } },
    [
      'definition.node_inputs.a node_not_found',
      'definition.node_outputs.b node_not_found',
      'definition.layer_editor_documents.c node_not_found',
    ],
  ],
  [
    'too many nodes',
    { nodes: Array.from({ length: 2001 }, (_, index) => node(`id${index}`)) },
    ['definition.nodes too_many_nodes'],
  ],
])('a definition with %s is refused, and replaces nothing', async (_, wrong, problems) => {
  const { api, graph } = await startDefinition()
  const before = await graph()
  const found = await refused(api, 'PUT', DEFINITION, { definition: { ...EMPTY, ...wrong } })
  expect(found).toEqual(problems)
  expect(await graph()).toEqual(before)
})

test('a definition without its members is refused', async () => {
  const { api } = await startDefinition()
  expect(await refused(api, 'PUT', DEFINITION, {})).toEqual(['definition required'])
  expect(await refused(api, 'PUT', DEFINITION, { definition: {} })).toEqual([
    'definition.nodes required',
    'definition.edges required',
    'definition.node_inputs required',
    'definition.node_outputs required',
  ])
})
