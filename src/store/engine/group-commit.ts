import type Database from 'better-sqlite3'

interface Job {
  readonly work: () => unknown
  readonly resolve: (value: unknown) => void
  readonly reject: (reason: unknown) => void
}

/**
 * Runs the writes that arrive in one turn of the event loop in one transaction. The commit is most of what a small write
 * costs (docs/decisions/003-group-commit.md). Each caller still waits until its own write is committed.
 */
export class GroupCommit {
  readonly #transaction: (jobs: readonly Job[]) => unknown[]
  readonly #onRollback: () => void
  #waiting: Job[] = []

  constructor(db: Database.Database, onRollback: () => void) {
    const run = db.transaction((jobs: readonly Job[]) => jobs.map((job) => job.work()))
    this.#transaction = (jobs) => run.immediate(jobs)
    this.#onRollback = onRollback
  }

  /** @param work synchronous; may run twice, so it changes nothing but the database */
  async write<Result>(work: () => Result): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      // After the poll phase, so that requests from different connections are grouped too.
      if (this.#waiting.length === 0) setImmediate(() => this.flush())
      this.#waiting.push({ work, resolve: resolve as (value: unknown) => void, reject })
    })
  }

  /** Commits what is waiting now. */
  flush(): void {
    const jobs = this.#waiting
    this.#waiting = []
    if (jobs.length === 0) return
    try {
      const results = this.#transaction(jobs)
      jobs.forEach((job, index) => job.resolve(results[index]))
    } catch {
      this.#onRollback()
      // The group was rolled back. One at a time, so that a failing write does not fail its neighbours.
      for (const job of jobs) this.#alone(job)
    }
  }

  #alone(job: Job): void {
    try {
      job.resolve(this.#transaction([job])[0])
    } catch (error) {
      this.#onRollback()
      job.reject(error)
    }
  }
}
