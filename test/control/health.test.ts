import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startEmulator } from '../../src/index.ts'
import { PLAN_VERSION } from '../../src/simulator/runs/plan.ts'
import { SqliteStore } from '../../src/store/engine/sqlite-store.ts'
import { MUG, startApi } from '../support/api.ts'
import { control } from '../support/control.ts'
import { temporaryFolder } from '../support/fixtures.ts'
import { serveProcess } from '../support/process.ts'

const init = { headers: { authorization: 'Bearer sk_test_default' } }

/** Overwrites the pages of a table, as a failing disk would. */
function damage(file: string, table: string): void {
  const db = new Database(file)
  const size = Number(db.pragma('page_size', { simple: true }))
  const pages = db.prepare('SELECT pageno FROM dbstat WHERE name = ?').pluck().all(table)
  db.close()
  const target = openSync(file, 'r+')
  for (const page of pages) writeSync(target, Buffer.alloc(size, 0xff), 0, size, (Number(page) - 1) * size)
  closeSync(target)
}

test('a damaged page of the database turns the health to failing, and says what to do once', async () => {
  const file = join(temporaryFolder(), 'flora.sqlite')
  const args = ['--db', file, '--log-format', 'json']
  const first = await serveProcess(args)
  await fetch(`${first.url}/api/v1/generate`, { ...init, method: 'POST', body: JSON.stringify(MUG) })
  await first.stop('SIGTERM')
  damage(file, 'runs')

  const { url, stop } = await serveProcess(args)
  const health = async () => {
    const answer = await fetch(`${url}/_emulator/health`)
    return { httpStatus: answer.status, ...((await answer.json()) as object) }
  }
  expect(await health()).toMatchObject({ httpStatus: 200, status: 'ok' })
  for (const path of ['/runs/run_abc123', '/runs/run_abc123', '/generations']) {
    expect((await fetch(`${url}/api/v1${path}`, init)).status).toBe(500)
  }
  expect(await health()).toEqual({
    httpStatus: 503,
    status: 'failing',
    reason: expect.stringMatching(
      /^The database file is damaged \(SQLITE_CORRUPT\)\. Stop the emulator, put a copy/,
    ),
    version: expect.any(String),
    uptime_ms: expect.any(Number),
  })
  const { stderr } = await stop('SIGTERM')
  expect(stderr.match(/put a copy of the --db file/g)).toHaveLength(1)
})

/** A read for each column of JSON that a request reads. */
const JSON_READS: readonly (readonly [string, string])[] = [
  ['runs.request', '/api/v1/runs/run_abc123'],
  ['canvas_nodes.node_params', '/api/v1/workspaces/ws_abc123/projects/prj_abc123/graph'],
  ['canvas_nodes.node_action', '/api/v1/workspaces/ws_abc123/projects/prj_abc123/graph'],
  ['canvas_nodes.node_extra', '/api/v1/workspaces/ws_abc123/projects/prj_abc123/graph'],
  ['webhooks.attempt_log', '/_emulator/worlds/default/webhooks'],
]

/** Starts an emulator on a file whose rows all have this text in a column, and reads it. Returns the reason of the health. */
async function healthWith(column: string, text: string, path: string): Promise<string> {
  const db = join(temporaryFolder(), 'flora.sqlite')
  const first = await startEmulator({ db, clock: 'manual' })
  const world = first.world()
  await world.webhooks.add({ run_id: 'run_abc123', url: world.inbox('shop').url })
  await first.close()
  const [table = '', name = ''] = column.split('.')
  const file = new Database(db)
  expect(file.prepare(`UPDATE ${table} SET ${name} = ?`).run(text).changes).toBeGreaterThan(0)
  file.close()

  const { url, fetch, ...emulator } = await startEmulator({ db, logLevel: 'silent' })
  onTestFinished(() => emulator.close())
  const health = async () => (await fetch(`${url}/_emulator/health`)).json()
  expect(await health()).toMatchObject({ status: 'ok' })
  expect((await fetch(url + path, init)).status).toBe(500)
  const { status, reason } = (await health()) as { status: string; reason: string }
  expect(status).toBe('failing')
  return reason
}

test.each(JSON_READS)('%s that is no JSON turns the health to failing', async (column, path) => {
  expect(await healthWith(column, '{', path)).toContain(
    `Stored data cannot be read: no JSON in column ${column}. Stop the emulator`,
  )
})

test.each([
  ['{', 'no JSON in column runs.plan. Stop the emulator, put a copy'],
  ['{}', 'no plan in column runs.plan. Stop the emulator, put a copy'],
  [
    '{"version":1000}',
    `column runs.plan: The plan has version 1000, and this flora-emulator reads versions up to ${PLAN_VERSION}. Use a newer flora-emulator.`,
  ],
])('the plan %s turns the health to failing', async (plan, reason) => {
  expect(await healthWith('runs.plan', plan, '/api/v1/runs/run_abc123')).toContain(
    `Stored data cannot be read: ${reason}`,
  )
})

test('damage that the event feed finds turns the health to failing, without a request', async () => {
  const api = await startApi({ clock: 'real', logLevel: 'silent' })
  const abort = new AbortController()
  await fetch(`${api.emulator.url}/_emulator/worlds/default/events`, { signal: abort.signal })
  await api.generate({}, { 'x-flora-emulator': 'duration:0.05' })
  const failure = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_READ' })
  const read = vi.spyOn(SqliteStore.prototype, 'read').mockRejectedValue(failure)
  onTestFinished(() => {
    read.mockRestore()
    abort.abort()
  })
  await expect.poll(async () => (await control(api, 'GET', '/health')).status, { timeout: 10_000 }).toBe(503)
})
