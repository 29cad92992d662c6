import type { MediaJob } from '../../src/media/job.ts'
import type { TestApi } from './api.ts'

export interface DownloadedOutput {
  readonly url: string
  readonly response: Response
  readonly bytes: Buffer<ArrayBuffer>
}

/** Completes a generation. Returns the URL of its first output. */
export async function outputUrl(
  api: TestApi,
  changes: object,
  headers: Record<string, string> = {},
): Promise<string> {
  const { run_id: id } = await api.generate(changes, headers)
  await api.world.clock.advance({ until: id })
  return (await api.run(id)).outputs?.[0]?.url ?? ''
}

/** Completes a generation. Downloads its first output. */
export async function outputOf(api: TestApi, changes: object): Promise<DownloadedOutput> {
  const url = await outputUrl(api, changes)
  const response = await api.emulator.fetch(url)
  return { url, response, bytes: Buffer.from(await response.arrayBuffer()) }
}

/** Builds a job whose members are the same for each file. */
export const jobFor = (file: MediaJob['file'], changes: Partial<MediaJob> = {}): MediaJob => ({
  file,
  seed: 'golden',
  title: 'A lighthouse in the fog',
  details: ['t2i-flux-2-pro', 'run_golden'],
  action: null,
  ...changes,
})
