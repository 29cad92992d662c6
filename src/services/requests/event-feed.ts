import { wallAlarm, type WorldClock } from '../../kernel/clock.ts'
import { type EpochMs, epochMs } from '../../kernel/units.ts'
import type { RunChange, RunRecord, SettledRun } from '../../store/runs/run-records.ts'
import { listRunChanges, nextRunChange } from '../../store/runs/run-schedule.ts'
import type { Store } from '../../store/store.ts'
import type { WebhookRecord } from '../../store/webhooks/webhook-records.ts'
import type { WorldKey } from '../../store/worlds/world-records.ts'
import { BoundedLog } from './bounded-log.ts'
import { type MemoryBudget, textBytes } from './memory-budget.ts'
import { recordBytes, type RecordedRequest } from './recorded-request.ts'

/** Something that happened in a world. */
export type WorldEvent =
  | { readonly type: 'request'; readonly at: EpochMs; readonly request: RecordedRequest }
  | {
      readonly type: 'run.created' | `run.${RunChange['status']}`
      readonly at: EpochMs
      readonly runId: string
    }
  | { readonly type: 'clock' | 'reset'; readonly at: EpochMs }
  | {
      readonly type: 'webhook.attempt'
      readonly at: EpochMs
      readonly webhook: WebhookRecord
      readonly run: RunRecord
      /** The request that was sent. */
      readonly message: SentMessage
    }

/** A request to a receiver. */
export interface SentMessage {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

export type FeedEvent = WorldEvent & {
  /** Counts the events of a world since the process began. */
  readonly id: number
}

/** Events that a client which was away can still be given. */
const EVENTS_MAX = 1000
const CHANGES_MAX = 100_000
/** Memory of an event without texts, about. */
const EVENT_BYTES = 200

export interface Listener {
  readonly onEvent: (event: FeedEvent) => void
  /** The world was dropped: there will be no more events. */
  readonly onEnd: () => void
}

/** The world that a feed reads. A reset replaces it. */
interface Source {
  readonly key: WorldKey
  readonly clock: WorldClock
}

type RunSpan = Pick<SettledRun, 'id' | 'startsAt' | 'endsAt' | 'outcome'>

/**
 * The events of a world, as they happen. Nothing is collected before the first subscription. Runs have no events of their
 * own: their starts and ends are read off the plans, up to the instant that the world's clock shows.
 */
export class EventFeed {
  readonly #store: Store
  readonly #onError: (error: unknown) => void
  #source: Source
  readonly #events: BoundedLog<FeedEvent>
  #lastId = 0
  /** Changes of runs up to here are published. Null before the first subscription. */
  #until: EpochMs | null = null
  /** Runs that were settled since, whose changes the store does not list any more. */
  #settled: RunSpan[] = []
  readonly #listeners = new Set<Listener>()
  #cancelAlarm = (): void => undefined

  /** @param onError for failures while nobody waits */
  constructor(store: Store, source: Source, budget: MemoryBudget, onError: (error: unknown) => void) {
    this.#store = store
    this.#source = source
    this.#events = new BoundedLog(budget, EVENTS_MAX)
    this.#onError = onError
  }

  /** True once somebody has subscribed. */
  get isActive(): boolean {
    return this.#until !== null
  }

