import { expect, test } from 'vitest'
import type { CanvasDiagram, CanvasPatched } from '../../../src/schemas/canvas/canvas.ts'
import { refused, startCanvas } from '../../support/canvas.ts'

const CANVAS = '/projects/prj_abc123/canvas'
const MUG = 'A cinematic product photo of a ceramic mug on a sunlit table'

async function startDiagram() {
  const canvas = await startCanvas()
  const patch = async (lines: readonly string[], node_params: object = {}) => {
    const json = { diagram: ['graph LR', ...lines].join('\n'), node_params }
    return (await canvas.api.call<CanvasPatched>(CANVAS, { method: 'PATCH', json })).body
  }
  const wrong = async (lines: readonly string[], node_params: object = {}) =>
    refused(canvas.api, 'PATCH', CANVAS, { diagram: ['graph LR', ...lines].join('\n'), node_params })
  return { ...canvas, patch, wrong }
}

test('a canvas reads as a flowchart with a summary', async () => {
  const { api, change } = await startDiagram()
  await change({
    add: [
      { ref: 'g', type: 'group', label: 'All of it' },
      { ref: 'a', type: 'video', label: 'say "hi"', group: 'g' },
      { ref: 'b', type: 'text', label: 'alone' },
    ],
    connect: [{ from: 'n1', to: 'a', in: 'image' }],
  })
  expect(await api.get<CanvasDiagram>(CANVAS)).toMatchObject({
    project_id: 'prj_abc123',
    canvas_url: expect.stringMatching(/\/projects\/prj_abc123$/),
    diagram: [
      'graph LR',
      `  n1["${MUG} (image)"]`,
      '  subgraph n2["All of it"]',
      '    n3["say #quot;hi#quot; (video)"]',
      '  end',
      '  n4["alone (text)"]',
      '  n1 -->|image| n3',
    ].join('\n'),
    summary: { node_count: 4, edge_count: 1, workflow_count: 1, isolated_node_count: 1, group_count: 1 },
  })
})

test('an empty canvas is an empty flowchart', async () => {
  const { api } = await startDiagram()
  expect((await api.get<CanvasDiagram>('/projects/prj_empty/canvas')).diagram).toBe('graph LR')
})

test('a diagram adds nodes and edges, and connects them to existing nodes', async () => {
  const { graph, patch } = await startDiagram()
  const { diagram, ...answer } = await patch(
    ['src["A mug (Image)"] --> clip["It turns (Video)"]', 'n1 -->|end| clip'],
    {
      clip: { model: 't2v-kling-v3-pro', aspect_ratio: '16:9', resolution: null, model_parameters: { x: 1 } },
      src: { prompt: 'a blue mug' },
    },
  )
  expect(answer).toMatchObject({ created_node_count: 2, created_edge_count: 2 })
  expect(answer).not.toHaveProperty('warnings')
  expect(diagram).toContain('n2["A mug (image)"]\n  n3["It turns (video)"]\n  n2 --> n3\n  n1 -->|end| n3')
  const { nodes, edges } = await graph()
  expect(nodes.slice(1)).toMatchObject([
    {
      id: 'n2',
      type: 'image',
      label: 'A mug',
      prompt: 'a blue mug',
      model_id: 't2i-flux-2-pro',
      status: 'idle',
    },
    { id: 'n3', prompt: 'It turns', model_id: 't2v-kling-v3-pro', params: { aspect_ratio: '16:9', x: 1 } },
  ])
  expect(edges).toEqual([
    { from: 'n2', to: 'n3', in: null },
    { from: 'n1', to: 'n3', in: 'end' },
  ])
})

test('a content_url makes a static node', async () => {
  const { graph, patch } = await startDiagram()
  await patch(['a["(Audio)"]'], { a: { content_url: 'https://example.com/a.mp3' } })
  expect((await graph()).nodes[1]).toMatchObject({
    type: 'static_audio',
    label: 'audio',
    output_url: 'https://example.com/a.mp3',
    prompt: null,
    status: 'done',
  })
})

test('unsupported parts of a diagram are warnings', async () => {
  const { patch } = await startDiagram()
  const { warnings, created_node_count: count } = await patch([
    'subgraph x',
    'n1["Another (Image)"]',
    'b[untyped]',
    'b[again (Text)]',
    'end',
    'n1 --> b --> n1',
    'n1 --> b',
  ])
  expect(count).toBe(2)
  expect(warnings).toEqual([
    'line 2: subgraph is ignored',
    'line 3: n1 is on the canvas already; a new node was added instead',
    'line 4: the label names no type such as (Image); Image is assumed',
    'line 5: b was declared before; the first label applies',
    'line 8: n1 and b are connected already',
  ])
})

test.each<[string, string[], object, string[]]>([
  ['an unknown syntax', ['a => b'], {}, ['diagram invalid_diagram']],
  ['an unknown node', ['a["x (Image)"] --> n9'], {}, ['diagram node_not_found']],
  ['an unknown type', ['a["x (Hologram)"]'], {}, ['diagram unknown_node_type']],
  ['a node that feeds itself', ['n1 --> n1'], {}, ['diagram self_connection']],
  ['params of an unknown node', ['a["x (Image)"]'], { z: {} }, ['node_params.z node_not_found']],
  ['an unknown model', ['a["x (Image)"]'], { a: { model: 'x' } }, ['node_params.a.model unknown_model']],
  [
    'content and a prompt',
    ['a["(Image)"]'],
    { a: { content_url: 'https://example.com/x.png', prompt: 'x' } },
    ['node_params.a.content_url content_url_exclusive'],
  ],
  [
    'content and a label',
    ['a["x (Image)"]'],
    { a: { content_url: 'https://example.com/x.png' } },
    ['node_params.a.content_url content_url_exclusive'],
  ],
  [
    'content of a text',
    ['a["(Text)"]'],
    { a: { content_url: 'https://example.com/x.png' } },
    ['node_params.a.content_url content_url_not_supported'],
  ],
  [
    'params that are not by node',
    ['a["(Image)"]'],
    { content_url: 'https://example.com/x.png' },
    ['node_params.content_url invalid_type'],
  ],
])('a diagram with %s is refused, and adds nothing', async (_, lines, params, problems) => {
  const { graph, wrong } = await startDiagram()
  expect(await wrong(['right["fine (Image)"]', ...lines], params)).toEqual(problems)
  expect((await graph()).nodes).toHaveLength(1)
})
