import { Worker } from 'node:worker_threads'
import { ApiError } from '../kernel/errors.ts'
import type { MediaJob } from './job.ts'
import type { WorkerAnswer } from './worker.ts'

/** Threads at most. */
const WORKERS_MAX = 2
/** Jobs in the queue at most; more means that clients request files faster than workers make them. */
const QUEUE_MAX = 1_000

/** A job and the promise that waits for it. */
interface Task {
  readonly job: MediaJob
  readonly resolve: (bytes: Uint8Array) => void
  readonly reject: (error: Error) => void
}

/** Pool of worker threads that make files. Threads start on demand and do not keep the process alive. */
export class WorkerPool {
  readonly #file: string
  readonly #idle: Worker[] = []
  readonly #busy = new Map<Worker, Task>()
  readonly #queue: Task[] = []
  #isClosed = false

  /** @param file path of the worker's script. */
  constructor(file: string) {
    this.#file = file
  }

  /**
   * Queues a job and returns the bytes of its file.
   *
   * @throws ApiError `service_unavailable` if the queue is full or the pool is closed.
   */
  async run(job: MediaJob): Promise<Uint8Array> {
    if (this.#isClosed) throw stopping()
    if (this.#queue.length >= QUEUE_MAX) {
      throw new ApiError('service_unavailable', 'Too many files are being made; try again later.')
    }
    return new Promise((resolve, reject) => {
      this.#queue.push({ job, resolve, reject })
      this.#next()
    })
  }

  /** Stops all workers. Jobs in flight and in the queue reject with `service_unavailable`. */
  async close(): Promise<void> {
    this.#isClosed = true
    const tasks = [...this.#busy.values(), ...this.#queue.splice(0)]
    const workers = [...this.#busy.keys(), ...this.#idle.splice(0)]
    this.#busy.clear()
    for (const task of tasks) task.reject(stopping())
    await Promise.all(workers.map(async (worker) => worker.terminate()))
  }

  #next(): void {
    const task = this.#queue[0]
    if (task === undefined || (this.#idle.length === 0 && this.#busy.size >= WORKERS_MAX)) return
    const worker = this.#idle.pop() ?? this.#spawn()
    this.#queue.shift()
    this.#busy.set(worker, task)
    worker.postMessage(task.job, [])
  }

  #spawn(): Worker {
    // Options of node that apply to the program, such as --input-type or --import, would fail or slow the worker.
    const worker = new Worker(this.#file, { execArgv: [] })
    worker.unref()
    worker.on('message', (answer: WorkerAnswer) => {
      const task = this.#release(worker)
      if (!this.#isClosed) this.#idle.push(worker)
      if ('bytes' in answer) task?.resolve(answer.bytes)
      else task?.reject(new Error(answer.problem))
      this.#next()
    })
    // A worker that dies fails its job; the next job starts a new worker.
    const discard = (error: Error): void => {
      const index = this.#idle.indexOf(worker)
      if (index !== -1) this.#idle.splice(index, 1)
      this.#release(worker)?.reject(error)
      this.#next()
    }
    worker.on('error', discard)
    worker.on('exit', (code) => discard(new Error(`A media worker ended with code ${code}`)))
    return worker
  }

  #release(worker: Worker): Task | undefined {
    const task = this.#busy.get(worker)
    this.#busy.delete(worker)
    return task
  }
}

const stopping = (): ApiError => new ApiError('service_unavailable', 'The emulator is stopping.')
