import { performance } from 'node:perf_hooks'
import { expect, test } from 'vitest'
import { startApi, type TestApi } from '../../support/api.ts'
import { SCENE, sceneWith } from '../../support/techniques.ts'

const refuse = async (api: TestApi, changes: object) =>
  api.refusal('/techniques', { method: 'POST', json: { ...SCENE, ...changes } })

const { graph } = SCENE
const withGraph = (changes: object) => ({ graph: { ...graph, ...changes } })
const withNode = (id: string, type: string) => withGraph({ nodes: [...graph.nodes, { id, type }] })
const withEdge = (source: string, target: string) =>
  withGraph({ edges: [...graph.edges, { source, target }] })
const withOutput = (changes: object) => ({ outputs: [{ ...SCENE.outputs[0], ...changes }] })
const withInput = (changes: object) => ({ inputs: [{ ...SCENE.inputs[0], ...changes }] })

test.each<[object, string]>([
  [{ workspace_id: undefined }, 'workspace_id: Required'],
  [{ workspace_id: 'abc' }, 'workspace_id: Must be an id that starts with "ws_"'],
  [{ project_id: undefined }, 'project_id: Required'],
  [{ project_id: 5 }, 'project_id: Expected string, received number'],
  [{ name: '' }, 'name: String must contain at least 1 character(s)'],
  [{ name: null }, 'name: Expected string, received null'],
  [{ description: undefined }, 'description: Required'],
  [{ description: [] }, 'description: Expected string, received array'],
  [{ category: 'x' }, "category: Invalid enum value. Expected 'essentials' | 'brandVisualDesign'"],
  [{ tags: 'a' }, 'tags: Expected array, received string'],
  [{ tags: [1] }, 'tags.0: Expected string, received number'],
  [{ tags: Array.from({ length: 101 }, () => 'a') }, 'tags: Array must contain at most 100 element(s)'],
  [{ visibility: 'secret' }, "visibility: Invalid enum value. Expected 'private' | 'unlisted'"],
  [{ thumbnail_url: 'http://example.com/a.png' }, 'thumbnail_url: Must be an https URL'],
  [{ open: 'yes' }, 'open: Expected boolean, received string'],
  [{ graph: undefined }, 'graph: Required'],
  [{ graph: [] }, 'graph: Expected object, received array'],
  [withGraph({ nodes: undefined }), 'graph.nodes: Required'],
  [withGraph({ nodes: [] }), 'graph.nodes: Array must contain at least 1 element(s)'],
  [withGraph({ nodes: ['a'] }), 'graph.nodes.0: Expected object, received string'],
  [withGraph({ nodes: [{ type: 'textBlock' }] }), 'graph.nodes.0.id: Required'],
  [withGraph({ nodes: [{ id: 'a' }] }), 'graph.nodes.0.type: Required'],
  [withGraph({ nodes: [{ id: 'a', type: 'textBlock', data: 1 }] }), 'graph.nodes.0.data: Expected object'],
  [withGraph({ edges: undefined }), 'graph.edges: Required'],
  [withGraph({ edges: [{ source: 'scene' }] }), 'graph.edges.0.target: Required'],
  [withGraph({ node_inputs: [] }), 'graph.node_inputs: Expected object, received array'],
  [withGraph({ node_inputs: { mug: 'x' } }), 'graph.node_inputs.mug: Expected object, received string'],
  [sceneWith({ mug: { model_id: 5 } }), 'graph.node_inputs.mug.model_id: Expected string, received number'],
  [sceneWith({ mug: { model_parameters: [] } }), 'graph.node_inputs.mug.model_parameters: Expected object'],
  [withGraph({ node_outputs: 'x' }), 'graph.node_outputs: Expected object, received string'],
  [{ inputs: undefined }, 'inputs: Required'],
  [{ inputs: {} }, 'inputs: Expected array, received object'],
  [{ outputs: [] }, 'outputs: Array must contain at least 1 element(s)'],
  [withOutput({ name: '' }), 'outputs.0.name: String must contain at least 1 character(s)'],
  [withOutput({ type: 'image' }), "outputs.0.type: Invalid enum value. Expected 'imageUrl'"],
  [withInput({ node_id: undefined }), 'inputs.0.node_id: Required'],

  [withNode('mug', 'textBlock'), 'graph.nodes.3.id: "mug" is used twice'],
  [withEdge('nope', 'mug'), 'graph.edges.2.source: No such node in the graph'],
  [withEdge('mug', 'nope'), 'graph.edges.2.target: No such node in the graph'],
  [withEdge('mug', 'mug'), 'graph.edges: The graph has a cycle'],
  [withEdge('clip', 'scene'), 'graph.edges: The graph has a cycle, which these nodes are part of'],
  [sceneWith({ nope: {} }), 'graph.node_inputs.nope: No such node in the graph'],
  [sceneWith(JSON.parse('{"__proto__": {}}') as object), 'graph.node_inputs.__proto__: Key is not allowed'],
  [withOutput({ node_id: 'nope' }), 'outputs.0.node_id: No such node in the graph'],
  [withInput({ node_id: 'nope' }), 'inputs.0.node_id: No such node in the graph'],
  [withOutput({ id: 'a b' }), 'outputs.0.id: Must be 1 to 100 letters, digits'],
  [{ outputs: [SCENE.outputs[0], SCENE.outputs[0]] }, 'outputs.1.id: "picture" is used twice'],
  [{ inputs: [SCENE.inputs[0], SCENE.inputs[0]] }, 'inputs.1.id: "scene" is used twice'],
  [
    withOutput({ type: 'videoUrl' }),
    'outputs.0.type: The node is of type emptyImageBlock, which has no video',
  ],
  [withInput({ type: 'audioUrl' }), 'inputs.0.type: The node is of type textBlock, which has no audio'],

  [sceneWith({ mug: {} }), 'graph.node_inputs.mug.model_id: Required: the node generates'],
  [sceneWith({ mug: { model_id: 'nope' } }), 'graph.node_inputs.mug.model_id: Model "nope" is not available'],
  [sceneWith({ mug: { model: 'Nope' } }), 'graph.node_inputs.mug.model: Model "Nope" is not available'],
  [
    sceneWith({ mug: { model_id: 't2v-kling-2.6' } }),
    'graph.node_inputs.mug.model_id: Model "t2v-kling-2.6" is not available. Available image models: t2i-',
  ],
  [
    sceneWith({ clip: { model_id: 't2v-kling-2.6' } }),
    'graph.node_inputs.clip.model_id: Model "t2v-kling-2.6" does not take the inputs of the node: image',
  ],
  [
    sceneWith({ mug: { model_id: 'i2i-nano-banana' } }),
    'graph.node_inputs.mug.model_id: Model "i2i-nano-banana" does not take the inputs of the node: text',
  ],
  [
    sceneWith({ mug: { model_id: 'topaz/image-upscaler' } }),
    'graph.node_inputs.mug.model_id: Model "topaz/image-upscaler" does not take the inputs of the node: text',
  ],
  [
    {
      graph: { ...withNode('note', 'comment').graph, node_inputs: { note: { model_id: 't2i-flux-2-pro' } } },
    },
    'graph.node_inputs.note.model_id: A node of type comment generates nothing',
  ],
])('%j is a 400: %s', async (changes, message) => {
  const api = await startApi()
  const before = await api.world.snapshot()
  const { status, error } = await refuse(api, changes)
  expect([status, error.code]).toEqual([400, 'input_validation_error'])
  const listed = error.fields?.map((problem) => `${problem.field}: ${problem.message}`) ?? []
  expect(listed).toEqual(expect.arrayContaining([expect.stringContaining(message)]))
  expect(await api.world.snapshot()).toEqual(before)
})

