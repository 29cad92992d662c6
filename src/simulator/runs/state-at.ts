import type { PlannedOutput } from './outputs.ts'
import { costOf, type Plan } from './plan.ts'
import { instantAfter } from '../../kernel/instants.ts'
import type { EpochMs, MicroUsd } from '../../kernel/units.ts'

/** The state of a run at an instant. */
export type RunState =
  | { readonly status: 'pending'; readonly progress: 0 }
  | { readonly status: 'running'; readonly progress: number; readonly startedAt: EpochMs }
  | {
      readonly status: 'completed'
      readonly progress: 100
      readonly startedAt: EpochMs
      readonly completedAt: EpochMs
      readonly outputs: readonly PlannedOutput[]
      readonly cost: MicroUsd
      /** False while production would not show the cost yet. */
      readonly isCostShown: boolean
    }
  | {
      readonly status: 'failed'
      readonly progress: 100
      readonly startedAt: EpochMs
      readonly completedAt: EpochMs
      /** 0 but for inputs that production does not fetch. */
      readonly cost: MicroUsd
      readonly code: string
      readonly message: string
    }

export type RunStatus = RunState['status']

/**
 * Derives the state of a run: pending before `startsAt`, running in [startsAt, endsAt), ended from `endsAt`. The status
 * filter of lists is the same rule in SQL (`STATUS_FILTER`); test/store/runs/properties.test.ts compares them.
 */
export function stateAt(plan: Plan, now: EpochMs): RunState {
  if (now >= plan.endsAt) return finalState(plan, now)
  if (now < plan.startsAt) return { status: 'pending', progress: 0 }
  return { status: 'running', progress: progressAt(plan, now), startedAt: plan.startsAt }
}

/** Returns the instant of the next change of state, or null after the last one. */
export function nextChangeAfter(plan: Plan, now: EpochMs): EpochMs | null {
  const changes = [plan.startsAt, plan.endsAt, costShownAt(plan)]
  return changes.find((change) => now < change) ?? null
}

/** When answers begin to show the cost. */
function costShownAt({ endsAt, outcome }: Plan): EpochMs {
  return outcome.kind === 'failed' ? endsAt : instantAfter(endsAt, outcome.costDelayMs ?? 0)
}

function finalState(plan: Plan, now: EpochMs): RunState {
  const { startsAt, endsAt, outcome } = plan
  const ended = { progress: 100, startedAt: startsAt, completedAt: endsAt } as const
  return outcome.kind === 'completed'
    ? {
        status: 'completed',
        ...ended,
        outputs: outcome.outputs,
        cost: outcome.cost,
        isCostShown: now >= costShownAt(plan),
      }
    : { status: 'failed', ...ended, code: outcome.code, message: outcome.message, cost: costOf(plan) }
}

function progressAt({ milestones, startsAt, endsAt }: Plan, now: EpochMs): number {
  if (milestones === 'linear') return Math.floor((100 * (now - startsAt)) / (endsAt - startsAt))
  return milestones.findLast((milestone) => milestone.at <= now)?.progress ?? 0
}
