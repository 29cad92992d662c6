import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { AssetCreated } from '../../../src/schemas/assets/asset.ts'
import type { ActionNode, AttachedAsset } from '../../../src/schemas/canvas/canvas-action.ts'
import type { CanvasChanged } from '../../../src/schemas/canvas/changeset.ts'
import type { CanvasGraph } from '../../../src/schemas/canvas/graph.ts'
import type { CanvasNodePage } from '../../../src/schemas/canvas/canvas.ts'
import type { RunStart } from '../../../src/schemas/runs/run.ts'
import { startApi, type TestApi } from '../../support/api.ts'
import { CHANGESET, GRAPH } from '../../support/canvas.ts'

const ACTIONS = '/projects/prj_abc123/actions'
const SPLIT = { action_id: 'split-text-browser', params: { split_mode: 'separator', separator: ',' } }

const add = async (api: TestApi, body: object = SPLIT) => api.post<ActionNode>(ACTIONS, body)
const run = async (api: TestApi, node: string) => api.post<RunStart>(`${ACTIONS}/${node}/run`, undefined)
const nodes = async (api: TestApi) => (await api.get<CanvasGraph>(GRAPH)).nodes

test('an action is added to a canvas and not run', async () => {
  const api = await startApi()
  const added = await add(api)
  expect(added).toEqual({
    project_id: 'prj_abc123',
    canvas_url: expect.stringMatching(/\/projects\/prj_abc123$/),
    node_id: added.node_id,
    action_id: 'split-text-browser',
  })
  expect((await nodes(api)).at(-1)).toMatchObject({
    node_id: added.node_id,
    type: 'action',
    status: 'idle',
    action: SPLIT,
  })
})

test('the id of an older SDK is answered when an action is added, read and run', async () => {
  const api = await startApi()
  const { node_id: node, action_id: added } = await add(api, { action_id: 'rotate-image' })
  expect(added).toBe('rotate-image')
  expect((await nodes(api)).at(-1)?.action?.action_id).toBe('rotate-image')
  const started = await run(api, node)
  expect(started.action).toEqual({ action_id: 'rotate-image' })
  expect((await api.world.runs.get(started.run_id)).action).toEqual({ action_id: 'rotate-image-browser' })
})

test('params that the action does not know are kept and ignored', async () => {
  const api = await startApi()
  const params = { split_mode: 'separator', separator: ',', speed: 'fast', nested: { a: [1] } }
  const { node_id: node } = await add(api, { ...SPLIT, params })
  expect((await nodes(api)).at(-1)?.action?.params).toEqual(params)
  const { run_id: id } = await run(api, node)
  await api.world.clock.advance({ until: id })
  expect((await api.run(id)).status).toBe('completed')
})

test('an action runs on the text of its input node, and its node shows the status', async () => {
  const api = await startApi()
  const { node_id: action } = await add(api)
  const { body } = await api.call<CanvasChanged>(CHANGESET, {
    method: 'POST',
    json: {
      add: [{ ref: 'words', type: 'text', prompt: 'red,green' }],
      connect: [{ from: 'words', to: action }],
    },
  })
  expect(body.applied.connected).toBe(1)
  const started = await run(api, action)
  expect(started).toMatchObject({
    type: 'action',
    model: null,
    action: { action_id: 'split-text-browser' },
    charged_cost: 0,
    estimated_seconds: 9,
  })
  const statusOf = async () => (await nodes(api)).find(({ node_id: id }) => id === action)?.status
  expect(await statusOf()).toBe('generating')
  expect((await api.refusal(`${ACTIONS}/${action}/run`, { method: 'POST' })).error.code).toBe('conflict')
  await api.world.clock.advance({ until: started.run_id })
  expect((await api.run(started.run_id)).outputs?.map(({ url }) => url)).toEqual(['red', 'green'])
  expect(await statusOf()).toBe('done')
})

test('the sample node runs by its long id and by its short id', async () => {
  const api = await startApi()
  const { run_id: id } = await run(api, 'nodeId')
  await api.world.clock.advance({ until: id })
  expect(await api.run(id)).toMatchObject({ status: 'completed', outputs: [{ type: 'imageUrl' }] })
  const short = (await nodes(api))[0]?.id ?? ''
  expect((await run(api, short)).type).toBe('action')
})

