import type { RequestRecord } from '../../schemas/control/requests/request.ts'
import type { RunRecord } from '../../schemas/control/runs/run.ts'
import type { Evidence } from '../trial/evidence.ts'
import type { Site } from './site.ts'

type Undisturbed = Pick<Evidence, 'requests' | 'runs' | 'webhooks' | 'exitCode'>

/**
 * Lists the calls of an undisturbed run, in their order.
 *
 * @param other another undisturbed run, whose differing prompts are not relied on
 */
export function mapOf(first: Undisturbed, other: Undisturbed): readonly Site[] {
  const prompts = new Set(other.runs.map(({ prompt }) => prompt))
  const unclaimed = new Map(first.runs.map((run) => [run.run_id, run]))
  const counts = new Map<string, number>()
  return first.requests.flatMap((request, position) => {
    const { operation } = request
    if (operation === null) return []
    const call = (counts.get(operation) ?? 0) + 1
    counts.set(operation, call)
    const runs = claimRuns(request, unclaimed)
    const prompt = runs[0]?.prompt ?? ''
    return {
      operation,
      call,
      position,
      startsRun: runs.length > 0,
      prompt: prompt !== '' && prompts.has(prompt) ? prompt : null,
      ...webhookOf(runs, first),
    }
  })
}

/** Ids of runs, unlike the member `run_id`. */
export const RUN_ID = /\brun_[A-Za-z0-9]{8,}\b/g

/** Takes the runs that an answer names for the first time: those that the request has started. */
function claimRuns(
  { method, response_body: body }: RequestRecord,
  unclaimed: Map<string, RunRecord>,
): RunRecord[] {
  if (method === 'GET') return []
  const ids = JSON.stringify(body)?.match(RUN_ID) ?? []
  return [...new Set(ids)].flatMap((id) => {
    const run = unclaimed.get(id)
    unclaimed.delete(id)
    return run ?? []
  })
}

function webhookOf(
  runs: readonly RunRecord[],
  { webhooks }: Undisturbed,
): Pick<Site, 'hasWebhook' | 'isFollowed'> {
  // Newest first. A webhook that no receiver got matters to nobody.
  const delivered = webhooks.filter(({ attempts }) => attempts.length > 0)
  const own = delivered.findIndex(({ run_id: id }) => runs.some((run) => run.run_id === id))
  const url = delivered[own]?.url
  return {
    hasWebhook: own !== -1,
    isFollowed: delivered.slice(0, Math.max(own, 0)).some((webhook) => webhook.url === url),
  }
}

/** Describes how the calls of two undisturbed runs differ. Empty when the map is stable. */
export function differences(first: Undisturbed, second: Undisturbed): readonly string[] {
  const [one, two] = [callsOf(first), callsOf(second)]
  const operations = [...new Set([...one.keys(), ...two.keys()])]
  return operations.flatMap((operation) => {
    const [before, after] = [one.get(operation) ?? 0, two.get(operation) ?? 0]
    return before === after ? [] : [`${operation}: ${times(before)} in one run, ${times(after)} in another`]
  })
}

function callsOf({ requests }: Undisturbed): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { operation, method, path } of requests) {
    const name = operation ?? `${method} ${path.split('?', 1)[0] ?? ''}`
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`)
