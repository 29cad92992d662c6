import { parentPort } from 'node:worker_threads'
import { makeFile } from './make.ts'
import type { MediaJob } from './job.ts'

/** Message of a worker after each job: the file, or the stack trace of the error. */
export type WorkerAnswer = { readonly bytes: Uint8Array } | { readonly problem: string }

parentPort?.on('message', (job: MediaJob) => {
  makeFile(job).then(
    (bytes) => parentPort?.postMessage({ bytes } satisfies WorkerAnswer, []),
    (error: unknown) => {
      const problem = error instanceof Error ? (error.stack ?? error.message) : String(error)
      parentPort?.postMessage({ problem } satisfies WorkerAnswer, [])
    },
  )
})
