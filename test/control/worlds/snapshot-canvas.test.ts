import { expect, test } from 'vitest'
import type { Snapshot } from '../../../src/schemas/control/worlds/snapshot.ts'
import { refused as refusedByControl } from '../../support/control.ts'
import { startCanvas } from '../../support/canvas.ts'

type Tables = Snapshot['tables']
const set = (rows: readonly object[], index: number, change: object) =>
  Object.assign(rows[index] ?? {}, change)

async function wiredCanvas() {
  const canvas = await startCanvas()
  await canvas.change({
    add: [
      { ref: 'g', type: 'group' },
      { ref: 'a', type: 'image', group: 'g', params: { seed: 1 } },
    ],
    connect: [{ from: 'n1', to: 'a' }],
  })
  return canvas
}

test('a snapshot restores a canvas into another world', async () => {
  const { api, graph } = await wiredCanvas()
  const snapshot = await api.world.snapshot()
  await api.emulator.world('copy').restore(snapshot)
  const { canvas_url: _url, nodes, ...rest } = await graph()
  const copy = api.as('sk_test_copy')
  const there = await copy.get('/workspaces/ws_abc123/projects/prj_abc123/graph')
  const shown = nodes.map((node) => ({
    ...node,
    output_url: node.output_url?.replace('/default/', '/copy/') ?? null,
  }))
  expect(there).toMatchObject({ ...rest, nodes: shown })
})

test.each<[string, (tables: Tables) => unknown, string]>([
  [
    'of an unknown project',
    ({ canvases }) => set(canvases, 0, { project_id: 'prj_x' }),
    'tables.canvas_nodes.0.ordinal: Lies beyond',
  ],
  [
    'with an edge from nowhere',
    ({ canvas_edges: rows }) => set(rows, 0, { from_node: 9 }),
    'tables.canvas_edges.0.project_id and from_node and to_node: Refers',
  ],
  [
    'with an edge to nowhere',
    ({ canvas_edges: rows }) => set(rows, 0, { to_node: 9 }),
    'tables.canvas_edges.0.project_id and from_node and to_node: Refers',
  ],
  [
    'with a parent that is no group',
    ({ canvas_nodes: rows }) => set(rows, 2, { parent: 1 }),
    'tables.canvas_nodes.2.parent',
  ],
  [
    'whose counter is behind its nodes',
    ({ canvases }) => set(canvases, 0, { last_node: 1 }),
    'tables.canvas_nodes.1.ordinal',
  ],
  [
    'whose counter is behind its edges',
    ({ canvases }) => set(canvases, 0, { last_edge: 0 }),
    'tables.canvas_edges.0.ordinal',
  ],
  ['with a node twice', ({ canvas_nodes: rows }) => rows.push(...rows.slice(0, 1)), 'tables.canvas_nodes.3'],
  [
    'with nodes of no type',
    ({ canvas_nodes: rows }) => set(rows, 0, { type: 'x' }),
    'tables.canvas_nodes.0.type',
  ],
])('a snapshot of a canvas %s is refused', async (_, spoil, message) => {
  const { api } = await wiredCanvas()
  const before = await api.world.snapshot()
  const spoilt = structuredClone(before)
  spoil(spoilt.tables)
  const [status, text] = await refusedByControl(api, 'PUT', '/worlds/default/snapshot', spoilt)
  expect([status, text]).toEqual([400, expect.stringContaining(message)])
  expect(await api.world.snapshot()).toEqual(before)
})
