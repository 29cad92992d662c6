import { expect, test } from 'vitest'
import { startCanvas } from '../../support/canvas.ts'

const image = (ref: string, more: object = {}) => ({ ref, type: 'image', ...more })

test('a changeset adds a group with nodes, connects existing nodes, and removes one', async () => {
  const { graph, change } = await startCanvas()
  const { project_id, canvas_url, revision, ...answer } = await change({
    add: [
      { ref: 'clip', type: 'video', prompt: 'it turns', group: 'frame', model: 'Kling 3.0 Pro' },
      { ref: 'frame', type: 'group', label: 'Frame' },
      image('pic', { params: { aspect_ratio: '4:3' }, position: { x: 5, y: -5 } }),
    ],
    connect: [
      { from: 'n1', to: 'pic', in: 'image' },
      { from: 'pic', to: 'clip' },
    ],
    disconnect: [{ from: 'n1', to: 'pic' }],
    remove: [{ id: 'n1' }],
  })
  const after = await graph()
  expect({ project_id, canvas_url, revision }).toMatchObject({
    project_id: after.project_id,
    canvas_url: after.canvas_url,
    revision: after.revision,
  })
  const [frame, clip, pic] = after.nodes
  expect(answer).toEqual({
    applied: { added: 3, updated: 0, connected: 2, disconnected: 1, removed: 1 },
    created: {
      clip: { id: 'n3', node_id: clip?.node_id },
      frame: { id: 'n2', node_id: frame?.node_id },
      pic: { id: 'n4', node_id: pic?.node_id },
    },
    warnings: [],
  })
  expect(frame).toMatchObject({ id: 'n2', type: 'group', label: 'Frame', status: null, model_id: null })
  expect(clip).toMatchObject({ id: 'n3', model_id: 't2v-kling-v3-pro', prompt: 'it turns', status: 'idle' })
  expect(pic).toMatchObject({
    model_id: 't2i-flux-2-pro',
    params: { aspect_ratio: '4:3' },
    position: { x: 5, y: -5 },
  })
  expect(after.edges).toEqual([{ from: 'n4', to: 'n3', in: null }])
})

test('an update merges parameters and keeps other members', async () => {
  const { graph, change } = await startCanvas()
  await change({ add: [image('a', { prompt: 'one', params: { aspect_ratio: '4:3' } })] })
  const { applied, warnings } = await change({
    update: [
      { id: 'n2', params: { seed: 7 }, label: 'New' },
      { id: 'n1', label: 'A cinematic product photo of a ceramic mug on a sunlit table' },
    ],
  })
  expect(applied.updated).toBe(1)
  expect(warnings).toEqual(['update.1: n1 has these values already'])
  expect((await graph()).nodes[1]).toMatchObject({
    label: 'New',
    prompt: 'one',
    params: { aspect_ratio: '4:3', seed: 7 },
    model_id: 't2i-flux-2-pro',
  })
})

test('a change of the model drops unsupported parameters with a warning', async () => {
  const { api, graph, change } = await startCanvas()
  await api.generate({ params: { aspect_ratio: 'banana', seed: 1 } })
  const { warnings } = await change({ update: [{ id: 'n2', model: 't2i-flux-2-pro' }] })
  expect(warnings).toEqual(['update.0: t2i-flux-2-pro does not take aspect_ratio, which the node had'])
  expect((await graph()).nodes[1]?.params).toEqual({ seed: 1 })
})

test('a group moves and is removed with its members', async () => {
  const { graph, change } = await startCanvas()
  const place = { position: { x: 10, y: 10 } }
  await change({
    add: [
      { ref: 'outer', type: 'group', ...place },
      { ref: 'inner', type: 'group', group: 'outer', ...place },
      image('a', { group: 'inner', ...place }),
    ],
    connect: [{ from: 'n1', to: 'a' }],
  })
  await change({ update: [{ id: 'n2', position: { x: 110, y: 0 } }] })
  expect((await graph()).nodes.slice(1).map(({ position }) => position)).toEqual([
    { x: 110, y: 0 },
    { x: 110, y: 0 },
    { x: 110, y: 0 },
  ])
  const { applied, warnings } = await change({ remove: [{ id: 'n2' }, { id: 'n4' }] })
  expect([applied.removed, warnings]).toEqual([3, ['remove.1: already removed, by itself or with its group']])
  expect(await graph()).toMatchObject({ nodes: [{ id: 'n1' }], edges: [] })
})

test('a repeated connection and an unknown disconnection are warnings', async () => {
  const { graph, change } = await startCanvas()
  const { node_id } = (await change({ add: [image('a')] })).created['a'] ?? {}
  const { applied, warnings } = await change({
    connect: [
      { from: 'n1', to: 'n2', in: 'image' },
      { from: 'n1', to: node_id },
    ],
    disconnect: [
      { from: 'n2', to: 'n1' },
      { from: 'n1', to: 'n2', in: 'mask' },
    ],
  })
  expect(applied).toMatchObject({ connected: 1, disconnected: 0 })
  expect(warnings).toHaveLength(3)
  expect((await graph()).edges).toEqual([{ from: 'n1', to: 'n2', in: 'image' }])
})

test('edges may form a cycle', async () => {
  const { change } = await startCanvas()
  const { applied } = await change({
    add: [image('a')],
    connect: [
      { from: 'n1', to: 'a' },
      { from: 'a', to: 'n1' },
    ],
  })
  expect(applied.connected).toBe(2)
})

test.each([{}, { add: [] }])('the empty changeset %j changes nothing', async (changeset) => {
  const { graph, change } = await startCanvas()
  const { revision } = await graph()
  expect(await change(changeset)).toMatchObject({
    revision,
    applied: { added: 0, updated: 0, connected: 0, disconnected: 0, removed: 0 },
    created: {},
    warnings: [],
  })
})
