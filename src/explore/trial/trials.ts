import pLimit from 'p-limit'
import type { Experiment } from '../faults/choose.ts'
import type { Evidence } from './evidence.ts'
import type { Lab } from './lab.ts'
import { isWaiting, runTrial } from './trial.ts'

/** Trials that wait for a slow answer or run, for each job: they use no processor. */
const WAITING_PER_JOB = 4

/** Runs trials, several at once. One job means one client at a time, for clients that share a port or a file. */
export class Trials {
  readonly #lab: Lab
  readonly #computing
  readonly #waiting

  constructor(lab: Lab, jobs: number) {
    this.#lab = lab
    this.#computing = pLimit(jobs)
    this.#waiting = jobs === 1 ? this.#computing : pLimit(jobs * WAITING_PER_JOB)
  }

  /** Resolves with null when the exploration was interrupted. */
  async run(experiment: Experiment): Promise<Evidence | null> {
    const limit = isWaiting(experiment) ? this.#waiting : this.#computing
    return limit(async () => {
      const { stopping } = this.#lab
      if (stopping.aborted) return null
      const evidence = await runTrial(this.#lab, experiment)
      // A client that was ended by the interruption proves nothing.
      return stopping.aborted ? null : evidence
    })
  }
}
