import { type Check, evidenceOf, type Violation } from '../check.ts'
import type { RequestFact } from '../record/facts.ts'
import { answeredMs } from '../record/starts.ts'

/** Requests that were sent at once with the one that was refused arrive up to this much after it. */
const AT_ONCE_MS = 20
/** Timers of clients may ring early. */
const EARLY_MS = 50

/** Compares attempts of one request only: another request of the same key may have been under way. */
export const ignoresRetryAfter: Check = {
  id: 'ignores-retry-after',
  severity: 'error',
  title: 'A request is sent again sooner than retry-after allows',
  remedy: 'Wait as many seconds as the header retry-after says before the next attempt.',
  find: ({ attempts }) => attempts.map(violation).filter((found) => found !== null),
}

function violation(group: readonly RequestFact[]): Violation | null {
  for (const [index, limited] of group.entries()) {
    const { status, retryAfterMs } = limited
    if (status !== 429 || retryAfterMs === null) continue
    const from = Math.max(answeredMs(limited), limited.arrivedMs + AT_ONCE_MS)
    const until = answeredMs(limited) + retryAfterMs - EARLY_MS
    const early = group
      .slice(index + 1)
      .filter(({ arrivedMs, sdk }) => arrivedMs >= from && arrivedMs < until && sdk?.retryCount !== 0)
    const [first] = early
    if (first === undefined) continue
    const waited = ((first.arrivedMs - answeredMs(limited)) / 1000).toFixed(1)
    return {
      message: `FLORA may block this client longer: it waited ${waited} s of the ${retryAfterMs / 1000} s that retry-after asked for.`,
      requests: evidenceOf([limited, ...early]),
      runId: null,
      cost: null,
    }
  }
  return null
}
