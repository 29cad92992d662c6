import { type Check, dollars, evidenceOf, type Violation } from '../check.ts'
import type { WorldRecord } from '../record/record.ts'
import type { Start } from '../record/starts.ts'
import { repeatedStarts } from './chains.ts'

export const keyChanges: Check = {
  id: 'key-changes',
  severity: 'error',
  title: 'Attempts of one request carry different keys',
  remedy: 'Make the key once for each run that you want, outside the code that retries.',
  find: (record) =>
    repeatedStarts(record)
      .map((chain) => chain.filter(({ key }) => key !== null))
      .filter((chain) => new Set(chain.map(({ key }) => key)).size > 1)
      .map((chain) => violation(record, chain)),
}

function violation({ runOf }: WorldRecord, chain: readonly Start[]): Violation {
  const run = chain.flatMap(({ runIds }) => runIds.map(runOf)).findLast((found) => found !== null) ?? null
  const price = run === null ? '' : `: ${dollars(run.quote)}`
  return {
    message: `This start may be billed again${price}. Its ${chain.length} attempts carry different keys, so the API takes each for a run of its own.`,
    requests: evidenceOf(chain.map(({ request }) => request)),
    runId: run?.id ?? null,
    cost: run?.quote ?? null,
  }
}
