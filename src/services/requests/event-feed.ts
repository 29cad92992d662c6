import { wallAlarm, type WorldClock } from '../../kernel/clock.ts'
import { type EpochMs, epochMs } from '../../kernel/units.ts'
import type { RunChange, RunRecord, Store, WebhookRecord, WorldKey } from '../../store/store.ts'
import type { JournalEntry } from './journal-entry.ts'

/** Something that happened in a world. */
export type Happening =
  | { readonly type: 'request'; readonly at: EpochMs; readonly entry: JournalEntry }
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
      /** What was sent. */
      readonly message: SentMessage
    }

/** A request to a receiver. */
export interface SentMessage {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

export type FeedEvent = Happening & {
  /** Counts the events of a world since the process began. */
  readonly id: number
}

/** How many events a client that was away can still be given. */
const EVENTS_MAX = 1000
const CHANGES_MAX = 100_000

/** Somebody who wants to know. */
export interface Listener {
  readonly onEvent: (event: FeedEvent) => void
  /** The world is gone, and there will be no more events. */
  readonly onEnd: () => void
}

/** What a feed reads: the world as it is now, which a reset replaces. */
interface Source {
  readonly key: WorldKey
  readonly clock: WorldClock
}

/**
 * What happens in a world, as it happens. Nothing is collected until somebody has subscribed once. Runs have no events
 * of their own: they are read off the plans, up to the instant that the world's clock shows.
 */
export class Feed {
  readonly #store: Store
  #source: Source
  #events: FeedEvent[] = []
  #lastId = 0
  /** Changes of runs up to here were published. Null until somebody has subscribed. */
  #until: EpochMs | null = null
  readonly #listeners = new Set<Listener>()
  #cancelAlarm = (): void => undefined

  constructor(store: Store, source: Source) {
    this.#store = store
    this.#source = source
  }

  get isActive(): boolean {
    return this.#until !== null
  }

  /**
   * Calls back with every event from now on, after those since `lastId` (null: none) that are still held. An id that was not
   * given yet is of an earlier process, so all that is held is new. Returns how to stop.
   */
  async subscribe(lastId: number | null, listener: Listener): Promise<() => void> {
    if (this.#until === null) this.#until = this.#source.clock.now()
    else await this.catchUp(this.#source.clock.now())
    const after = lastId !== null && lastId > this.#lastId ? 0 : lastId
    for (const event of this.#events) if (after !== null && event.id > after) listener.onEvent(event)
    this.#listeners.add(listener)
    await this.#arm()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.#cancelAlarm()
    }
  }

  /** The world is gone. */
  end(): void {
    this.#cancelAlarm()
    for (const { onEnd } of this.#listeners) onEnd()
  }

  publish(happening: Happening): void {
    if (!this.isActive) return
    this.#lastId += 1
    const event = { ...happening, id: this.#lastId }
    this.#events.push(event)
    if (this.#events.length >= EVENTS_MAX * 2) this.#events = this.#events.slice(-EVENTS_MAX)
    for (const { onEvent } of this.#listeners) onEvent(event)
  }

  /**
   * Publishes what became of runs up to `now`. To be called before runs that are over by `now` are settled, because the
   * store finds the changes of unsettled runs only.
   */
  async catchUp(now: EpochMs): Promise<void> {
    const after = this.#until
    if (after === null || now <= after) return
    this.#until = now
    this.#publishChanges(await this.#store.changes(this.#source.key, after, now, CHANGES_MAX))
  }

  /** A run was created, or was ended by force: `changes` may lie before what was published already. */
  async noteRun(run: RunRecord, type: 'run.created' | 'run.ended', at: EpochMs): Promise<void> {
    const until = this.#until
    if (until === null) return
    const { startsAt, endsAt, outcome } = run.plan
    if (type === 'run.created') this.publish({ type, at, runId: run.id })
    const changes: RunChange[] = [
      { at: startsAt, runId: run.id, status: 'running' },
      { at: endsAt, runId: run.id, status: outcome.kind },
    ]
    const isNew = type === 'run.created' && startsAt < endsAt
    this.#publishChanges((isNew ? changes : changes.slice(1)).filter((change) => change.at <= until))
    await this.#arm()
  }

  /** The clock was moved, or the world replaced. */
  async noteMove(type: 'clock' | 'reset', source: Source): Promise<void> {
    this.#source = source
    if (this.#until === null) return
    const now = source.clock.now()
    if (type === 'reset') this.#until = now
    this.publish({ type, at: now })
    await this.#arm()
  }

  #publishChanges(changes: readonly RunChange[]): void {
    for (const { at, runId, status } of changes) this.publish({ type: `run.${status}`, at, runId })
  }

  /** Real clocks go on by themselves: wakes up for the next change, as long as somebody listens. */
  async #arm(): Promise<void> {
    this.#cancelAlarm()
    const { key, clock } = this.#source
    if (this.#listeners.size === 0 || clock.mode !== 'real') return
    const now = clock.now()
    const next = await this.#store.nextChange(key, now)
    if (next === null) return
    this.#cancelAlarm()
    this.#cancelAlarm = wallAlarm(next - now, () => {
      this.catchUp(epochMs(Math.max(clock.now(), next))).then(
        async () => this.#arm(),
        () => undefined,
      )
    })
  }
}
