import { expect, onTestFinished, test } from 'vitest'
import { createConfig } from '../../../src/config/config.ts'
import { loadFixtures } from '../../../src/server/fixtures.ts'
import { Canvases } from '../../../src/services/canvas/canvases.ts'
import { Catalogue } from '../../../src/services/models/catalogue.ts'
import { RunReader } from '../../../src/services/runs/run-reader.ts'
import { Worlds } from '../../../src/services/worlds/worlds.ts'
import { EMPTY_CANVAS } from '../../../src/simulator/canvas/canvas.ts'
import { withRuns } from '../../../src/simulator/canvas/canvas-runs.ts'
import { SqliteStore } from '../../../src/store/engine/sqlite-store.ts'
import { bareFixtures } from '../../support/canvas.ts'

const address = { projectId: 'prj_abc123', workspaceId: null }

async function setUp() {
  const store = new SqliteStore(null)
  onTestFinished(() => store.close())
  const fixtures = loadFixtures(bareFixtures())
  const onError = (error: unknown): void => expect.fail(String(error))
  const worlds = new Worlds(
    store,
    fixtures,
    { ...createConfig({}, {}), profile: 'docs', seed: 'test', numbersRequests: true },
    onError,
  )
  const world = await worlds.open('w')
  const caller = {
    world,
    key: 'k',
    role: 'owner',
    paid: true,
    now: world.clock.now(),
    traceParent: null,
  } as const
  const canvases = new Canvases(
    store,
    new RunReader(store),
    new Catalogue(fixtures.models, fixtures.gatewayModels),
  )
  return { canvases, caller }
}

test('an asset is a static node, and an action is an idle node', async () => {
  const { canvases, caller } = await setUp()
  const asset = { assetId: 'asset_1', type: 'image', url: '/media/w/asset_1.png', label: 'Logo' } as const
  expect(await canvases.addAssetNode(caller, address, asset, null)).toMatchObject({
    ordinal: 2,
    block: 'staticImageBlock',
    assetId: 'asset_1',
    contentUrl: '/media/w/asset_1.png',
    y: 400,
  })
  const action = { actionId: 'rotate-image', params: { angle: 90 }, label: 'Turn' }
  const { nodeId } = await canvases.addActionNode(caller, address, action, null)
  const { nodes } = await canvases.view(caller, address)
  for (const name of [nodeId, 'n3'])
    expect((await canvases.node(caller, address, name)).node.nodeId).toBe(nodeId)
  await expect(canvases.node(caller, address, 'n4')).rejects.toThrow('Not found.')
  expect(nodes.slice(1)).toMatchObject([
    { type: 'static_image', status: 'done' },
    {
      type: 'action',
      status: 'idle',
      node: { nodeId, action: { id: 'rotate-image', params: { angle: 90 } } },
    },
  ])
})

const nodeIdOfRun = (runId: string): string => `uuid_of_${runId}`
const request = { type: 'image', prompt: 'x', model: 'm', params: {} } as const
const runs = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, index) => ({
    ordinal: index + 1,
    id: `run_${index + 1}`,
    request: { ...request, ...more },
  }))

test('generations fill at most half of a canvas', () => {
  const canvas = withRuns(EMPTY_CANVAS, runs(1_500), nodeIdOfRun)
  expect(canvas.nodes).toHaveLength(1_000)
  expect(canvas).toMatchObject({ lastNode: 1_000, lastRun: 1_500 })
})

test('runs of actions without a canvas and of removed nodes add no node', () => {
  const actions = withRuns(EMPTY_CANVAS, runs(2, { action: { id: 'rotate-image' } }), nodeIdOfRun)
  expect(actions).toMatchObject({ nodes: [], lastRun: 2 })
  expect(withRuns(EMPTY_CANVAS, runs(1, { node: 'uuid9' }), nodeIdOfRun).nodes).toEqual([])
})

test('a long prompt is cut on its node', () => {
  const [node] = withRuns(EMPTY_CANVAS, runs(1, { prompt: 'long '.repeat(100_000) }), nodeIdOfRun).nodes
  expect([node?.prompt?.length, node?.label.length]).toEqual([20_000, 60])
})

test('a node of a definition with the id of a new run shows that run', () => {
  const taken = withRuns(EMPTY_CANVAS, runs(1), () => 'uuid2')
  const { nodes } = withRuns(taken, [{ ordinal: 2, id: 'run_2', request }], () => 'uuid2')
  expect(nodes).toMatchObject([{ ordinal: 1, nodeId: 'uuid2', runId: 'run_2' }])
})
