import type { OutputFault } from '../rules/output-fault.ts'
import { planOutputs, type PlannedOutput } from './outputs.ts'
import { between, pick, type Random } from '../../kernel/random.ts'
import {
  type Course,
  drawCourse,
  milestonesOf,
  type RecordedRuns,
  settledCost as courseCost,
} from './recorded-run.ts'
import { hasForeignInput } from './foreign-inputs.ts'
import { messageFor } from './run-errors.ts'
import { instantAfter } from '../../kernel/instants.ts'
import { boundedMicroUsd, type EpochMs, epochMs, type MicroUsd, microUsd } from '../../kernel/units.ts'
import type { WebhookEffect } from '../webhooks/webhook.ts'

/** Media of models, and of the inputs and outputs of actions. */
export type MediaType = 'image' | 'video' | 'audio' | 'text'

/** Media of outputs. Techniques return documents too. */
export type OutputKind = MediaType | 'document'

/** Parameters of a model, action or technique, by name. */
export type RunParams = Readonly<Record<string, unknown>>

/** The request of a run, from which its outputs and price follow. */
export interface RunRequest {
  /** Media of the first output. */
  readonly type: OutputKind
  readonly prompt: string
  /** Empty for runs of techniques and actions. */
  readonly model: string
  readonly params: RunParams
  readonly technique?: { readonly id: string; readonly name: string }
  /** `inputs` has the texts and URLs that the pictures show; `alias` is the id that was requested, when it is an older one. */
  readonly action?: { readonly id: string; readonly alias?: string; readonly inputs?: readonly string[] }
  /** Id of the canvas node that was run. */
  readonly node?: string
  /** Ids of canvas nodes that feed the node of the run. */
  readonly references?: readonly string[]
  /** Receiver of the webhook. */
  readonly callbackUrl?: string
  /** Header `traceparent` of the request, which the webhooks of the run carry on. */
  readonly traceParent?: string
  /** @default one output of `type` */
  readonly outputs?: readonly OutputSpec[]
}

/** One output of a technique or action. */
export interface OutputSpec {
  readonly id: string
  readonly kind: OutputKind
  /** Contents of a text output. @default a generated text */
  readonly text?: string
}

/** `docs` behaves as documented; `measured` adds what was seen in production (docs/fidelity.md). */
export type Profile = 'docs' | 'measured'

/** The effect of a rule or directive on a run. Null leaves a member to the plan. */
export interface RunEffect {
  /** The message is null for the usual one of the code. */
  readonly outcome: { readonly kind: 'failed'; readonly code: string; readonly message: string | null } | null
  /** World time from creation, or from `notBefore`, to the end of the run. */
  readonly durationMs: number | null
  /** Fault of the output files. */
  readonly output: OutputFault | null
  /** Null delivers the webhook without a fault or delay. */
  readonly webhook: WebhookEffect | null
}

interface Milestone {
  readonly at: EpochMs
  readonly progress: number
}

type Outcome =
  | {
      readonly kind: 'completed'
      readonly outputs: readonly PlannedOutput[]
      readonly cost: MicroUsd
      /** World time from the end until answers show the cost. @default 0 */
      readonly costDelayMs?: number
    }
  | {
      readonly kind: 'failed'
      readonly code: string
      readonly message: string
      /** @default 0 */
      readonly cost?: MicroUsd
    }

/** Version of the plans that this emulator writes. It reads earlier versions too. */
export const PLAN_VERSION = 1

/** The whole course of a run, decided at its creation. `stateAt` derives the state of a run from it. */
export interface Plan {
  readonly version: typeof PLAN_VERSION
  readonly startsAt: EpochMs
  readonly endsAt: EpochMs
  /** Progress of a running run: in proportion to time, or of the last milestone that has passed (0 before the first). */
  readonly milestones: 'linear' | readonly Milestone[]
  readonly outcome: Outcome
}

