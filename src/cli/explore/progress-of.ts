import type { Plan } from '../../explore/explorer.ts'
import { isFailure } from '../../explore/report/report.ts'
import type { Progress } from '../../upstream/progress.ts'
import { seldom } from '../progress.ts'

/** Returns a function that shows how many experiments are done and how long the rest takes. */
export function progressOf(progress: Progress, isTerminal: boolean, now: () => number): Plan['onResult'] {
  const begun = now()
  const { update } = seldom(progress, isTerminal, now)
  let failures = 0
  return (done, planned, result) => {
    if (isFailure(result)) failures += 1
    const leftSeconds = Math.ceil(((now() - begun) / done) * (planned - done) * 0.001)
    update(`${done}/${planned} experiments, ${failures} failures, about ${leftSeconds} s left`)
  }
}
