import { LRUCache } from 'lru-cache'
import { packageFile } from '../config/package-root.ts'
import type { OutputFile } from '../services/runs/outputs.ts'
import { type FileFormat, fingerprint, type MediaJob, outputJob } from './job.ts'
import { placeholderJob } from './placeholder.ts'
import { WorkerPool } from './worker-pool.ts'

/** Bytes of files to keep; clients often request a file twice (HEAD, then GET). */
const CACHE_BYTES_MAX = 64 * 1024 * 1024

const CONTENT_TYPE: Readonly<Record<FileFormat, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  mp4: 'video/mp4',
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  pdf: 'application/pdf',
}

/** A file whose bytes are made on demand. */
export interface MediaFile {
  readonly contentType: string
  /** ETag without quotes: changes with the bytes. */
  readonly tag: string
  /** @throws ApiError `service_unavailable` if too many files are in the making. */
  bytes(): Promise<Uint8Array>
}

/** Makes the files of outputs at their first download. An output has the same bytes each time. */
export class Media {
  /** Files by tag. Downloads of a file in the making share its promise. */
  readonly #files = new LRUCache<string, Uint8Array, MediaJob>({
    maxSize: CACHE_BYTES_MAX,
    sizeCalculation: ({ length }) => length,
    fetchMethod: async (_tag, _stale, { context }) => this.#workers.run(context),
    // An eviction must not fail a download in flight.
    ignoreFetchAbort: true,
  })
  readonly #workers = new WorkerPool(packageFile('dist/media-worker.js'))

  file(output: OutputFile): MediaFile {
    const job = outputJob(output)
    const tag = fingerprint(job)
    const contentType = CONTENT_TYPE[job.file.format]
    return { contentType, tag, bytes: async () => this.#files.forceFetch(tag, { context: job }) }
  }

  /** Makes a small placeholder for a file that may not be fetched. */
  readonly placeholder = async (contentType: string, url: string): Promise<Uint8Array> =>
    this.#workers.run(placeholderJob(contentType, url))

  /** Stops the workers. Downloads in flight reject with `service_unavailable`. */
  async close(): Promise<void> {
    await this.#workers.close()
  }
}
