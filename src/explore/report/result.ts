import type { Experiment } from '../faults/choose.ts'
import { tokenOf } from '../faults/placed-fault.ts'
import type { Evidence } from '../trial/evidence.ts'
import { judge, newFindings } from '../verdict.ts'
import { isFailure, type Result } from './report.ts'

/** Requests of one experiment that a report lists. */
const REQUESTS_SHOWN = 12

/** Writes the result of a trial. The evidence itself is not kept, so that memory stays flat. */
export function resultOf(
  experiment: Experiment,
  trial: Evidence,
  baseline: Evidence,
  reproduce: (token: string) => string,
): Result {
  const judgement = judge(trial, baseline)
  const token = tokenOf(experiment)
  // A slow request is recorded after those that followed it. The calls before a fault are those of the undisturbed run.
  const after = trial.requests.slice(Math.min(...experiment.map(({ site }) => site.position)))
  return {
    token,
    faults: experiment.map(({ fault, site: { operation, call } }) => ({ fault, operation, call })),
    ...judgement,
    exit_code: trial.exitCode,
    duration_ms: Math.round(trial.durationMs),
    cost_usd: trial.costUsd,
    extra_cost_usd: Math.round((trial.costUsd - baseline.costUsd) * 1e6) / 1e6,
    requests: after.slice(0, REQUESTS_SHOWN).map(({ method, path, status }) => ({ method, path, status })),
    requests_omitted: Math.max(0, after.length - REQUESTS_SHOWN),
    findings: newFindings(trial, baseline).map(({ check, message }) => ({ check, message })),
    output: isFailure(judgement) ? trial.output : '',
    reproduce: reproduce(token),
    shrunk_to: null,
  }
}
