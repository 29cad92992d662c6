import { setImmediate as turn } from 'node:timers/promises'

interface Step {
  readonly label: string
  readonly happen: () => void
}

/** Turns of the event loop without a change after which the client has done what it can. */
const QUIET_TURNS = 12

/** Steps that wait to happen, one after the other, in an order that `choices` decides. */
export class Steps {
  readonly #choices: readonly number[]
  readonly #waiting: Step[] = []
  #changes = 0
  #inFlight = 0
  /** Labels of the steps, in the order in which they happened. */
  readonly order: string[] = []

  /** @param choices which of the waiting steps happens next; the oldest when they are used up */
  constructor(choices: readonly number[]) {
    this.#choices = choices
  }

  /** Resolves when it is the turn of this step. */
  async turnOf(label: string): Promise<void> {
    this.#changes += 1
    await new Promise<void>((resolve) => this.#waiting.push({ label, happen: resolve }))
  }

  /** Does work that belongs to the last step: no other step happens meanwhile. */
  async busy<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#inFlight += 1
    try {
      return await work()
    } finally {
      this.#inFlight -= 1
    }
  }

  /** Waits for work, or until a new step waits, because the work may wait for that step. */
  async unlessBlocked(work: Promise<void>): Promise<void> {
    const before = this.#changes
    const blocked = async (): Promise<void> => {
      while (this.#changes === before) await turn()
    }
    await this.busy(async () => Promise.race([work, blocked()]))
  }

  /** Lets steps happen until `stopping` aborts. */
  async run(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      await this.#settle(stopping)
      if (stopping.aborted) return
      const choice = this.#choices[this.order.length] ?? 0
      const [step] = this.#waiting.splice(this.#waiting.length === 0 ? 0 : choice % this.#waiting.length, 1)
      if (step === undefined) continue
      this.order.push(step.label)
      step.happen()
    }
  }

  /** Waits until the client has done what follows from the last step. */
  async #settle(stopping: AbortSignal): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS && !stopping.aborted; quiet += 1) {
      const changes = this.#changes
      await turn()
      if (this.#inFlight > 0 || changes !== this.#changes) quiet = 0
    }
  }
}
