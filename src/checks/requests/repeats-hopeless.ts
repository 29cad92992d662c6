import { stateAt } from '../../simulator/runs/state-at.ts'
import { type Check, evidenceOf, type Violation } from '../check.ts'
import { showsEnd } from '../record/reads.ts'
import type { StartedRun, WorldRecord } from '../record/record.ts'
import { answeredMs, type Start } from '../record/starts.ts'

/** Codes of failed runs for which FLORA advises another input, documented or measured (docs/fidelity.md). */
const OTHER_INPUT: ReadonlySet<string> = new Set([
  'GENERATION_ENDPOINT_NOT_FOUND',
  'GENERATION_INPUT_VALIDATION',
  'GENERATION_INVALID_PARAMS',
  'GENERATION_INVALID_URL',
  'GENERATION_MAP_BEFORE_REQUEST_FAILED',
  'GENERATION_PROMPT_MODERATED',
  'GENERATION_PROVIDER_NOT_SUPPORTED',
  'LLM_REFUSAL',
  'input_unreachable',
  'safety_blocked',
])

export const repeatsHopeless: Check = {
  id: 'repeats-hopeless',
  severity: 'warning',
  title: 'The same input is started again after a failure that asks for another',
  remedy: 'Read error_code, and change the input before you start again.',
  find: (record) => {
    const started = new Map(record.started.map((run) => [run.run.id, run]))
    return record.repeats.flatMap((group) => [...refused(group), ...failed(group, started, record)])
  },
}

/** Invalid requests that were sent again. */
function refused(group: readonly Start[]): readonly Violation[] {
  const invalid = group.filter(({ request: { status } }) => status === 400 || status === 422)
  const [first, second] = invalid
  if (first === undefined || second === undefined) return []
  return [
    {
      message: `This start cannot succeed: it was refused with ${first.request.status}, and sent again unchanged.`,
      requests: evidenceOf(invalid.map(({ request }) => request)),
      runId: null,
      cost: null,
    },
  ]
}

function failed(
  group: readonly Start[],
  started: ReadonlyMap<string, StartedRun>,
  { now }: WorldRecord,
): readonly Violation[] {
  for (const [index, { runIds, request }] of group.entries()) {
    const run = started.get(runIds[0] ?? '')
    const state = run === undefined ? null : stateAt(run.run.plan, now)
    if (run === undefined || state?.status !== 'failed' || !OTHER_INPUT.has(state.code)) continue
    const shownMs = shownFailedMs(run)
    const again = group.slice(index + 1).filter((start) => start.request.arrivedMs >= shownMs)
    if (again.length === 0) continue
    return [
      {
        message: `This run fails again: the same input failed with ${state.code}, which asks for another input.`,
        requests: evidenceOf([request, ...again.map((start) => start.request)]),
        runId: again[0]?.runIds[0] ?? run.run.id,
        cost: null,
      },
    ]
  }
  return []
}

/** When the client knew of the failure; infinity when it did not. */
function shownFailedMs({ run, reads, webhooks, start }: StartedRun): number {
  const read = reads.find((shown) => showsEnd(shown, run))
  if (read !== undefined) return answeredMs(read.request)
  const isDelivered = webhooks.some(({ state }) => state === 'delivered')
  return isDelivered && run.plan.endsAt >= start.request.at ? answeredMs(start.request) : Infinity
}
