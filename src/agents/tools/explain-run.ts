import type { RequestRecord } from '../../schemas/control/requests/request.ts'
import type { RunRecord } from '../../schemas/control/runs/run.ts'
import type { WebhookAnswer } from '../../schemas/control/webhooks/webhook.ts'
import type { Clock } from '../../schemas/control/worlds/world.ts'

interface RunFacts {
  readonly run: RunRecord
  /** The journal, newest first. */
  readonly requests: readonly RequestRecord[]
  readonly webhooks: readonly WebhookAnswer[]
  readonly clock: Clock
}

/** Tells the story of a run, a sentence for each fact. */
export function explainRun(facts: RunFacts): string[] {
  // The oldest one: a repeat with the same idempotency key has the same answer.
  const start = facts.requests.findLast((request) => hasStarted(request, facts.run))
  return [
    startOf(facts.run, start),
    ...causeOf(start),
    stateOf(facts),
    readsOf(facts),
    ...facts.webhooks.map(webhookOf),
  ]
}

/** The answer to a start has the id of its run. */
function hasStarted({ method, response_body: answer }: RequestRecord, { run_id: id }: RunRecord): boolean {
  return (
    method === 'POST' && typeof answer === 'object' && answer !== null && JSON.stringify(answer).includes(id)
  )
}

const iso = (instant: number): string => new Date(instant).toISOString()

function startOf(run: RunRecord, start: RequestRecord | undefined): string {
  const what = run.technique?.name ?? run.action?.action_id ?? run.model ?? run.kind
  const by =
    start === undefined
      ? 'the request that started it is not in the journal'
      : `by ${start.method} ${start.path} (${start.id})`
  return `Created at ${iso(run.created_at)}: ${run.kind} ${what}, ${by}; ${run.quote_usd} USD reserved.`
}

function causeOf(start: RequestRecord | undefined): string[] {
  const rule = start?.rule ?? null
  const directives = start?.directives ?? null
  return [
    ...(rule === null ? [] : [`The rule ${rule} applied to the request.`]),
    ...(directives === null ? [] : [`The request had the directives ${JSON.stringify(directives)}.`]),
  ]
}

function stateOf({ run, clock }: RunFacts): string {
  if (run.error !== null) {
    return `Failed at ${iso(run.ends_at)} with ${run.error.code}: ${run.error.message}`
  }
  if (run.status === 'completed') {
    return `Completed at ${iso(run.ends_at)} with ${run.outputs.length} outputs, for ${run.cost_usd ?? 0} USD.`
  }
  const left = (run.ends_at - clock.now) / 1000
  return `Is ${run.status} at ${run.progress} %, and ends in ${left} s of world time. ${REMEDIES[clock.mode]}`
}

/** How an unfinished run comes to its end. */
const REMEDIES: Readonly<Record<Clock['mode'], string>> = {
  manual: 'The clock is manual: advance_clock with this run as until ends it.',
  auto: 'The clock is auto: each poll of the run moves it one step.',
  real: 'The clock is real: advance_clock ends it at once.',
}

function readsOf({ run, requests }: RunFacts): string {
  const reads = requests.filter(({ method, path }) => method === 'GET' && path.includes(run.run_id))
  const last = reads[0]
  if (last === undefined) return 'No request in the journal has read it.'
  return `Read ${reads.length} times, last at ${iso(last.at)} with status ${last.status ?? 'cut'} (${last.id}).`
}

function webhookOf({ id, url, state, attempts, next_attempt_at: next }: WebhookAnswer): string {
  const last = attempts.at(-1)
  const result =
    last === undefined ? 'no attempt yet' : (last.error ?? `answered ${last.status ?? 'nothing'}`)
  const then = next === null ? '' : `; next attempt at ${iso(next)}`
  return `Webhook ${id} to ${url} is ${state} after ${attempts.length} attempts: ${result}${then}.`
}
