import type { Verdict } from './report/report.ts'
import { faultOf } from './faults/catalogue.ts'
import { completedRuns, type Evidence, quoted, seenCompleted, trustedForgery } from './trial/evidence.ts'

export interface Judgement {
  readonly verdict: Verdict
  /** One sentence. */
  readonly reason: string
}

/** Judges a trial by what the same client did undisturbed. */
export function judge(trial: Evidence, baseline: Evidence): Judgement {
  if (trial.exitCode === null)
    return { verdict: 'hung', reason: 'The client did not end within the time limit.' }
  const missed = missedFault(trial)
  if (missed !== null) return { verdict: 'not exercised', reason: missed }
  const extra = quoted(trial) - quoted(baseline)
  if (extra > 0) return { verdict: 'overpaid', reason: overpayment(trial, baseline, extra) }
  if (trial.violation !== null) {
    return { verdict: 'wrong', reason: `The invariant does not hold: ${trial.violation}` }
  }
  if (trial.exitCode !== 0) {
    return {
      verdict: 'reported',
      reason: `The client failed with exit code ${trial.exitCode} and paid for nothing twice.`,
    }
  }
  const lie = falseSuccess(trial, baseline)
  if (lie !== null) return { verdict: 'wrong', reason: lie }
  return { verdict: 'survived', reason: 'The client succeeded and paid what it pays undisturbed.' }
}

/** Says why a fault did not happen to the client; null when all did. */
function missedFault(trial: Evidence): string | null {
  for (const placed of trial.placed) {
    if (!trial.applied.includes(placed)) return 'The client did not make the call.'
    if (placed.fault === 'slow-answer' && !trial.gaveUp) {
      return 'The client waited for the slow answer: its time-out is longer. Raise --slow above it.'
    }
    const { kind } = faultOf(placed.fault)
    if (kind === 'webhook' && trial.webhooks.every(({ attempts }) => attempts.length === 0)) {
      return 'The client ended before a webhook was delivered.'
    }
  }
  return null
}

function overpayment(trial: Evidence, baseline: Evidence, extra: number): string {
  const [runs, usual] = [completedRuns(trial).length, completedRuns(baseline).length]
  const what = runs > usual ? `${runs} runs instead of ${usual}` : 'dearer runs'
  return `The client paid for ${what}: ${usd(extra)} more than undisturbed.`
}

function falseSuccess(trial: Evidence, baseline: Evidence): string | null {
  if (trustedForgery(trial)) return 'The receiver accepted a webhook with a wrong signature.'
  const [seen, usual] = [seenCompleted(trial).size, seenCompleted(baseline).size]
  if (seen < usual) return `The client reports success, but saw ${seen} of ${usual} runs complete.`
  const [completed, expected] = [completedRuns(trial).length, completedRuns(baseline).length]
  if (completed < expected) {
    return `The client reports success, but ${completed} of ${expected} runs completed.`
  }
  const finding = newFindings(trial, baseline)[0]
  return finding === undefined
    ? null
    : `The client succeeded with a mistake, ${finding.check}: ${finding.message}`
}

/** Findings of checks that found nothing in the undisturbed run. */
export const newFindings = (trial: Evidence, baseline: Evidence): Evidence['findings'] =>
  trial.findings.filter(({ check }) => baseline.findings.every((finding) => finding.check !== check))

/** Writes an amount with the digits that a price has. */
export function usd(amount: number): string {
  const digits = Math.round(amount * 1e6) % 10_000 === 0 ? 2 : 4
  return `${amount < 0 ? '-' : ''}$${Math.abs(amount).toFixed(digits)}`
}
