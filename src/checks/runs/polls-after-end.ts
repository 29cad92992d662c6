import { type Check, evidenceOf, type Violation } from '../check.ts'
import { showsEnd } from '../record/reads.ts'
import type { StartedRun } from '../record/record.ts'

const POLLS_MAX = 2

export const pollsAfterEnd: Check = {
  id: 'polls-after-end',
  severity: 'info',
  title: 'A run is polled after its end was shown',
  remedy: 'Stop when the status is completed or failed: it does not change again.',
  find: ({ started }) => started.map(violation).filter((found) => found !== null),
}

function violation({ run, reads }: StartedRun): Violation | null {
  const end = reads.findIndex((read) => showsEnd(read, run))
  const after = end === -1 ? [] : reads.slice(end + 1).filter(({ isPoll }) => isPoll)
  if (after.length <= POLLS_MAX) return null
  return {
    message: `Requests are wasted: the run was polled ${after.length} times after its end was shown.`,
    requests: evidenceOf(after.map(({ request }) => request)),
    runId: run.id,
    cost: null,
  }
}
