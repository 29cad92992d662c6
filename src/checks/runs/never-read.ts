import { type Check, dollars, evidenceOf, type Violation } from '../check.ts'
import type { StartedRun } from '../record/record.ts'

/** A failed run is left to `failure-unread`. */
export const neverRead: Check = {
  id: 'never-read',
  severity: 'warning',
  title: 'A run is started without callback_url and never read',
  remedy: 'Poll the poll_url of the answer, or send a callback_url.',
  find: ({ started }) => started.map(violation).filter((found) => found !== null),
}

function violation({ run, reads, isOver, start }: StartedRun): Violation | null {
  const { outcome } = run.plan
  if (!isOver || reads.length > 0 || run.request.callbackUrl !== undefined) return null
  if (outcome.kind !== 'completed') return null
  return {
    message: `Nobody sees the result of this run, which costs ${dollars(outcome.cost)}: it has no callback_url, and no request read it.`,
    requests: evidenceOf([start.request]),
    runId: run.id,
    cost: outcome.cost,
  }
}
