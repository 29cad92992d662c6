import { stepSummaryFile } from '../../config/config.ts'
import type { WorldReview } from '../../server/review.ts'
import type { ExecConfig } from '../exec-options.ts'
import { priceSources } from './price-sources.ts'
import { stepSummary } from './step-summary.ts'
import { summary, totalOf } from './summary.ts'
import { appendSummary, writeReports } from './write.ts'

/** Exit codes of `exec` for a command that succeeded. */
const NOT_WRITTEN = 4
const FINDINGS = 5
const OVER_BUDGET = 6

interface Conclusion extends Omit<ExecConfig, 'intercept' | 'ignored'> {
  /** True when prices may be those of other fixtures than the shipped ones. */
  readonly hasOwnFixtures: boolean
}

/**
 * Prints the summary of a command to standard error, and writes the reports.
 *
 * @param code exit code of the command
 * @returns the exit code of `exec`
 */
export function concludeReview(
  found: readonly WorldReview[],
  { checks, budget, report, hasOwnFixtures }: Conclusion,
  code: number,
): number {
  const reviews =
    checks === 'off' ? found.map((review) => ({ ...review, findings: [], unchecked: 0 })) : found
  const spent = totalOf(reviews)
  const isOver = budget !== null && Math.round(spent * 1e6) > Math.round(budget * 1e6)
  const facts = { reviews, budget, isOver, prices: priceSources(reviews, hasOwnFixtures) }
  process.stderr.write(summary(facts))
  const isWritten = report === null || writeReports(report, facts)
  const file = stepSummaryFile()
  if (file !== null) appendSummary(file, stepSummary(facts))
  if (code !== 0) return code
  if (!isWritten) return NOT_WRITTEN
  if (isOver) return OVER_BUDGET
  const hasErrors = reviews.some(({ findings }) => findings.some(({ severity }) => severity === 'error'))
  return checks === 'error' && hasErrors ? FINDINGS : 0
}
