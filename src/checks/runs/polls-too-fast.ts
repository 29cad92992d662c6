import { type Check, evidenceOf, type Violation } from '../check.ts'
import type { StartedRun } from '../record/record.ts'

const INTERVAL_MS_MIN = 1000
const TIMES_MAX = 5

/** Only a real clock counts: with any other the client does not wait. */
export const pollsTooFast: Check = {
  id: 'polls-too-fast',
  severity: 'warning',
  title: 'A run is polled more often than once a second',
  remedy: 'Poll every 2 to 5 seconds, as FLORA asks.',
  find: ({ started }) => started.map(violation).filter((found) => found !== null),
}

function violation({ run, reads }: StartedRun): Violation | null {
  const polls = reads.filter(({ isPoll, request }) => isPoll && request.clock === 'real')
  const fast = polls.filter(({ request }, index) => {
    const before = polls[index - 1]?.request.arrivedMs ?? -Infinity
    return request.arrivedMs - before < INTERVAL_MS_MIN
  })
  if (fast.length <= TIMES_MAX) return null
  return {
    message: `The rate limit is used up sooner: ${fast.length} polls of this run came less than a second after the one before.`,
    requests: evidenceOf(fast.map(({ request }) => request)),
    runId: run.id,
    cost: null,
  }
}
