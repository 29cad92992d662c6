import type { RecordedRunJson, Recording } from '../../schemas/recording.ts'
import { RECORDING_VERSION } from '../../schemas/recording.ts'
import type { Fact, RunState, Subject } from './facts.ts'

/** Limits of the schema of recordings. */
const PROGRESS_MAX = 100
const RUNS_MAX = 10_000
const DURATION_MS_MAX = 7 * 24 * 60 * 60 * 1000

interface Seen {
  subject: Subject | null
  quoteUsd: number | null
  /** Wall time at which the start was sent; null for a run that was not started through the proxy. */
  sentAt: number | null
  readonly states: (RunState & { readonly at: number })[]
}

/** Puts together what many answers say about each run. */
export class RunTracker {
  readonly #runs = new Map<string, Seen>()
  readonly #earlier: Recording

  /** @param earlier runs that an earlier session measured */
  constructor(earlier: Recording = { version: RECORDING_VERSION, models: {}, techniques: {}, actions: {} }) {
    this.#earlier = earlier
  }

  add(facts: readonly Fact[]): void {
    for (const { runId, at, isStart, subject, quoteUsd, state } of facts) {
      const run = this.#runs.get(runId) ?? { subject: null, quoteUsd: null, sentAt: null, states: [] }
      run.subject ??= subject
      run.quoteUsd ??= quoteUsd
      if (isStart) run.sentAt ??= at
      if (state !== null && run.states.length < 10 * PROGRESS_MAX) run.states.push({ ...state, at })
      this.#runs.set(runId, run)
    }
  }

  /** Runs that were seen, and runs whose end was seen. */
  get counts(): { readonly seen: number; readonly ended: number } {
    const runs = [...this.#runs.values()]
    return { seen: runs.length, ended: runs.filter((run) => recordedRun(run) !== null).length }
  }

  /** Everything that was measured. Runs whose end or subject is unknown are left out. */
  recording(): Recording {
    const { models, techniques, actions } = this.#earlier
    const all = { models: copyOf(models), techniques: copyOf(techniques), actions: copyOf(actions) }
    for (const run of this.#runs.values()) {
      const recorded = recordedRun(run)
      if (run.subject === null || recorded === null) continue
      const { kind, id } = run.subject
      const list = (all[kind].get(id) ?? []).slice(-RUNS_MAX + 1)
      all[kind].set(id, [...list, recorded])
    }
    return {
      version: RECORDING_VERSION,
      models: sorted(all.models),
      techniques: sorted(all.techniques),
      actions: sorted(all.actions),
    }
  }
}

const sorted = (runs: ReadonlyMap<string, RecordedRunJson[]>): Recording['models'] =>
  Object.fromEntries(Array.from(runs).toSorted(([a], [b]) => (a < b ? -1 : 1)))

const copyOf = (runs: Recording['models']): Map<string, RecordedRunJson[]> => new Map(Object.entries(runs))

/** Null for a run whose end was not seen. */
function recordedRun({ states, sentAt, quoteUsd }: Seen): RecordedRunJson | null {
  const end = states.find(({ status }) => status === 'completed' || status === 'failed')
  if (end === undefined) return null
  const createdAt = states.find((state) => state.createdAt !== null)?.createdAt ?? null
  const startedAt = states.find((state) => state.startedAt !== null)?.startedAt ?? null
  // The server's own times are exact; those of the answers depend on how often a client asks.
  const endMs = between(createdAt, end.completedAt) ?? between(sentAt, end.at)
  if (endMs === null) return null
  const running = states.find(({ status }) => status !== 'pending')
  const startMs =
    between(createdAt, startedAt) ?? between(sentAt, running === end ? null : (running?.at ?? null))
  const costs = states.flatMap(({ status, costUsd }) => (status === end.status ? (costUsd ?? []) : []))
  return {
    start_ms: startMs === null ? null : Math.min(startMs, endMs),
    end_ms: endMs,
    progress: sentAt === null ? [] : progressOf(states, sentAt, endMs),
    quote_usd: quoteUsd,
    // The settled cost appears some time after the end.
    settled_usd: costs.at(-1) ?? null,
    error_code: end.status === 'failed' ? (end.errorCode ?? 'unknown_error') : null,
  }
}

/** Milliseconds between two instants of one clock; null for times that make no sense. */
function between(from: number | null, to: number | null): number | null {
  if (from === null || to === null) return null
  const ms = Math.round(to - from)
  return ms >= 0 && ms <= DURATION_MS_MAX ? ms : null
}

/** Each growth of the progress of a running run. */
function progressOf(states: Seen['states'], sentAt: number, endMs: number): RecordedRunJson['progress'] {
  const points: RecordedRunJson['progress'] = []
  let highest = 0
  for (const { status, progress, at } of states) {
    const ms = between(sentAt, at)
    if (status !== 'running' || progress === null || progress <= highest || progress > 100 || ms === null)
      continue
    if (ms > endMs) break
    highest = progress
    points.push({ ms, percent: progress })
  }
  return points.slice(0, PROGRESS_MAX)
}
