import { type Check, evidenceOf, type Violation } from '../check.ts'
import { showsEnd } from '../record/reads.ts'
import type { StartedRun } from '../record/record.ts'

export const failureUnread: Check = {
  id: 'failure-unread',
  severity: 'warning',
  title: 'A run failed, and nothing showed it to the client',
  remedy: 'Poll until the status is completed or failed, and handle both.',
  find: ({ started }) => started.map(violation).filter((found) => found !== null),
}

function violation({ run, reads, webhooks, isOver, start }: StartedRun): Violation | null {
  const { outcome } = run.plan
  if (!isOver || outcome.kind !== 'failed') return null
  if (reads.some((read) => showsEnd(read, run))) return null
  // A webhook that is under way, or that the emulator may not send, is not the client's fault.
  if (webhooks.some(({ state }) => state !== 'failed')) return null
  return {
    message: `The client waits for a result that does not come: the run failed with ${outcome.code}, and nothing showed it.`,
    requests: evidenceOf([start.request, ...reads.map(({ request }) => request)]),
    runId: run.id,
    cost: null,
  }
}
