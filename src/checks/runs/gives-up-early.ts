import { showsEnd, statusIn } from '../record/reads.ts'
import type { StartedRun } from '../record/record.ts'
import { type Check, dollars, evidenceOf, type Violation } from '../check.ts'

/** Reads that make a client one that polls, when it may yet read the end. */
const POLLS_MIN = 2

export const givesUpEarly: Check = {
  id: 'gives-up-early',
  severity: 'error',
  title: 'A run is polled, but not until its end, and billed',
  remedy: 'Poll until the status is completed or failed; a video takes six minutes and more.',
  find: ({ started, now }) =>
    started.map((run) => violation(run, run.run.plan.endsAt <= now)).filter((found) => found !== null),
}

function violation({ run, reads, isOver, start }: StartedRun, hasEnded: boolean): Violation | null {
  const { outcome, endsAt } = run.plan
  const last = reads.at(-1)
  // The end is announced to a callback.
  if (last === undefined || run.request.callbackUrl !== undefined) return null
  if (!isOver || outcome.kind !== 'completed' || outcome.cost === 0 || showsEnd(last, run)) return null
  if (!hasEnded && reads.length < POLLS_MIN) return null
  const seconds = Math.round((endsAt - run.createdAt) / 1000)
  const after = Math.round((last.request.at - run.createdAt) / 1000)
  return {
    message: `The result is lost, and billed: ${dollars(outcome.cost)}. The last poll, after ${after} s, showed the run ${statusIn(last, run)}; it takes ${seconds} s.`,
    requests: evidenceOf([start.request, last.request]),
    runId: run.id,
    cost: outcome.cost,
  }
}
