import { FLORA } from '@flora-ai/flora'
import { expect, test } from 'vitest'
import { START, startApi } from '../support/api.ts'
import { expectGoodClient } from '../support/checks.ts'
import { bareFixtures } from '../support/canvas.ts'

async function setUp() {
  const api = await startApi({ rateLimit: 'off', now: new Date(START), fixtures: bareFixtures() })
  expectGoodClient(api.emulator)
  const client = new FLORA({ baseURL: api.emulator.baseUrl, apiKey: 'sk_test_sdk', maxRetries: 0 })
  return { client, world: api.emulator.world('sdk') }
}

const workspaceId = 'ws_abc123'

test('SDK 0.11 lists nodes, page by page', async () => {
  const { client } = await setUp()
  await client.workspaces.projects.canvas.applyChangeset('prj_abc123', {
    workspaceId,
    add: [{ ref: 'a', type: 'text', label: 'Note' }],
  })
  const labels: (string | null | undefined)[] = []
  for await (const node of client.projects.listNodes('prj_abc123', { limit: 1 })) labels.push(node.label)
  expect(labels).toEqual(['Note', expect.stringContaining('ceramic mug')])
})

test('SDK 0.11 reads and patches a diagram', async () => {
  const { client } = await setUp()
  const patched = await client.projects.canvas.update('prj_abc123', {
    diagram:
      'graph LR\n  source["Product photo (Image)"]\n  output["Editorial image (Image)"]\n  source --> output',
    node_params: { output: { model: 't2i-flux-2-pro', aspect_ratio: '4:3' } },
  })
  expect(patched).toMatchObject({ created_node_count: 2, created_edge_count: 1 })
  const { diagram, summary } = await client.projects.canvas.retrieve('prj_abc123')
  expect(diagram).toBe(patched.diagram)
  expect(summary).toMatchObject({ node_count: 3, edge_count: 1, workflow_count: 1 })
})

test('SDK 0.11 edits a graph, runs its nodes and reads their status', async () => {
  const { client, world } = await setUp()
  const { created, revision } = await client.workspaces.projects.canvas.applyChangeset('prj_abc123', {
    workspaceId,
    add: [
      { ref: 'pic', type: 'image', prompt: 'a mug' },
      { ref: 'clip', type: 'video', prompt: 'it turns' },
    ],
    connect: [{ from: 'pic', to: 'clip' }],
  })
  const graph = await client.workspaces.projects.graph('prj_abc123', { workspaceId })
  expect(graph.revision).toBe(revision)
  const ids = ['clip', 'pic'].map((ref) => created[ref]?.id ?? '')
  const { runs } = await client.workspaces.projects.runNodes('prj_abc123', { workspaceId, node_ids: ids })
  expect(runs.map(({ node_id, status }) => [node_id, status])).toEqual(ids.map((id) => [id, 'started']))
  await world.clock.advance({ until: 'idle' })
  const { nodes } = await client.workspaces.projects.graph('prj_abc123', { workspaceId })
  expect(nodes.map(({ status }) => status)).toEqual(['done', 'done', 'done'])
  expect((await client.generations.retrieve(runs[0]?.run_id ?? '')).status).toBe('completed')
})

test('SDK 0.11 throws the problems of a changeset', async () => {
  const { client } = await setUp()
  const change = client.workspaces.projects.canvas.applyChangeset('prj_abc123', {
    workspaceId,
    remove: [{ id: 'n99' }],
  })
  await expect(change).rejects.toMatchObject({
    status: 400,
    error: { error: { fields: [{ field: 'remove.0.id', code: 'node_not_found' }] } },
  })
})

test('SDK 0.11 reads a definition and replaces it', async () => {
  const { client } = await setUp()
  const { canvas } = client.workspaces.projects
  const { definition } = await canvas.retrieveDefinition('prj_abc123', { workspaceId })
  const nodes = [
    ...definition.nodes,
    { id: 'node_abc123', type: 'videoBlock' as const, data: { label: 'New' } },
  ]
  const replaced = await canvas.replaceDefinition('prj_abc123', {
    workspaceId,
    definition: { ...definition, nodes },
  })
  expect(replaced.summary.node_count).toBe(2)
  expect(replaced.definition.nodes[1]).toMatchObject({ id: 'node_abc123', position: { x: 0, y: 400 } })
})
