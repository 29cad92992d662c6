import { runBaseline } from './baseline.ts'
import { ExploreError } from './explore-error.ts'
import { type Choice, choose, type Chosen, type Experiment, place } from './faults/choose.ts'
import { mapOf } from './faults/map.ts'
import { tokenOf, type TokenPart } from './faults/placed-fault.ts'
import type { Site } from './faults/site.ts'
import { isFailure, type Report, type Result } from './report/report.ts'
import { resultOf } from './report/result.ts'
import type { Evidence } from './trial/evidence.ts'
import type { Lab } from './trial/lab.ts'
import { Trials } from './trial/trials.ts'

export interface Plan {
  readonly choice: Choice
  readonly jobs: number
  /** Faults to try alone. Null to choose them. */
  readonly replay: readonly TokenPart[] | null
  /** Shown in reports; empty in process. */
  readonly command: string
  /** Writes how to run one experiment alone. */
  readonly reproduce: (token: string) => string
  /** Is told how many experiments follow. */
  readonly onPlan: (planned: number) => void
  /** Is told of every result. */
  readonly onResult: (done: number, planned: number, result: Result) => void
}

/**
 * Runs the client undisturbed, then once with each fault or pair of faults. An interruption gives a report of the results
 * so far, or null when there is not even a map.
 *
 * @throws {ExploreError} when the client cannot be explored
 */
export async function explorePlan(lab: Lab, plan: Plan): Promise<Report | null> {
  const trials = new Trials(lab, plan.jobs)
  const baseline = await runBaseline(trials, plan.jobs)
  if (baseline === null) return null
  const sites = mapOf(baseline.first, baseline.second)
  const chosen = chooseOf(sites, plan)
  plan.onPlan(chosen.experiments.length)
  const results = await runAll(trials, chosen.experiments, baseline.first, plan)
  const { settings, stopping } = lab
  return {
    version: 1,
    command: plan.command,
    seed: settings.seed,
    slow_seconds: settings.slowSeconds,
    timeout_seconds: settings.timeoutSeconds,
    baseline: summaryOf(baseline.first),
    sites: sites.map(({ operation, call }) => ({ operation, call })),
    possible: chosen.possible,
    planned: chosen.experiments.length,
    interrupted: stopping.aborted,
    results,
    interleavings: null,
  }
}

function chooseOf(sites: readonly Site[], { replay, choice }: Plan): Chosen {
  if (replay === null) return choose(sites, choice)
  const placed = place(sites, replay)
  if ('experiment' in placed) return { experiments: [placed.experiment], possible: 1 }
  const { fault, operation, call } = placed.missing
  throw new ExploreError(
    `The client makes no call ${operation}:${call} that the fault ${fault} can happen to.`,
  )
}

async function runAll(
  trials: Trials,
  experiments: readonly Experiment[],
  baseline: Evidence,
  { reproduce, onResult }: Plan,
): Promise<Result[]> {
  let done = 0
  const results = await Promise.all(
    experiments.map(async (experiment) => {
      const trial = await trials.run(experiment)
      if (trial === null) return null
      const result = resultOf(experiment, trial, baseline, reproduce)
      done += 1
      onResult(done, experiments.length, result)
      return result
    }),
  )
  return shrink(
    trials,
    { experiments, baseline, reproduce },
    results.filter((result) => result !== null),
  )
}

interface Explored {
  readonly experiments: readonly Experiment[]
  readonly baseline: Evidence
  readonly reproduce: Plan['reproduce']
}

/** Finds, for each pair that fails, a single fault of it that fails alike. Runs those that were not chosen. */
async function shrink(
  trials: Trials,
  { experiments, baseline, reproduce }: Explored,
  results: readonly Result[],
): Promise<Result[]> {
  const known = new Map(results.map((result) => [result.token, result]))
  const verdictOf = async (single: Experiment): Promise<Result['verdict'] | null> => {
    const token = tokenOf(single)
    if (!known.has(token)) {
      const trial = await trials.run(single)
      if (trial !== null) known.set(token, resultOf(single, trial, baseline, reproduce))
    }
    return known.get(token)?.verdict ?? null
  }
  const shrunk = async (result: Result): Promise<Result> => {
    const pair = experiments.find((experiment) => tokenOf(experiment) === result.token) ?? []
    if (pair.length < 2 || !isFailure(result)) return result
    for (const fault of pair) {
      if ((await verdictOf([fault])) === result.verdict) return { ...result, shrunk_to: tokenOf([fault]) }
    }
    return result
  }
  return Promise.all(results.map(shrunk))
}

const summaryOf = ({ requests, runs, costUsd, durationMs, findings }: Evidence): Report['baseline'] => ({
  calls: requests.filter(({ operation }) => operation !== null).length,
  runs: runs.length,
  cost_usd: costUsd,
  duration_ms: Math.round(durationMs),
  findings: findings.map(({ check, message }) => ({ check, message })),
})
