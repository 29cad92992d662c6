/** Tracks running tasks, so that shutdown can wait for them. */
export class PendingTasks {
  readonly #running = new Set<Promise<unknown>>()

  /** Runs a task and settles as it does. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    const task = work()
    this.#running.add(task)
    try {
      return await task
    } finally {
      this.#running.delete(task)
    }
  }

  /** Resolves when no task is running. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running)
  }
}
