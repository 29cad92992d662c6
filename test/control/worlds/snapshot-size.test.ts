import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Snapshot } from '../../../src/schemas/control/worlds/snapshot.ts'
import { put as upload, reserve, uploadUrlOf } from '../../support/assets.ts'
import { startApi, type TestApi } from '../../support/api.ts'
import { control, refused } from '../../support/control.ts'

const PATH = '/worlds/default/snapshot'

/** The text of a snapshot with these texts as the rows of its runs. */
function withRuns(snapshot: Snapshot, rows: readonly string[]): string {
  const text = JSON.stringify({ ...snapshot, tables: { ...snapshot.tables, runs: [] } })
  return text.replace('"runs":[]', `"runs":[${rows.join(',')}]`)
}

test('of 200,000 wrong rows the first 100 are named', async () => {
  const api = await startApi()
  const text = withRuns(await api.world.snapshot(), Array<string>(200_000).fill('{}'))
  const [status, message] = await refused(api, 'PUT', PATH, text)
  expect(status).toBe(400)
  // With the last line, which has two parts.
  expect(message.split('; ')).toHaveLength(102)
  expect(message).toContain('tables.runs.0.kind: Required; tables.runs.1.kind: Required')
  expect(message).toContain('tables.runs.99.')
  expect(message).toContain('tables: The first 100 problems are listed; there may be more')
})

test('names of unknown members are cut in the answer', async () => {
  const api = await startApi()
  const { runs } = (await api.world.snapshot()).tables
  const row = JSON.stringify({ ...runs[0], ['k'.repeat(10_000)]: 1 })
  const [, message] = await refused(api, 'PUT', PATH, withRuns(await api.world.snapshot(), [row]))
  expect(message).toMatch(/^tables\.runs\.0\.k{180,190}…: Unrecognized key$/)
})

test('a row with a million values is refused', async () => {
  const api = await startApi()
  const row = `{"params":[${'{},'.repeat(600_000)}{}]}`
  const [, message] = await refused(api, 'PUT', PATH, withRuns(await api.world.snapshot(), [row]))
  expect(message).toMatch(/^body: The value at byte \d+ holds more than 1000000 values$/)
})

test('other requests are answered while a large snapshot is read', async () => {
  const api = await startApi()
  const snapshot = await api.world.snapshot()
  const rows = Array.from({ length: 10_000 }, (_, index) =>
    JSON.stringify({ ...snapshot.tables.runs[0], ordinal: index + 1, id: `run_${index}` }),
  )
  const put = { isAnswered: false }
  const restored = refused(api, 'PUT', PATH, withRuns(snapshot, rows)).finally(() => {
    put.isAnswered = true
  })
  let count = 0
  for (; !put.isAnswered; count += 1) {
    await turn()
    await control(api, 'GET', '/health')
  }
  expect((await restored)[1]).toContain('Is not the number of such runs in the snapshot')
  expect(count).toBeGreaterThan(20)
})

test('text that is no JSON is refused, wherever it is broken', async () => {
  const api = await startApi()
  const text = JSON.stringify(await api.world.snapshot())
  for (const broken of [text.slice(0, -1), text.replace('"runs":[{', '"runs":[{,'), `${text}}`, '{"format":'])
    expect(await refused(api, 'PUT', PATH, broken)).toEqual([400, 'Request body is not valid JSON.'])
})

test.each(['', 'null', '[]', '1'])('the body %j is refused with the required members', async (body) => {
  const [, message] = await refused(await startApi(), 'PUT', PATH, body)
  expect(message).toBe('format: Required')
})

/** An object with so many objects in each other. */
const nested = (levels: number): object =>
  Array.from({ length: levels - 1 }).reduce<object>((inside) => ({ a: inside }), {})

async function deepestRun(api: TestApi): Promise<void> {
  await api.generate({ params: nested(63) })
  const { error } = await api.refusal('/generate', { method: 'POST', json: { params: nested(64) } })
  expect(error.message).toBe('body: Nested deeper than 64 levels')
}

test('a run with the deepest params that a request may have is restored', async () => {
  const api = await startApi()
  await deepestRun(api)
  const snapshot = await api.world.snapshot()
  await api.world.restore(snapshot)
  expect(await api.world.snapshot()).toEqual(snapshot)
})

test('a node with the deepest params that a snapshot may have is run, and restored with its run', async () => {
  const api = await startApi()
  const snapshot = await api.world.snapshot()
  const [node] = snapshot.tables.canvas_nodes
  Object.assign(node ?? {}, { node_params: nested(64) })
  await api.world.restore(snapshot)
  await api.post('/workspaces/ws_abc123/projects/prj_abc123/nodes/run', { node_ids: ['n1'] })
  await api.world.restore(await api.world.snapshot())
  Object.assign(node ?? {}, { node_params: nested(65) })
  const [, message] = await refused(api, 'PUT', PATH, snapshot)
  expect(message).toBe('tables.canvas_nodes.0: Nested deeper than 65 levels')
})

test('a world that is too large to be restored gives no snapshot', async () => {
  const api = await startApi()
  const png = Buffer.alloc(49 * 1024 * 1024)
  png.set(Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ', 'base64'))
  const reserved = await reserve(api)
  expect(await upload(api, uploadUrlOf(reserved), png)).toBe(204)
  const [status, message] = await refused(api, 'GET', PATH)
  expect([status, message]).toEqual([409, expect.stringContaining('larger than 64 MB')])
})