test.each([
  [ACTIONS, {}, 400, 'action_id: Required'],
  [ACTIONS, { action_id: 'fly' }, 400, 'action_id: '],
  [ACTIONS, { action_id: 'rotate-image-browser', params: { angle: 'x', up: 1 } }, 400, 'params.angle: '],
  [ACTIONS, { ...SPLIT, params: { a: 'x'.repeat(20_000) } }, 400, 'params: At most 20000 characters of JSON'],
  ['/projects/prj_nope/actions', SPLIT, 404, 'Not found.'],
  [`${ACTIONS}/nope/run`, undefined, 404, 'Not found.'],
  ['/projects/prj_empty/actions/nodeId/run', undefined, 404, 'Not found.'],
  ['/projects/prj_abc123/assets/asset_nope/attach', undefined, 404, 'Not found.'],
  ['/projects/prj_empty/assets/asset_abc123/attach', undefined, 404, 'Not found.'],
  ['/projects/prj_abc123/assets/nope/attach', undefined, 400, 'assetId: '],
])('POST %s with %j is refused: %i', async (path, json, status, message) => {
  const api = await startApi()
  const before = await nodes(api)
  const refusal = await api.refusal(path, { method: 'POST', json })
  expect(refusal.status).toBe(status)
  expect(refusal.error.message).toContain(message)
  expect(await nodes(api)).toEqual(before)
})

test('a node that is not an action cannot be run as an action', async () => {
  const api = await startApi()
  const image = (await nodes(api)).find(({ type }) => type === 'image')
  const { error } = await api.refusal(`${ACTIONS}/${image?.node_id}/run`, { method: 'POST' })
  expect(error.fields).toMatchObject([{ field: 'nodeId', message: 'Must be an action node' }])
})

test('a key adds an action once, and runs it once', async () => {
  const api = await startApi()
  const headers = { 'idempotency-key': 'k' }
  const { node_id: node } = await api.post<ActionNode>(ACTIONS, SPLIT, headers)
  expect((await api.refusal(ACTIONS, { method: 'POST', json: SPLIT, headers })).status).toBe(409)
  await api.post(`${ACTIONS}/${node}/run`, undefined, headers)
  await api.world.clock.advance({ until: 'idle' })
  expect((await api.refusal(`${ACTIONS}/${node}/run`, { method: 'POST', headers })).status).toBe(409)
})

test('an attached asset is shown on the canvas', async () => {
  const api = await startApi()
  const attached = await api.post<AttachedAsset>('/projects/prj_abc123/assets/asset_abc123/attach', undefined)
  expect(attached).toMatchObject({ project_id: 'prj_abc123', asset_id: 'asset_abc123' })
  const page = await api.get<CanvasNodePage>('/projects/prj_abc123/nodes')
  const node = page.nodes.find(({ node_id: id }) => id === attached.node_id)
  expect(node).toMatchObject({ type: 'image', asset_id: 'asset_abc123' })
  const file = await api.emulator.fetch(node?.url ?? '')
  expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/png'])
})

test('an asset that is not ready is refused with 409', async () => {
  const api = await startApi()
  const reserved = { source: 'signed-url', workspace_id: 'ws_abc123' }
  const { asset_id: id } = await api.post<{ asset_id: string }>('/assets', reserved)
  const { status, error } = await api.refusal(`/projects/prj_abc123/assets/${id}/attach`, { method: 'POST' })
  expect([status, error.message]).toEqual([409, `Asset ${id} is not ready: pending_upload.`])
})

test('an asset that is uploaded for a project is on its canvas once it is ready', async () => {
  const api = await startApi()
  const home = { workspace_id: 'ws_abc123', project_id: 'prj_abc123' }
  const shown = async () => {
    const { nodes: media } = await api.get<CanvasNodePage>('/projects/prj_abc123/nodes')
    return media.flatMap(({ asset_id: id }) => (typeof id === 'string' ? [id] : []))
  }
  const imported = { ...home, source: 'https://example.com/mug.png' }
  const { asset_id: ready } = await api.post<AssetCreated>('/assets', imported)
  const reserved = { ...home, source: 'signed-url', content_type: 'image/png' }
  const { asset_id: later, upload } = await api.post<AssetCreated>('/assets', reserved)
  expect(await shown()).toEqual([ready])
  const body = readFileSync('fixtures/ceramic-mug.png')
  await api.emulator.fetch(upload?.url ?? '', {
    method: 'PUT',
    body,
    headers: { 'content-type': 'image/png' },
  })
  expect((await api.call(`/assets/${later}/complete`, { method: 'POST' })).status).toBe(200)
  expect(new Set(await shown())).toEqual(new Set([ready, later]))
})
