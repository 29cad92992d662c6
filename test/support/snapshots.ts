import type { Snapshot } from '../../src/schemas/control/worlds/snapshot.ts'
import { MUG, startApi, type TestApi } from './api.ts'
import { control } from './control.ts'
import { SCENE } from './techniques.ts'

export type Tables = Snapshot['tables']

const PROJECT = '/workspaces/ws_abc123/projects/prj_abc123'
const LIBRARY_ITEMS = '/workspaces/ws_abc123/library/folders/libfolder_abc123/items'
/** Short id of the group on the canvas of the full world. */
const GROUP = 'n6'
const HOOK = 'http://127.0.0.1:9/hook'
const EXTREME = 'duration:86400, webhook-delay:86400'

/** The snapshot of a world with a row in every table, and an emulator to restore it in. */
export async function fullWorld(): Promise<{ readonly api: TestApi; readonly snapshot: Snapshot }> {
  const api = (await startApi({ rateLimit: 'off' })).as('sk_test_full')
  await api.generate({}, { 'idempotency-key': 'k' })
  await api.generate({ callback_url: HOOK }, { 'x-flora-emulator': 'webhook:hold, duration:1000' })
  await api.generate({ callback_url: HOOK }, { 'x-flora-emulator': EXTREME })
  await api.call('/techniques/brand-copy/runs', {
    method: 'POST',
    json: { inputs: [{ id: 'foo', type: 'text', value: 'mugs' }], mode: 'async', idempotency_key: 'k' },
  })
  await api.post('/techniques', SCENE)
  await api.post('/assets', { source: 'signed-url', workspace_id: 'ws_abc123' })
  await api.post('/workspaces/ws_abc123/folders/fld_abc123/projects', { name: 'Filed' })
  await api.post(LIBRARY_ITEMS, { type: 'text', text: 'x' })
  await api.post('/feedback', { kind: 'bug', summary: 's', detail: 'd' })
  await api.world.rules.add({ match: { operation: 'getRun' }, effect: { delay_ms: 0 } })
  await api.world.workspaces.rotateWebhookSecret('ws_abc123')
  await api.call(`${PROJECT}/canvas/changeset`, {
    method: 'POST',
    json: {
      add: [
        { ref: 'g', type: 'group' },
        { ref: 'a', type: 'image', group: 'g' },
      ],
      connect: [{ from: 'n1', to: 'a' }],
    },
  })
  return { api, snapshot: await api.world.snapshot() }
}

type Send = (method: string, path: string, json?: object, headers?: Record<string, string>) => Promise<void>

/** Calls everything that changes rows, and `afterEach` after each call. Returns the statuses of the answers. */
export async function useWorld(
  api: TestApi,
  afterEach: () => Promise<void> = async () => undefined,
): Promise<number[]> {
  const statuses: number[] = []
  const call: Send = async (method, path, json, headers = {}) => {
    const { status } = await api.emulator.fetch(api.emulator.baseUrl + path, {
      method,
      headers: { authorization: `Bearer ${api.apiKey}`, ...headers },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    })
    statuses.push(status)
    await afterEach()
  }
  const steer: Send = async (method, path, json) => {
    statuses.push((await control(api, method, `/worlds/${api.world.name}${path}`, json)).status)
    await afterEach()
  }
  await useCanvas(call)
  await createRows(call)
  await steer('POST', '/rules', { effect: { delay_ms: 0 } })
  await call('GET', '/runs/run_abc123')
  for (const { id } of await api.world.webhooks.list()) {
    await steer('POST', `/webhooks/${id}/release`)
    await steer('POST', `/webhooks/${id}/hold`)
  }
  for (const [index, { run_id: id }] of (await api.world.runs.list()).runs.entries()) {
    await steer('POST', '/webhooks', { run_id: id, url: HOOK, mode: 'hold' })
    await steer('POST', `/runs/${id}/${index % 2 === 0 ? 'fail' : 'complete'}`)
  }
  await steer('POST', '/workspaces/ws_abc123/webhook-secret/rotate', { overlap_seconds: 31_536_000 })
  await steer('PATCH', '/workspaces/ws_abc123', { balance_usd: 1_000_000_000 })
  await steer('POST', '/clock/advance', { until: 'idle' })
  await steer('POST', '/clock/advance', { seconds: 4000 })
  for (const { id } of (await api.world.snapshot()).tables.assets) await call('POST', `/assets/${id}/retry`)
  await steer('GET', '/ledger')
  return statuses
}

async function useCanvas(call: Send): Promise<void> {
  const nodes = [{ id: 'fresh', type: 'emptyImageBlock', data: {} }]
  await call('POST', `${PROJECT}/nodes/run`, { node_ids: ['n2'] })
  await call('POST', `${PROJECT}/canvas/changeset`, {
    update: [{ id: GROUP, position: { x: 1_000_000, y: 1_000_000 } }],
  })
  await call('PUT', `${PROJECT}/canvas/definition`, {
    definition: { nodes, edges: [], node_inputs: {}, node_outputs: {} },
  })
}

async function createRows(call: Send): Promise<void> {
  await call('POST', '/generate', MUG)
  await call('POST', '/generate', { ...MUG, callback_url: HOOK }, { 'x-flora-emulator': EXTREME })
  // Each poll moves a clock that jumps.
  for (let poll = 0; poll < 5; poll += 1) await call('GET', '/generations')
  await call('POST', '/assets', { source: 'signed-url', workspace_id: 'ws_abc123' })
  await call('POST', '/projects', { name: 'x', workspace_id: 'ws_abc123' })
  await call('POST', '/workspaces/ws_abc123/library/folders', {})
  await call('POST', LIBRARY_ITEMS, { type: 'text', text: 'x' })
  await call('POST', '/feedback', { kind: 'bug', summary: 's', detail: 'd' })
}
