import type { Plan } from '../../explore/explorer.ts'
import { isFailure } from '../../explore/report/report.ts'
import type { ProgressLine } from '../progress.ts'

/** Wall time between two lines of a log, which keeps them all. */
const LOG_EVERY_MS = 5_000

/** Returns a function that shows how many experiments are done and how long the rest takes. */
export function progressOf(progress: ProgressLine, isTerminal: boolean, now: () => number): Plan['onResult'] {
  const begun = now()
  let shownAt = begun
  let failures = 0
  return (done, planned, result) => {
    if (isFailure(result)) failures += 1
    const at = now()
    if (!isTerminal && at - shownAt < LOG_EVERY_MS) return
    shownAt = at
    const leftSeconds = Math.ceil(((at - begun) / done) * (planned - done) * 0.001)
    progress.update(`${done}/${planned} experiments, ${failures} failures, about ${leftSeconds} s left`)
  }
}