test('what is given by URL counts as an input', async () => {
  const api = await startApi()
  const mug = { model_id: 'i2i-nano-banana', model_parameters: { image_url: 'https://example.com/a.png' } }
  await api.post('/techniques', { ...SCENE, ...sceneWith({ mug }) })
})

test('all problems are listed, of graph and slots alike', async () => {
  const api = await startApi()
  const { error } = await refuse(api, {
    graph: { ...graph, edges: [{ source: 'x', target: 'y' }], node_inputs: {} },
    ...withInput({ node_id: 'z' }),
  })
  expect(error.fields?.map(({ field }) => field)).toEqual([
    'graph.edges.0.source',
    'graph.edges.0.target',
    'inputs.0.node_id',
  ])
})

test('a project must exist, in the workspace, before the graph is looked at', async () => {
  const api = await startApi()
  const wrong = { outputs: [{ ...SCENE.outputs[0], node_id: 'nope' }] }
  expect((await refuse(api, { ...wrong, project_id: 'prj_nope' })).status).toBe(404)
  expect((await refuse(api, { ...wrong, workspace_id: 'ws_nope' })).status).toBe(404)
  const { status, error } = await refuse(api, { ...wrong, project_id: 'prj_empty' })
  expect([status, error.fields?.[0]?.field]).toEqual([400, 'project_id'])
})

