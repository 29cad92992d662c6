import type { RequestRecord } from '../../schemas/control/requests/request.ts'
import type { RunRecord } from '../../schemas/control/runs/run.ts'
import type { WebhookAnswer } from '../../schemas/control/webhooks/webhook.ts'
import type { PlacedFault } from '../faults/placed-fault.ts'

/** How the client ended. */
export interface Ending {
  /** Null when it was killed after the time limit. */
  readonly exitCode: number | null
  readonly durationMs: number
  /** The end of what it printed. */
  readonly output: string
  /** Whether it gave up waiting for an answer, as far as is known now. */
  readonly gaveUp: () => boolean
  /** What the client's own check of the result found wrong. Null without one. */
  readonly violation: string | null
}

/** A mistake of the client that the checks found. */
interface ErrorFinding {
  readonly check: string
  readonly message: string
}

/** Everything that is known of a trial. */
export interface Evidence extends Omit<Ending, 'gaveUp'> {
  readonly gaveUp: boolean
  readonly placed: readonly PlacedFault[]
  readonly requests: readonly RequestRecord[]
  /** Ids of runs, in the order of their creation. */
  readonly created: readonly string[]
  /** Runs as they ended. */
  readonly runs: readonly RunRecord[]
  readonly webhooks: readonly WebhookAnswer[]
  readonly costUsd: number
  readonly findings: readonly ErrorFinding[]
  /** The faults whose rules applied to a request. */
  readonly applied: readonly PlacedFault[]
}

/** Runs that completed. */
export const completedRuns = ({ runs }: Pick<Evidence, 'runs'>): readonly RunRecord[] =>
  runs.filter(({ status }) => status === 'completed')

/** Price of the completed runs. Quotes do not differ between worlds, unlike the measured costs. */
export const quoted = (evidence: Pick<Evidence, 'runs'>): number =>
  Math.round(completedRuns(evidence).reduce((sum, run) => sum + run.quote_usd, 0) * 1e6) / 1e6

/** Ids of the runs whose completion the client has seen: in an answer, or in a webhook that it accepted. */
export function seenCompleted({ requests, webhooks }: Pick<Evidence, 'requests' | 'webhooks'>): Set<string> {
  const seen = new Set<string>()
  for (const { status, response_body: body } of requests) {
    if (status !== null && status < 300) addCompleted(body, seen)
  }
  for (const { type, run_id: id, mode, attempts } of webhooks) {
    if (type !== 'run.completed' || (mode !== null && FORGED.includes(mode))) continue
    if (attempts.some(isAccepted)) seen.add(id)
  }
  return seen
}

function addCompleted(value: unknown, seen: Set<string>): void {
  if (typeof value !== 'object' || value === null) return
  const { run_id: id, status } = value as { run_id?: unknown; status?: unknown }
  if (typeof id === 'string' && status === 'completed') seen.add(id)
  for (const member of Object.values(value)) addCompleted(member, seen)
}

/** Modes of webhooks that the receiver must reject. */
const FORGED: readonly WebhookAnswer['mode'][] = [
  'wrong-secret',
  'stale-timestamp',
  'unsigned',
  'tampered-body',
]

const isAccepted = ({ status }: WebhookAnswer['attempts'][number]): boolean =>
  status !== null && status >= 200 && status < 300

/** Whether the client accepted a webhook that it had to reject. */
export const trustedForgery = ({ webhooks }: Pick<Evidence, 'webhooks'>): boolean =>
  webhooks.some(({ mode, attempts }) => FORGED.includes(mode) && attempts.some(isAccepted))
