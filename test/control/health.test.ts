import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { MUG } from '../support/api.ts'
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
