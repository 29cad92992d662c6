import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { GenerationPage, RunStart } from '../../src/schemas/runs/run.ts'
import { startEmulator } from '../../src/index.ts'
import { MUG, START } from '../support/api.ts'
import { temporaryFolder } from '../support/fixtures.ts'
import { type Served, serveProcess } from '../support/process.ts'

const headers = { authorization: 'Bearer sk_test_default', 'content-type': 'application/json' }

async function generate({ url }: Served, more: Record<string, string> = {}): Promise<Response> {
  const init = { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(MUG) }
  return fetch(`${url}/api/v1/generate`, init)
}

async function allRuns({ url }: Served): Promise<GenerationPage['generations']> {
  const runs: GenerationPage['generations'] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const response = await fetch(`${url}/api/v1/generations?limit=100&cursor=${cursor}`, { headers })
    const page = (await response.json()) as GenerationPage
    runs.push(...page.generations)
    cursor = page.meta.next_cursor
  }
  return runs
}

test('kill -9 under load loses no acknowledged run and no money', { timeout: 60_000 }, async () => {
  const file = join(temporaryFolder(), 'flora.sqlite')
  const options = ['--db', file, '--clock', 'manual', '--rate-limit', 'off', '--seed', 'kill']
  const acknowledged = new Set<string>()
  for (const killAfter of [40, 150, 400]) {
    const served = await serveProcess(options)
    const target = acknowledged.size + killAfter
    const client = async (): Promise<void> => {
      for (;;) {
        const response = await generate(served).catch(() => null)
        if (response?.status !== 201) return
        const body = (await response.json().catch(() => null)) as RunStart | null
        if (body !== null) acknowledged.add(body.run_id)
        if (acknowledged.size >= target) served.process.kill('SIGKILL')
      }
    }
    await Promise.all(Array.from({ length: 10 }, client))
  }

  const served = await serveProcess(options)
  const runs = await allRuns(served)
  const ids = new Set(runs.map((run) => run.run_id))
  expect(ids.size).toBe(runs.length)
  expect([...acknowledged].filter((id) => !ids.has(id))).toEqual([])
  await served.stop('SIGTERM')

  // Each stored run has reserved its price, acknowledged or not. The rest of the balance pays for these.
  const emulator = await startEmulator({ db: file, rateLimit: 'off' })
  const affordable = Math.round((100 - 0.04 * (runs.length - 1)) / 0.04)
  let bought = 0
  for (;;) {
    const init = { method: 'POST', headers, body: JSON.stringify(MUG) }
    const response = await emulator.fetch(`${emulator.baseUrl}/generate`, init)
    if (response.status === 402) break
    expect(response.status).toBe(201)
    bought += 1
  }
  expect(bought).toBe(affordable)
  await emulator.close()
})

test('a restart keeps the clock, the runs, the counter of ids and the idempotency keys', async () => {
  const file = join(temporaryFolder(), 'flora.sqlite')
  const options = {
    db: file,
    clock: 'manual',
    now: new Date(START),
    seed: 'restart',
    durationScale: 1,
  } as const
  const key = { 'idempotency-key': 'once' }

  const first = await startEmulator(options)
  const started = await first.fetch(`${first.baseUrl}/generate`, {
    method: 'POST',
    headers: { ...headers, ...key },
    body: JSON.stringify(MUG),
  })
  const { run_id: id } = (await started.json()) as RunStart
  await first.world().clock.advance({ seconds: 12 })
  await first.close()

  const second = await startEmulator(options)
  expect(await second.world().clock.now()).toBe(START + 12_000)
  const run = await second.fetch(`${second.baseUrl}/runs/${id}`, { headers })
  expect(await run.json()).toMatchObject({ status: 'completed', completed_at: START + 12_000 })
  const again = { method: 'POST', headers: { ...headers, ...key }, body: JSON.stringify(MUG) }
  expect((await second.fetch(`${second.baseUrl}/generate`, again)).status).toBe(409)
  await second.close()
})

test('shutdown answers each creation that waits for its commit, and keeps those answered with 201', async () => {
  const file = join(temporaryFolder(), 'flora.sqlite')
  const emulator = await startEmulator({ db: file, clock: 'manual' })
  const init = { method: 'POST', headers, body: JSON.stringify(MUG) }
  const answers = Array.from({ length: 20 }, async () => emulator.fetch(`${emulator.baseUrl}/generate`, init))
  await turn()
  await emulator.close()
  const created = (await Promise.all(answers)).filter(({ status }) => status === 201)
  const reopened = await startEmulator({ db: file })
  const list = await reopened.fetch(`${reopened.baseUrl}/generations`, { headers })
  expect(((await list.json()) as GenerationPage).meta.total_estimate).toBe(created.length + 1)
  await reopened.close()
})
