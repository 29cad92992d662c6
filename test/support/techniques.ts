/** A run of the technique `brand-copy` that the shipped fixtures accept. */
export const BRAND_COPY = {
  path: '/techniques/brand-copy/runs',
  body: { mode: 'async', inputs: [{ id: 'foo', type: 'text', value: 'mugs' }] },
} as const

/** A technique of two nodes that generate: a picture of 12 s and 0.04 dollars, and a clip of 150 s and 0.347. */
export const SCENE = {
  workspace_id: 'ws_abc123',
  project_id: 'prj_abc123',
  name: 'Mug in a scene',
  description: 'Draws a mug in the scene of a text, and lets it move.',
  graph: {
    nodes: [
      { id: 'scene', type: 'textBlock', label: 'Scene', data: { position: { x: 0, y: 0 } } },
      { id: 'mug', type: 'emptyImageBlock' },
      { id: 'clip', type: 'videoBlock' },
    ],
    edges: [
      { source: 'scene', target: 'mug', target_handle: 'prompt' },
      { source: 'mug', target: 'clip' },
    ],
    node_inputs: {
      mug: { model_id: 't2i-flux-2-pro', model_parameters: { aspect_ratio: '4:3' } },
      clip: { model_id: 'i2v-seedance-pro', model_parameters: { duration: '4' } },
    },
    node_outputs: { mug: { url: 'https://example.com/sample.png' } },
  },
  inputs: [{ node_id: 'scene', name: 'Scene', type: 'text', description: 'Where the mug stands.' }],
  outputs: [
    { node_id: 'mug', id: 'picture', name: 'Picture', type: 'imageUrl' },
    { node_id: 'clip', name: 'Clip', type: 'videoUrl' },
  ],
}

/** The graph of SCENE with other inputs of some nodes. */
export const sceneWith = (inputs: object) => ({
  graph: { ...SCENE.graph, node_inputs: { ...SCENE.graph.node_inputs, ...inputs } },
})