/** Everything that a plan depends on. */
export interface PlanInput {
  /** World time of the creation. */
  readonly now: EpochMs
  readonly request: RunRequest
  /** The model's estimate times the world's duration scale. */
  readonly durationMs: number
  readonly quote: MicroUsd
  readonly profile: Profile
  readonly effect: RunEffect
  readonly random: Random
  /** World time before which the run cannot leave the queue, such as the end of its input. @default now */
  readonly notBefore?: EpochMs
  /** Number of equal steps in which progress grows; 0 for smooth progress. @default 0 */
  readonly steps?: number
  /** Measured runs; the plan is like one of them. @default null */
  readonly recorded?: RecordedRuns | null
}

/** Share of a run's duration that it is pending. FLORA publishes none, so it is small but visible. */
const QUEUE_SHARE = { low: 0.05, high: 0.15 }

/** Settled cost divided by quote in the measured runs: Qwen edit, GPT Image 2 at 2k and at 4k (docs/fidelity.md). */
const MEASURED_SETTLE_FACTORS = [0.55, 2.05, 3.45] as const

/** Progress that runs of techniques report in production, before 100. */
const MEASURED_PROGRESS = [40, 70, 94] as const

/** In production, the cost of a generation appears within about a minute of its end. */
const COST_DELAY_MS = { low: 10_000, high: 60_000 }

/** The code of a generation whose input production does not fetch. */
const FOREIGN_INPUT_CODE = 'GENERATION_GENERIC_ERROR'

/** What a run costs. */
export const costOf = ({ outcome: { cost } }: Plan): MicroUsd => cost ?? microUsd(0)

/** Plans a run. Only this function draws random numbers for it, so the same input gives the same plan. */
export function planRun(input: PlanInput): Plan {
  const plan = planCourse(input)
  return input.profile === 'measured' ? asMeasured(plan, input) : plan
}

/** Adds what production does beyond its documentation. */
function asMeasured(plan: Plan, { random, request, effect, quote, now }: PlanInput): Plan {
  const { outcome } = plan
  if (outcome.kind === 'failed') return plan
  if (effect.outcome === null && hasForeignInput(request)) {
    const message = messageFor(FOREIGN_INPUT_CODE)
    return { ...plan, outcome: { kind: 'failed', code: FOREIGN_INPUT_CODE, message, cost: quote } }
  }
  const outputs = outcome.outputs.map((output) =>
    output.kind === 'text' ? output : { ...output, folder: folderOf(request, now) },
  )
  if (request.technique !== undefined || request.action !== undefined) {
    return { ...plan, outcome: { ...outcome, outputs } }
  }
  const costDelayMs = Math.round(between(random, COST_DELAY_MS.low, COST_DELAY_MS.high))
  return { ...plan, outcome: { ...outcome, outputs, costDelayMs } }
}

/** The folder of output files on FLORA's media host. The parts of the date have no leading zeros. */
function folderOf({ action }: RunRequest, createdAt: EpochMs): string {
  if (action !== undefined) return 'code-sandbox'
  const date = new Date(createdAt)
  return `node-outputs/${date.getUTCFullYear()}/${date.getUTCMonth() + 1}/${date.getUTCDate()}`
}

function planCourse(input: PlanInput): Plan {
  const { recorded = null } = input
  if (recorded !== null) return planLikeRecorded(input, recorded)
  const durationMs = input.effect.durationMs ?? input.durationMs
  const queuedMs = Math.floor(durationMs * between(input.random, QUEUE_SHARE.low, QUEUE_SHARE.high))
  const begin = beginOf(input)
  const startsAt = instantAfter(begin, queuedMs)
  const endsAt = instantAfter(begin, durationMs)
  return {
    version: PLAN_VERSION,
    startsAt,
    endsAt,
    milestones: planMilestones(input, startsAt, endsAt),
    outcome: planOutcome(input),
  }
}

/** When the run enters the queue. */
const beginOf = ({ now, notBefore = now }: PlanInput): EpochMs => epochMs(Math.max(now, notBefore))

