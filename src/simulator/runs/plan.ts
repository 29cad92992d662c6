import type { OutputFault } from '../rules/output-fault.ts'
import { planOutputs, type PlannedOutput } from './outputs.ts'
import { between, pick, type Random } from '../../kernel/random.ts'
import { messageFor } from './run-errors.ts'
import { type EpochMs, epochMs, type MicroUsd, microUsd } from '../../kernel/units.ts'
import type { WebhookEffect } from '../webhooks/webhook.ts'

/** What models generate, and actions take and make. */
export type MediaType = 'image' | 'video' | 'audio' | 'text'

/** What an output can be: techniques make documents too. */
export type OutputKind = MediaType | 'document'

/** What was asked for; everything media and prices are derived from. */
export interface RunRequest {
  /** Of the main output. */
  readonly type: OutputKind
  readonly prompt: string
  /** Empty for runs of techniques and actions. */
  readonly model: string
  readonly params: Readonly<Record<string, unknown>>
  readonly technique?: { readonly id: string; readonly name: string }
  /** With the texts and URLs that its pictures are made of. */
  readonly action?: { readonly id: string; readonly inputs?: readonly string[] }
  /** The canvas node that it is a run of. */
  readonly node?: string
  /** Where its end is to be announced. */
  readonly callbackUrl?: string
  /** What the run produces; one output of the type when absent. */
  readonly outputs?: readonly OutputSpec[]
}

/** What one output of a technique or action is. */
export interface OutputSpec {
  readonly id: string
  readonly kind: OutputKind
  /** What a text output says, where it is not made up. */
  readonly text?: string
}

/** `docs` behaves as documented; `measured` adds what was seen in production (docs/fidelity.md). */
export type Profile = 'docs' | 'measured'

/** What a rule or directive decides about a run; null leaves the decision to the plan. */
export interface RunEffect {
  readonly outcome: { readonly kind: 'failed'; readonly code: string; readonly message: string | null } | null
  /** World time from creation to the end of the run. */
  readonly durationMs: number | null
  /** What is wrong with the files of its outputs. */
  readonly output: OutputFault | null
  /** How its end is announced; null for properly. */
  readonly webhook: WebhookEffect | null
}

interface Milestone {
  readonly at: EpochMs
  readonly progress: number
}

type Outcome =
  | { readonly kind: 'completed'; readonly outputs: readonly PlannedOutput[]; readonly cost: MicroUsd }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }

/** The version of plans that this emulator writes. It reads this one and every earlier one. */
export const PLAN_VERSION = 1

/** Everything about a run, decided when it is created. A state is read off it with `stateAt`. */
export interface Plan {
  readonly version: typeof PLAN_VERSION
  readonly startsAt: EpochMs
  readonly endsAt: EpochMs
  /** Progress while running: in proportion to time, or the last milestone passed (none: 0 until the end). */
  readonly milestones: 'linear' | readonly Milestone[]
  readonly outcome: Outcome
}

export interface PlanInput {
  readonly now: EpochMs
  readonly request: RunRequest
  /** The model's estimate times the world's duration scale. */
  readonly durationMs: number
  readonly quote: MicroUsd
  readonly profile: Profile
  readonly effect: RunEffect
  readonly random: Random
  /** Progress goes in so many equal steps; 0, the default, for a smooth one. */
  readonly steps?: number
}

/** Share of a run's duration that it waits in the queue; FLORA publishes none, so a small visible one. */
const QUEUE_SHARE = { low: 0.05, high: 0.15 }

/** Settled cost over quote in the runs that were measured: Qwen edit, GPT Image 2 at 2k and 4k (docs/fidelity.md). */
const MEASURED_SETTLE_FACTORS = [0.55, 2.05, 3.45] as const

/** Decides a run's whole life. All chance is spent here, so the same input always gives the same plan. */
export function planRun(input: PlanInput): Plan {
  const durationMs = input.effect.durationMs ?? input.durationMs
  const queuedMs = Math.floor(durationMs * between(input.random, QUEUE_SHARE.low, QUEUE_SHARE.high))
  const startsAt = epochMs(input.now + queuedMs)
  const endsAt = epochMs(input.now + durationMs)
  return {
    version: PLAN_VERSION,
    startsAt,
    endsAt,
    milestones: planMilestones(input, startsAt, endsAt),
    outcome: planOutcome(input),
  }
}

function planMilestones(
  { steps = 0, profile }: PlanInput,
  startsAt: EpochMs,
  endsAt: EpochMs,
): Plan['milestones'] {
  // Measured: generations stay at 0 until the end, techniques report each step.
  if (steps === 0) return profile === 'measured' ? [] : 'linear'
  return Array.from({ length: steps - 1 }, (_, index) => {
    const share = (index + 1) / steps
    const at = epochMs(startsAt + Math.floor((endsAt - startsAt) * share))
    return { at, progress: Math.round(100 * share) }
  })
}

/** A plan that ends a run at `now`, as it was forced to: failed with a code, or completed for the price of its quote. */
export function endNow(
  plan: Plan,
  now: EpochMs,
  forced: { readonly kind: 'failed'; readonly code: string; readonly message: string | null } | CompleteNow,
): Plan {
  const outcome: Outcome =
    forced.kind === 'failed'
      ? { kind: 'failed', code: forced.code, message: forced.message ?? messageFor(forced.code) }
      : completed(plan, forced)
  return { ...plan, startsAt: epochMs(Math.min(plan.startsAt, now)), endsAt: now, outcome }
}

/** What is needed where the plan was to fail, and so has no outputs. */
interface CompleteNow extends Pick<PlanInput, 'request' | 'quote' | 'random'> {
  readonly kind: 'completed'
}

function completed({ outcome }: Plan, { request, quote, random }: CompleteNow): Outcome {
  if (outcome.kind === 'completed') return outcome
  return { kind: 'completed', outputs: planOutputs(request, random, null), cost: quote }
}

function planOutcome({ effect, request, random, profile, quote }: PlanInput): Outcome {
  if (effect.outcome !== null) {
    const { code, message } = effect.outcome
    return { kind: 'failed', code, message: message ?? messageFor(code) }
  }
  // Measured: techniques cost what they say.
  const differs = profile === 'measured' && request.technique === undefined
  const cost = differs ? settledCost(quote, random) : quote
  return { kind: 'completed', outputs: planOutputs(request, random, effect.output), cost }
}

function settledCost(quote: MicroUsd, random: Random): MicroUsd {
  // Production settles to three decimals of a dollar in every pair that was seen.
  return microUsd(Math.round((quote * pick(random, MEASURED_SETTLE_FACTORS)) / 1000) * 1000)
}