const chain = (count: number) => {
  const nodes = Array.from({ length: count }, (_, n) => ({ id: `n${n}`, type: 'textBlock' }))
  const edges = nodes.slice(1).map(({ id }, n) => ({ source: `n${n}`, target: id }))
  const node_inputs = Object.fromEntries(
    nodes.slice(1).map(({ id }) => [id, { model_id: 'i2t-gemini-3-flash' }]),
  )
  const outputs = [{ node_id: `n${count - 1}`, name: 'Last', type: 'text' }]
  const inputs = [{ node_id: 'n0', name: 'First', type: 'text' }]
  return { ...SCENE, graph: { nodes, edges, node_inputs }, inputs, outputs }
}

test('large graphs are accepted or refused within seconds', async () => {
  const api = await startApi()
  const post = { method: 'POST' } as const
  const startedAt = performance.now()
  const { nodes, edges } = chain(10_000).graph
  const long = await api.refusal('/techniques', { ...post, json: { ...SCENE, graph: { nodes, edges } } })
  expect(long.error.fields).toEqual([
    expect.objectContaining({
      field: 'graph.nodes',
      message: 'Array must contain at most 2000 element(s)',
    }),
  ])
  const { run_cost: cost } = await api.post<{ run_cost: number }>('/techniques', chain(2000))
  expect(cost).toBe(15.992)
  const loop = chain(2000)
  loop.graph.edges.push({ source: 'n1999', target: 'n0' })
  const { error } = await api.refusal('/techniques', { ...post, json: loop })
  expect(error.message).toMatch(/"n0", "n1", "n2", "n3", "n4" and 1995 more$/)
  const stray = chain(2000)
  stray.graph.edges = stray.graph.edges.map(({ source }) => ({ source, target: 'x' }))
  const { error: many } = await api.refusal('/techniques', { ...post, json: stray })
  expect(many.fields).toHaveLength(101)
  expect(many.fields?.at(-1)?.message).toBe('The first 100 of 1999 problems are listed')
  const flood = `{"graph":{"nodes":[${'1,'.repeat(400_000)}1]}}`
  expect((await api.refusal('/techniques', { ...post, text: flood })).status).toBe(400)
  expect(performance.now() - startedAt).toBeLessThan(5000)
})

test('the run of a long chain has a hundred steps', async () => {
  const api = await startApi()
  const { slug } = await api.post<{ slug: string }>('/techniques', chain(2000))
  const body = { mode: 'async', inputs: [{ id: 'n0', type: 'text', value: 'x' }] }
  const run = await api.post<{ run_id: string }>(`/techniques/${slug}/runs`, body)
  await api.world.clock.advance({ until: run.run_id })
  expect(await api.run(run.run_id)).toMatchObject({ status: 'completed', charged_cost: 15.992 })
})
