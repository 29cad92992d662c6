import { expect, onTestFinished, test, vi } from 'vitest'
import { WorkerPool } from '../../src/media/worker-pool.ts'
import { startApi, type TestApi } from '../support/api.ts'
import { outputUrl } from '../support/media.ts'

/** Spies on the jobs of the worker pool until the test ends. */
function watchJobs() {
  const run = vi.spyOn(WorkerPool.prototype, 'run')
  onTestFinished(() => run.mockRestore())
  return run
}

async function download({ emulator }: TestApi, url: string): Promise<Buffer> {
  const response = await emulator.fetch(url)
  expect(response.status).toBe(200)
  return Buffer.from(await response.arrayBuffer())
}

test('downloads of one file, at the same time and later, share one job', async () => {
  const api = await startApi()
  const url = await outputUrl(api, { type: 'video', params: { duration: 1, resolution: '360p' } })
  const jobs = watchJobs()
  const files = await Promise.all(Array.from({ length: 5 }, () => download(api, url)))
  files.push(await download(api, url))
  for (const file of files) expect(file.equals(files[0] ?? Buffer.alloc(0))).toBe(true)
  expect(jobs).toHaveBeenCalledTimes(1)
})

test('a file whose job failed is made again at the next download', async () => {
  const api = await startApi({ logLevel: 'silent' })
  const url = await outputUrl(api, { params: { width: 64, height: 64 } })
  watchJobs().mockRejectedValueOnce(new Error('The worker died'))
  expect((await api.emulator.fetch(url)).status).toBe(500)
  expect(await download(api, url)).not.toHaveLength(0)
})
