/** Work that must have ended before what it uses is closed. */
export class Tasks {
  readonly #underWay = new Set<Promise<unknown>>()

  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    const task = work()
    this.#underWay.add(task)
    try {
      return await task
    } finally {
      this.#underWay.delete(task)
    }
  }

  /** Resolves when no work is under way. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay)
  }
}