  /**
   * Calls back with every event from now on, after the held events since `lastId`. An id that was not given yet belongs to
   * an earlier process, so all held events are new to the listener.
   *
   * @param lastId null for none of the past
   * @returns a function that ends the subscription
   */
  async subscribe(lastId: number | null, listener: Listener): Promise<() => void> {
    if (this.#until === null) this.#until = this.#source.clock.now()
    else await this.catchUp(this.#source.clock.now())
    const after = lastId !== null && lastId > this.#lastId ? 0 : lastId
    for (const event of this.#events.items()) if (after !== null && event.id > after) listener.onEvent(event)
    this.#listeners.add(listener)
    await this.#arm()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.#cancelAlarm()
    }
  }

  /** The world was dropped. */
  end(): void {
    this.#cancelAlarm()
    this.#events.clear()
    for (const { onEnd } of this.#listeners) onEnd()
  }

  publish(event: WorldEvent): void {
    if (!this.isActive) return
    this.#lastId += 1
    const numbered = { ...event, id: this.#lastId }
    this.#hold(numbered)
    for (const { onEvent } of this.#listeners) onEvent(numbered)
  }

  /** When the memory budget is used up, the new event is worth more than the old ones. */
  #hold(event: FeedEvent): void {
    const bytes = eventBytes(event)
    if (this.#events.push(event, bytes)) return
    this.#events.clear()
    this.#events.push(event, bytes)
  }

  /** Takes note of runs that the store has settled. Their changes are published with the next ones. */
  noteSettled(runs: readonly SettledRun[]): void {
    if (this.isActive) this.#settled.push(...runs)
  }

  /** Publishes a creation, after what became of other runs before. */
  async noteCreated({ id, plan }: RunRecord, at: EpochMs): Promise<void> {
    if (!this.isActive) return
    await this.#catchUp(at, id)
    this.publish({ type: 'run.created', at, runId: id })
    // What the run has reached by now lies before the next catching up.
    const { startsAt, endsAt, outcome } = plan
    this.#publishChanges(changesOf({ id, startsAt, endsAt, outcome: outcome.kind }, null, this.#until ?? at))
    await this.#arm()
  }

  /** Publishes a forced end, after what became of other runs before. */
  async noteEnded({ id, plan }: RunRecord, at: EpochMs): Promise<void> {
    await this.#catchUp(at, id)
    this.publish({ type: `run.${plan.outcome.kind}`, at, runId: id })
    await this.#arm()
  }

  /** Publishes the starts and ends of runs up to `now`. */
  async catchUp(now: EpochMs): Promise<void> {
    await this.#catchUp(now, null)
  }

  /** The clock was moved, or the world replaced. */
  async noteMove(type: 'clock' | 'reset', source: Source): Promise<void> {
    this.#source = source
    if (this.#until === null) return
    const now = source.clock.now()
    if (type === 'reset') {
      this.#until = now
      this.#settled = []
    }
    this.publish({ type, at: now })
    await this.#arm()
  }

  /** @param except id of a run whose changes are left to the caller */
  async #catchUp(now: EpochMs, except: string | null): Promise<void> {
    const after = this.#until
    const settled = this.#settled
    if (after === null || (now <= after && settled.length === 0)) return
    const until = now > after ? now : after
    this.#until = until
    this.#settled = []
    const unsettled = await this.#store.read(listRunChanges(this.#source.key, { after, until }, CHANGES_MAX))
    const changes = [...settled.flatMap((run) => changesOf(run, after, until)), ...unsettled]
    this.#publishChanges(changes.filter(({ runId }) => runId !== except).toSorted((a, b) => a.at - b.at))
  }

  #publishChanges(changes: readonly RunChange[]): void {
    for (const { at, runId, status } of changes) this.publish({ type: `run.${status}`, at, runId })
  }

  /** Real clocks advance by themselves: wakes up for the next change while somebody listens. */
  async #arm(): Promise<void> {
    this.#cancelAlarm()
    const { key, clock } = this.#source
    if (this.#listeners.size === 0 || clock.mode !== 'real') return
    const now = clock.now()
    const next = await this.#store.read(nextRunChange(key, now))
    if (next === null) return
    this.#cancelAlarm()
    this.#cancelAlarm = wallAlarm(next - now, () => {
      this.catchUp(epochMs(Math.max(clock.now(), next)))
        .then(async () => this.#arm())
        .catch(this.#onError)
    })
  }
}

/** The memory that an event takes up. */
function eventBytes(event: FeedEvent): number {
  if (event.type === 'request') return EVENT_BYTES + recordBytes(event.request)
  // Objects take a few times the memory of their JSON.
  if (event.type === 'webhook.attempt') return EVENT_BYTES + 3 * textBytes(JSON.stringify(event))
  return EVENT_BYTES
}

/** The changes of a run in (after, until]; a null `after` is before all time. */
function changesOf(run: RunSpan, after: EpochMs | null, until: EpochMs): RunChange[] {
  const { id: runId, startsAt, endsAt, outcome } = run
  const changes: RunChange[] = [{ at: endsAt, runId, status: outcome }]
  if (startsAt < endsAt) changes.unshift({ at: startsAt, runId, status: 'running' })
  return changes.filter(({ at }) => at <= until && (after === null || at > after))
}
