import { answeredMs, isLeftOpen, type Start } from '../record/starts.ts'
import type { WorldRecord } from '../record/record.ts'

/**
 * Returns the starts that were repeated after an answer that left them open: each chain begins with such a start, and
 * ends with the first one that was answered. A start that arrived before that answer is no repetition, but one of
 * several that were sent at once.
 */
export function repeatedStarts({ repeats }: WorldRecord): readonly (readonly Start[])[] {
  return repeats.flatMap((group) => {
    const chains: Start[][] = []
    let chain: Start[] = []
    for (const start of group) {
      const last = chain.at(-1)
      if (last !== undefined && start.request.arrivedMs < answeredMs(last.request)) continue
      chain.push(start)
      if (isLeftOpen(start.request)) continue
      chains.push(chain)
      chain = []
    }
    return [...chains, chain].filter(({ length }) => length > 1)
  })
}

/** Describes the answer of a start that was left open. */
export function openAnswerOf({ request: { status, isReceived } }: Start): string {
  if (status === null) return 'the connection was cut'
  if (status >= 500 || status === 408) return `an answer of ${status}`
  return isReceived ? `an answer of ${status}` : 'an answer that it did not read'
}
