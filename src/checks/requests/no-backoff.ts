import { type Check, evidenceOf, type Violation } from '../check.ts'
import type { RequestFact } from '../record/facts.ts'
import { asksForRetry } from '../record/starts.ts'

const RETRIES = 3
const WITHIN_MS = 1000

export const noBackoff: Check = {
  id: 'no-backoff',
  severity: 'warning',
  title: 'A request is retried without a pause',
  remedy: 'Wait before each retry, twice as long as before the last one: 0.5 s, 1 s, 2 s.',
  find: ({ attempts }) => attempts.map(violation).filter((found) => found !== null),
}

function violation(group: readonly RequestFact[]): Violation | null {
  for (let index = 0; index + RETRIES < group.length; index += 1) {
    const tried = group.slice(index, index + RETRIES + 1)
    const [first, last] = [tried[0], tried.at(-1)]
    if (first === undefined || last === undefined || last.sdk?.retryCount === 0) continue
    const tookMs = last.arrivedMs - first.arrivedMs
    if (tookMs > WITHIN_MS || !tried.slice(0, -1).every(asksForRetry)) continue
    return {
      message: `The retries are used up before the API recovers: ${RETRIES} within ${Math.round(tookMs)} ms.`,
      requests: evidenceOf(tried),
      runId: null,
      cost: null,
    }
  }
  return null
}