/** Times, progress, cost and error are those of a measured run, unless an effect decides them. */
function planLikeRecorded(input: PlanInput, recorded: RecordedRuns): Plan {
  const { random, effect, request, quote } = input
  const begin = beginOf(input)
  const course = drawCourse(recorded, { random, durationMs: effect.durationMs, queueShare: QUEUE_SHARE })
  const startsAt = instantAfter(begin, course.startMs)
  const endsAt = instantAfter(begin, course.endMs)
  const planned = failure(effect.outcome ?? failureOf(course)) ?? {
    kind: 'completed',
    outputs: planOutputs(request, random, effect.output),
    cost: courseCost(course, quote),
  }
  const milestones = milestonesOf(course, begin)
  return {
    version: PLAN_VERSION,
    startsAt,
    endsAt,
    milestones: milestones.length === 0 ? planMilestones(input, startsAt, endsAt) : milestones,
    outcome: planned,
  }
}

const failureOf = ({ errorCode }: Course): RunEffect['outcome'] =>
  errorCode === null ? null : { kind: 'failed', code: errorCode, message: null }

/** The outcome of a run that fails; null for one that completes. */
function failure(outcome: RunEffect['outcome']): Outcome | null {
  if (outcome === null) return null
  const { kind, code, message } = outcome
  return { kind, code, message: message ?? messageFor(code) }
}

function planMilestones(
  { steps = 0, profile }: PlanInput,
  startsAt: EpochMs,
  endsAt: EpochMs,
): Plan['milestones'] {
  // In production, generations stay at 0 until the end, and techniques report each step.
  if (steps === 0) return profile === 'measured' ? [] : 'linear'
  const at = (share: number) => epochMs(startsAt + Math.floor((endsAt - startsAt) * share))
  if (profile === 'measured') {
    return MEASURED_PROGRESS.map((progress) => ({ at: at(progress / 100), progress }))
  }
  return Array.from({ length: steps - 1 }, (_, index) => {
    const share = (index + 1) / steps
    return { at: at(share), progress: Math.round(100 * share) }
  })
}

/**
 * Returns a plan that ends a run at `now`.
 *
 * @param forced the outcome: failed with a code, or completed. A run that was planned to fail then costs its quote.
 */
export function endNow(
  plan: Plan,
  now: EpochMs,
  forced:
    | { readonly kind: 'failed'; readonly code: string; readonly message: string | null }
    | ForcedCompletion,
): Plan {
  const outcome: Outcome =
    forced.kind === 'failed'
      ? { kind: 'failed', code: forced.code, message: forced.message ?? messageFor(forced.code) }
      : completed(plan, forced)
  return { ...plan, startsAt: epochMs(Math.min(plan.startsAt, now)), endsAt: now, outcome }
}

/** Completes a run. The members serve to plan the outputs of a run that was planned to fail. */
interface ForcedCompletion extends Pick<PlanInput, 'request' | 'quote' | 'random'> {
  readonly kind: 'completed'
}

function completed({ outcome }: Plan, { request, quote, random }: ForcedCompletion): Outcome {
  if (outcome.kind === 'completed') return outcome
  return { kind: 'completed', outputs: planOutputs(request, random, null), cost: quote }
}

function planOutcome({ effect, request, random, profile, quote }: PlanInput): Outcome {
  const failed = failure(effect.outcome)
  if (failed !== null) return failed
  // In production, techniques cost their quote.
  const differs = profile === 'measured' && request.technique === undefined
  const cost = differs ? settledCost(quote, random) : quote
  return { kind: 'completed', outputs: planOutputs(request, random, effect.output), cost }
}

function settledCost(quote: MicroUsd, random: Random): MicroUsd {
  // Every settled cost that was seen in production has three decimals of a dollar.
  return boundedMicroUsd(Math.round((quote * pick(random, MEASURED_SETTLE_FACTORS)) / 1000) * 1000)
}
