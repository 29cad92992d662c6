import { between, pick, type Random } from '../../kernel/random.ts'
import { instantAfter } from '../../kernel/instants.ts'
import { boundedMicroUsd, type EpochMs, type MicroUsd } from '../../kernel/units.ts'

/** A run that was measured on a FLORA server. */
export interface RecordedRun {
  /** Time from its creation to its start; null when no answer told it. */
  readonly startMs: number | null
  /** Time from its creation to its end. */
  readonly endMs: number
  /** Progress that was reported while it ran, in the order of time. */
  readonly progress: readonly { readonly atMs: number; readonly progress: number }[]
  /** What it cost: a multiple of its quote, or an amount where the quote was 0; null when no answer told it. */
  readonly settled: { readonly factor: number } | { readonly amount: MicroUsd } | null
  /** Null for a completed run. */
  readonly errorCode: string | null
}

/** Measured runs that a new run is like. */
export interface RecordedRuns {
  readonly runs: readonly [RecordedRun, ...RecordedRun[]]
  /** Factor on their times. */
  readonly durationScale: number
}

/** Measured runs by what they were a run of: the id of a model, a technique or an action. */
export interface Recording {
  readonly models: ReadonlyMap<string, RecordedRuns['runs']>
  readonly techniques: ReadonlyMap<string, RecordedRuns['runs']>
  readonly actions: ReadonlyMap<string, RecordedRuns['runs']>
}

/** Times of a run, in milliseconds from its creation. */
export interface Course {
  readonly startMs: number
  readonly endMs: number
  readonly progress: RecordedRun['progress']
  readonly settled: RecordedRun['settled']
  readonly errorCode: string | null
}

/** Finds the measured runs of what a request asks for; null without any. */
export function recordedRuns(
  { models, techniques, actions }: Recording,
  request: {
    readonly model: string
    readonly technique?: { readonly id: string }
    readonly action?: { readonly id: string }
  },
  durationScale: number,
): RecordedRuns | null {
  const { model, technique, action } = request
  const runs =
    technique !== undefined
      ? techniques.get(technique.id)
      : action !== undefined
        ? actions.get(action.id)
        : models.get(model)
  return runs === undefined ? null : { runs, durationScale }
}

/**
 * Draws one of the measured runs, so that its times, its cost and its error stay together.
 *
 * @param durationMs the duration that an effect demands; null for the measured one
 * @param queueShare share of the duration that a run is pending, where no answer told it
 */
export function drawCourse(
  { runs, durationScale }: RecordedRuns,
  {
    random,
    durationMs,
    queueShare,
  }: { readonly random: Random; readonly durationMs: number | null; readonly queueShare: Range },
): Course {
  const drawn = pick(random, runs)
  const endMs = durationMs ?? drawn.endMs * durationScale
  const scale = drawn.endMs === 0 ? 0 : endMs / drawn.endMs
  const share = between(random, queueShare.low, queueShare.high)
  return {
    startMs:
      drawn.startMs === null ? Math.floor(endMs * share) : Math.min(endMs, Math.floor(drawn.startMs * scale)),
    endMs,
    progress: drawn.progress.map(({ atMs, progress }) => ({ atMs: Math.floor(atMs * scale), progress })),
    settled: drawn.settled,
    errorCode: drawn.errorCode,
  }
}

interface Range {
  readonly low: number
  readonly high: number
}

/** Progress of a course as instants. */
export const milestonesOf = ({ progress }: Course, createdAt: EpochMs): { at: EpochMs; progress: number }[] =>
  progress.map((point) => ({ at: instantAfter(createdAt, point.atMs), progress: point.progress }))

/** What a run with this quote costs. */
export function settledCost({ settled }: Course, quote: MicroUsd): MicroUsd {
  if (settled === null) return quote
  return 'factor' in settled ? boundedMicroUsd(quote * settled.factor) : settled.amount
}
