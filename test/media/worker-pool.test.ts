import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { startEmulator } from '../../src/index.ts'
import { WorkerPool } from '../../src/media/worker-pool.ts'
import { packageFile } from '../../src/config/package-root.ts'
import { MUG, startApi } from '../support/api.ts'
import { temporaryFolder } from '../support/fixtures.ts'
import { jobFor, outputUrl } from '../support/media.ts'

const PNG = jobFor({ kind: 'image', format: 'png', width: 64, height: 64 })
const VIDEO = jobFor({ kind: 'video', format: 'mp4', seconds: 30, width: 1280, height: 720 })

function startPool(file = packageFile('dist/media-worker.js')): WorkerPool {
  const pool = new WorkerPool(file)
  onTestFinished(() => pool.close())
  return pool
}

/** Starts a pool whose workers run a script, which may use `parentPort`. */
function poolOf(script: string): WorkerPool {
  const file = join(temporaryFolder(), 'worker.mjs')
  writeFileSync(file, `import { parentPort } from 'node:worker_threads'\n${script}`)
  return startPool(file)
}

test('all jobs are done when there are more than workers', async () => {
  const pool = startPool()
  const files = await Promise.all(Array.from({ length: 7 }, () => pool.run(PNG)))
  expect(new Set(files.map(({ length }) => length)).size).toBe(1)
})

test('files are made in a program that node reads from its command line', async () => {
  const program = `
    import { startEmulator } from ${JSON.stringify(pathToFileURL(packageFile('dist/index.js')))}
    const emulator = await startEmulator({ durationScale: 0 })
    const ask = async (path, init) =>
      emulator.fetch(emulator.baseUrl + path, { ...init, headers: { authorization: 'Bearer ' + emulator.apiKey } })
    const body = ${JSON.stringify(JSON.stringify(MUG))}
    const { run_id } = await (await ask('/generate', { method: 'POST', body })).json()
    const { outputs } = await (await ask('/runs/' + run_id)).json()
    console.log((await emulator.fetch(outputs[0].url)).status)
    await emulator.close()`
  const args = ['--input-type=module', '--eval', program]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: temporaryFolder() })
  expect(stdout.trim()).toBe('200')
})

test('a failed job rejects, and its worker does the next one', async () => {
  const pool = poolOf(`parentPort.on('message', ({ title }) =>
    parentPort.postMessage(title === 'bad' ? { problem: 'no' } : { bytes: new Uint8Array(3) }))`)
  await expect(pool.run({ ...PNG, title: 'bad' })).rejects.toThrow('no')
  expect(await pool.run(PNG)).toHaveLength(3)
})

test.each(['process.exit(7)', "throw new Error('gone')"])(
  'a worker that dies (%s) fails one job and is replaced',
  async (death) => {
    const pool = poolOf(`parentPort.on('message', ({ title }) => {
      if (title === 'deadly') ${death}
      parentPort.postMessage({ bytes: new Uint8Array(3) })
    })`)
    const jobs = ['deadly', 'fine', 'deadly', 'fine', 'fine'].map((title) => pool.run({ ...PNG, title }))
    const outcomes = await Promise.allSettled(jobs)
    expect(outcomes.map(({ status }) => status)).toEqual([
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ])
  },
)

test('closing a pool rejects its jobs and later ones', async () => {
  const pool = startPool()
  const jobs = [pool.run(VIDEO), pool.run(VIDEO), pool.run(VIDEO)]
  const outcomes = Promise.allSettled(jobs)
  await pool.close()
  for (const outcome of await outcomes) expect(outcome).toMatchObject({ reason: { status: 503 } })
  await expect(pool.run(PNG)).rejects.toThrow('The emulator is stopping.')
})

test('the event loop stays responsive while a video is made', async () => {
  const api = await startApi()
  const url = await outputUrl(api, { type: 'video', params: { duration: 5 } })
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  await api.emulator.fetch(url)
  delay.disable()
  // Making the video takes longer, so this fails if the event loop does it.
  expect(delay.max / 1e6).toBeLessThan(500)
})

test('closing an emulator does not wait for a file in the making', async () => {
  const emulator = await startEmulator({ clock: 'manual', durationScale: 0 })
  const client = { authorization: `Bearer ${emulator.apiKey}`, 'content-type': 'application/json' }
  const started = await emulator.fetch(`${emulator.baseUrl}/generate`, {
    method: 'POST',
    headers: client,
    body: JSON.stringify({ ...MUG, type: 'video', params: { duration: 30 } }),
  })
  const run: unknown = await started.json()
  const id = typeof run === 'object' && run !== null && 'run_id' in run ? String(run.run_id) : ''
  const download = fetch(`${emulator.url}/media/default/${id}/output_1.mp4`)
  await emulator.fetch(`${emulator.url}/_emulator/health`)
  await emulator.close()
  const outcome = await download.then(
    ({ status }) => status,
    () => 'cut',
  )
  expect([503, 'cut']).toContain(outcome)
})
