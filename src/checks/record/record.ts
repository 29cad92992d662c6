import type { RequestFact, RunFact, WebhookFact, WorldFacts } from './facts.ts'
import { groupsOf } from './group.ts'
import { type Read, Reads } from './reads.ts'
import { asksForRetry, identityOf, type Start, startOf } from './starts.ts'

/** A run of the client with what is known of it. */
export interface StartedRun {
  readonly run: RunFact
  readonly start: Start
  /** Requests that showed the run, oldest first. */
  readonly reads: readonly Read[]
  readonly webhooks: readonly WebhookFact[]
  /** True when the client has missed the end of the run, unless one of `reads` showed it. */
  readonly isOver: boolean
}

/** The facts of a world, indexed for the checks. */
export interface WorldRecord extends WorldFacts {
  /** Requests that start runs, oldest first. */
  readonly starts: readonly Start[]
  /** Starts that ask for the same, in groups of two and more. */
  readonly repeats: readonly (readonly Start[])[]
  /** Requests that are equal, in groups of two and more with one that failed for the moment. */
  readonly attempts: readonly (readonly RequestFact[])[]
  /** Runs whose id the client received. */
  readonly started: readonly StartedRun[]
  readonly runOf: (id: string) => RunFact | null
}

/** Indexes facts. Linear in their number. */
export function createRecord(facts: WorldFacts): WorldRecord {
  const starts = facts.requests.map(startOf).filter((start) => start !== null)
  const runs = new Map(facts.runs.map((run) => [run.id, run]))
  return {
    ...facts,
    starts,
    repeats: repeated(starts, ({ input }) => input),
    attempts: attemptsIn(facts.requests),
    started: startedRuns(facts, starts, runs),
    runOf: (id) => runs.get(id) ?? null,
  }
}

/** Compares only requests to paths that have failed, because texts of a full journal are long. */
function attemptsIn(requests: readonly RequestFact[]): readonly (readonly RequestFact[])[] {
  const failed = new Set(requests.filter(asksForRetry).map(({ path }) => path))
  const candidates = requests.filter(({ path }) => failed.has(path))
  return repeated(candidates, (request) => identityOf(request)).filter((group) => group.some(asksForRetry))
}

function startedRuns(
  facts: WorldFacts,
  starts: readonly Start[],
  runs: ReadonlyMap<string, RunFact>,
): readonly StartedRun[] {
  const reads = new Reads(facts.requests)
  const webhooks = groupsOf(facts.webhooks, ({ runId }) => runId)
  const seen = new Set<string>()
  return starts.flatMap((start) =>
    start.runIds.flatMap((id) => {
      const run = runs.get(id)
      // A replay of an idempotent start names a run that is known.
      if (run === undefined || !start.request.isReceived || seen.has(id)) return []
      seen.add(id)
      const isOver = isOverAt(run, facts)
      return [{ run, start, reads: reads.of(run), webhooks: webhooks.get(id) ?? [], isOver }]
    }),
  )
}

/** World time after the end of a run in which a client that polls or waits has yet to see it. */
const GRACE_MS = 60_000

/** A manual clock stands still after the client has ended; any other goes on. */
function isOverAt({ plan: { endsAt } }: RunFact, { now, clock, isFinal }: WorldFacts): boolean {
  return isFinal ? endsAt <= now || clock !== 'manual' : endsAt + GRACE_MS <= now
}

const repeated = <Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): readonly (readonly Item[])[] => [...groupsOf(items, keyOf).values()].filter((group) => group.length > 1)
