import { microUsd } from '../../kernel/units.ts'
import { type Check, dollars, evidenceOf, type Violation } from '../check.ts'
import type { WorldRecord } from '../record/record.ts'
import type { Start } from '../record/starts.ts'
import { openAnswerOf, repeatedStarts } from './chains.ts'

/** A retry is safe only when both attempts carry a key, and one of them cannot be matched without. */
export const retryWithoutKey: Check = {
  id: 'retry-without-key',
  severity: 'error',
  title: 'A start is sent again without an Idempotency-Key',
  remedy: 'Send a key of your own in the header Idempotency-Key, and the same one with every attempt.',
  find: (record) =>
    repeatedStarts(record)
      .filter((chain) => chain.some(({ key }) => key === null))
      .map((chain) => violation(record, chain)),
}

function violation(record: WorldRecord, chain: readonly Start[]): Violation {
  const runs = chain
    .flatMap(({ runIds }) => runIds.map((id) => record.runOf(id)))
    .filter((run) => run !== null)
  const quote = runs[0]?.quote ?? null
  const extra = quote === null ? null : microUsd(quote * (chain.length - 1))
  const times = chain.length === 2 ? 'twice' : `${chain.length} times`
  const isBilled = runs.length === chain.length
  const price = extra === null ? '' : `: ${dollars(extra)} more`
  const [first] = chain
  const answer = first === undefined ? 'an open answer' : openAnswerOf(first)
  return {
    message: `This start ${isBilled ? 'was' : 'may be'} billed ${times}${price}. It was sent again after ${answer}, without an Idempotency-Key.`,
    requests: evidenceOf(chain.map(({ request }) => request)),
    runId: runs.at(-1)?.id ?? null,
    cost: extra,
  }
}
