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

/** A change of a world. */
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
      /** The request to the receiver. */
      readonly message: SentMessage
    }

/** The body and headers of a webhook attempt. */
export interface SentMessage {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** An event as subscribers receive it. */
export type FeedEvent = WorldEvent & {
  /** Counts the events of a world since the process began. */
  readonly id: number
}

/** Events that are held for clients that reconnect. */
const EVENTS_MAX = 1000
/** Changes of runs that one read returns. */
const CHANGES_MAX = 100_000
/** Approximate memory of an event without texts. */
const EVENT_BYTES = 200

/** Callbacks of a subscriber. */
export interface Listener {
  readonly onEvent: (event: FeedEvent) => void
  /** Called when the world is dropped: no event follows. */
  readonly onEnd: () => void
}

/** The world whose runs a feed reads. A reset replaces it. */
interface Source {
  readonly key: WorldKey
  readonly clock: WorldClock
}

type RunSpan = Pick<SettledRun, 'id' | 'startsAt' | 'endsAt' | 'outcome'>

/**
 * Publishes the events of a world to its subscribers. Nothing is collected before the first subscription. Runs store no
 * events: the feed derives their starts and ends from the plans, up to the world's current time.
 */
export class EventFeed {
  readonly #store: Store
  readonly #onError: (error: unknown) => void
  #source: Source
  readonly #events: BoundedLog<FeedEvent>
  #lastId = 0
  /** Changes of runs up to here are published. Null before the first subscription. */
  #until: EpochMs | null = null
  /** Runs that were settled since. The store no longer lists their changes. */
  #settled: RunSpan[] = []
  readonly #listeners = new Set<Listener>()
  #cancelAlarm = (): void => undefined

  /** @param onError receives failures of background work */
  constructor(store: Store, source: Source, budget: MemoryBudget, onError: (error: unknown) => void) {
    this.#store = store
    this.#source = source
    this.#events = new BoundedLog(budget, EVENTS_MAX)
    this.#onError = onError
  }

  /** True from the first subscription on. */
  get isActive(): boolean {
    return this.#until !== null
  }

  /**
   * Calls the listener with the held events after `lastId`, then with every new event. An id beyond the last event comes
   * from an earlier process, so the listener receives all held events.
   *
   * @param lastId null for new events only
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

  /** Ends every subscription, because the world is dropped. */
  end(): void {
    this.#cancelAlarm()
    this.#events.clear()
    for (const { onEnd } of this.#listeners) onEnd()
  }

  /** Numbers an event, holds it and sends it to the subscribers. */
  publish(event: WorldEvent): void {
    if (!this.isActive) return
    this.#lastId += 1
    const numbered = { ...event, id: this.#lastId }
    this.#hold(numbered)
    for (const { onEvent } of this.#listeners) onEvent(numbered)
  }

  /** Drops the held events when the memory budget is used up: a new event matters more than old ones. */
  #hold(event: FeedEvent): void {
    const bytes = eventBytes(event)
    if (this.#events.push(event, bytes)) return
    this.#events.clear()
    this.#events.push(event, bytes)
  }

  /** Keeps runs that the store has settled, to publish their changes at the next catch-up. */
  noteSettled(runs: readonly SettledRun[]): void {
    if (this.isActive) this.#settled.push(...runs)
  }

  /** Publishes the creation of a run, after the earlier changes of other runs. */
  async noteCreated({ id, plan }: RunRecord, at: EpochMs): Promise<void> {
    if (!this.isActive) return
    await this.#catchUp(at, ({ runId }) => runId === id)
    this.publish({ type: 'run.created', at, runId: id })
    // The next catch-up starts after these instants.
    const { startsAt, endsAt, outcome } = plan
    this.#publishChanges(changesOf({ id, startsAt, endsAt, outcome: outcome.kind }, null, this.#until ?? at))
    await this.#arm()
  }

  /** Publishes the forced end of a run, after the earlier changes of other runs. */
  async noteEnded({ id, plan }: RunRecord, at: EpochMs): Promise<void> {
    await this.#catchUp(at, ({ runId, status }) => runId === id && status !== 'running')
    this.publish({ type: `run.${plan.outcome.kind}`, at, runId: id })
    await this.#arm()
  }

  /** Publishes the starts and ends of runs up to `now`. */
  async catchUp(now: EpochMs): Promise<void> {
    await this.#catchUp(now, () => false)
  }

  /** Publishes a move of the clock or a reset, and reads the new source from then on. */
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

  /** @param isLeft selects the changes that the caller publishes */
  async #catchUp(now: EpochMs, isLeft: (change: RunChange) => boolean): Promise<void> {
    const after = this.#until
    const settled = this.#settled
    if (after === null || (now <= after && settled.length === 0)) return
    const until = now > after ? now : after
    this.#until = until
    this.#settled = []
    const unsettled = await this.#store.read(listRunChanges(this.#source.key, { after, until }, CHANGES_MAX))
    const changes = [...settled.flatMap((run) => changesOf(run, after, until)), ...unsettled]
    this.#publishChanges(changes.filter((change) => !isLeft(change)).toSorted((a, b) => a.at - b.at))
  }

  #publishChanges(changes: readonly RunChange[]): void {
    for (const { at, runId, status } of changes) this.publish({ type: `run.${status}`, at, runId })
  }

  /** Sets an alarm for the next change, because a real clock advances by itself. Needs a listener. */
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

/** Returns the approximate memory of an event. */
function eventBytes(event: FeedEvent): number {
  if (event.type === 'request') return EVENT_BYTES + recordBytes(event.request)
  // Objects take a few times the memory of their JSON.
  if (event.type === 'webhook.attempt') return EVENT_BYTES + 3 * textBytes(JSON.stringify(event))
  return EVENT_BYTES
}

/**
 * Returns the changes of a run in (after, until].
 *
 * @param after null for no lower bound
 */
function changesOf(run: RunSpan, after: EpochMs | null, until: EpochMs): RunChange[] {
  const { id: runId, startsAt, endsAt, outcome } = run
  const changes: RunChange[] = [{ at: endsAt, runId, status: outcome }]
  if (startsAt < endsAt) changes.unshift({ at: startsAt, runId, status: 'running' })
  return changes.filter(({ at }) => at <= until && (after === null || at > after))
}
