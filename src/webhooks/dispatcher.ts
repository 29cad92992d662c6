import pLimit, { type LimitFunction } from 'p-limit'
import { wallAlarm, wallDelay, wallNow } from '../kernel/clock.ts'
import { type Dispatch, afterAttempt } from '../services/webhooks/webhooks.ts'
import type { EpochMs } from '../kernel/units.ts'
import type { Store } from '../store/store.ts'
import type { WebhookChange, WebhookRecord } from '../store/webhooks/webhook-records.ts'
import {
  holdForNext,
  listDueWebhooks,
  listWorldsWithDueWebhooks,
  nextDueWebhook,
  releaseAfter,
} from '../store/webhooks/due-webhooks.ts'
import { changeWebhook, findWebhookByOrdinal, listWebhooks } from '../store/webhooks/webhooks.ts'
import type { RunReader } from '../services/runs/run-reader.ts'
import type { WebhookMode } from '../simulator/webhooks/webhook.ts'
import type { Tally } from '../services/requests/tally.ts'
import type { World } from '../services/worlds/world.ts'
import type { SigningSecrets } from '../services/webhooks/webhook-secrets.ts'
import { messageOf } from './message.ts'
import type { Sender } from './sender.ts'
import { PendingTasks } from './pending-tasks.ts'

/**
 * Maximum of requests in flight: in total, and to one receiver, so that a slow receiver does not delay others.
 * Redeliveries count apart.
 */
const CONCURRENCY = { total: 128, receiver: 16, redeliveries: 16 }

/**
 * Wall time for which a move of the clock waits for attempts that were in flight before it. A receiver may move the clock
 * before it answers, and would otherwise wait for its own answer.
 */
const IN_FLIGHT_WAIT_MS = 1000

/** Webhooks of one run that `announce` waits for: one of its `callback_url`, and those that were added. */
const ANNOUNCED_MAX = 1000

export interface DispatcherDeps {
  readonly store: Store
  readonly reader: RunReader
  readonly secrets: SigningSecrets
  readonly sender: Sender
  readonly tally: Pick<Tally, 'countAttempt'>
  /** Aborts when the emulator stops. The next start repeats the attempts that were in flight. */
  readonly stopping: AbortSignal
  /** Receives errors of work that nothing awaits. */
  readonly onError: (error: unknown) => void
}

interface AttemptOptions {
  readonly mode: WebhookMode | null
  /** World time that is recorded for the attempt. */
  readonly at: EpochMs
  /** False for a redelivery, and for the second message of a duplicate. */
  readonly isDue: boolean
}

type DueAttempts = Record<'queued' | 'inFlight', Promise<void>[]>

/** A due attempt that is queued or in flight. */
interface PendingAttempt {
  readonly end: Promise<void>
  /** True once the request has begun. */
  isSent: boolean
}

/**
 * Makes the due attempts. The store holds the deliveries. Memory holds the requests in flight and, for real clocks, an alarm
 * for the next attempt of each world. `resume` restores both after a restart.
 */
export class Dispatcher implements Dispatch {
  readonly #deps: DispatcherDeps
  readonly #total = pLimit(CONCURRENCY.total)
  /** Limits by the origin of the receiver. */
  readonly #receivers = new Map<string, LimitFunction>()
  readonly #redeliveries = pLimit(CONCURRENCY.redeliveries)
  /** Due attempts by world and ordinal. */
  readonly #attempts = new Map<string, PendingAttempt>()
  /** World time up to which due attempts were started, by world. */
  readonly #startedUntil = new Map<number, EpochMs>()
  readonly #tasks = new PendingTasks()
  /** Functions that cancel the alarm of a world. */
  readonly #alarms = new Map<number, () => void>()

  constructor(deps: DispatcherDeps) {
    this.#deps = deps
    deps.stopping.addEventListener('abort', () => {
      for (const cancel of this.#alarms.values()) cancel()
    })
  }

  async drain(world: World, movedFrom: EpochMs): Promise<void> {
    const { stopping } = this.#deps
    return this.#tasks.run(async () => {
      for (let isDrained = false; !isDrained && !stopping.aborted;) {
        const { queued, inFlight } = await this.#startDue(world, movedFrom)
        isDrained = queued.length === 0
        await Promise.all(queued)
        if (inFlight.length > 0) {
          await Promise.race([Promise.all(inFlight), wallDelay(IN_FLIGHT_WAIT_MS, stopping)])
        }
      }
    })
  }

  wake(world: World, movedFrom: EpochMs): void {
    this.#tasks.run(async () => this.#startDue(world, movedFrom)).catch(this.#deps.onError)
  }

  async announce(world: World, runId: string): Promise<void> {
    return this.#tasks.run(async () => {
      const now = world.clock.now()
      await this.#startDue(world, now)
      const query = { world: world.key, runId, state: 'pending', limit: ANNOUNCED_MAX } as const
      const pending = await this.#deps.store.read(listWebhooks(query))
      await Promise.all(pending.map(async ({ ordinal }) => this.#attempts.get(keyOf(world, ordinal))?.end))
    })
  }

  async resend(world: World, webhook: WebhookRecord, mode: WebhookMode | null): Promise<void> {
    return this.#tasks.run(async () =>
      this.#redeliveries(async () => {
        const options = { mode, at: world.clock.now(), isDue: false }
        await this.#attempt(world, webhook, options)
        if (mode === 'duplicate') await this.#attempt(world, webhook, options)
      }),
    )
  }

  /** Starts the due attempts of all worlds in the background, because there may be thousands of worlds. */
  resume(open: (worldName: string) => Promise<World>): void {
    const { store, stopping, onError } = this.#deps
    const work = async (): Promise<void> => {
      for (const name of await store.read(listWorldsWithDueWebhooks())) {
        if (stopping.aborted) return
        const world = await open(name)
        await this.#startDue(world, world.clock.now())
      }
    }
    this.#tasks.run(work).catch(onError)
  }

  /** Resolves when no attempt is in flight. Call it before the store is closed. */
  async idle(): Promise<void> {
    return this.#tasks.idle()
  }

  /**
   * Starts the due attempts, and sets the alarm for the next one. Returns the ends of the attempts that are queued, and of
   * those that were in flight before.
   */
  async #startDue(world: World, movedFrom: EpochMs): Promise<DueAttempts> {
    const now = world.clock.now()
    const due = await this.#deps.store.read(listDueWebhooks(world.key, now))
    const attempts: DueAttempts = { queued: [], inFlight: [] }
    for (const ordinal of due) {
      const { isSent, end } = this.#start(world, ordinal, movedFrom)
      attempts[isSent ? 'inFlight' : 'queued'].push(end)
    }
    this.#startedUntil.set(world.key, now)
    await this.#arm(world)
    return attempts
  }

  /** Starts a due attempt, or returns the one that is queued or in flight. */
  #start(world: World, ordinal: number, movedFrom: EpochMs): PendingAttempt {
    const key = keyOf(world, ordinal)
    const known = this.#attempts.get(key)
    if (known !== undefined) return known
    const begin = (): void => {
      attempt.isSent = true
    }
    const end = this.#tasks
      .run(async () => this.#attemptDue(world, ordinal, movedFrom, begin))
      .finally(() => this.#attempts.delete(key))
    // Logs errors of attempts that nothing awaits.
    end.catch(this.#deps.onError)
    const attempt: PendingAttempt = { end, isSent: false }
    this.#attempts.set(key, attempt)
    return attempt
  }

  async #attemptDue(world: World, ordinal: number, movedFrom: EpochMs, begin: () => void): Promise<void> {
    const { store } = this.#deps
    const queued = await store.read(findWebhookByOrdinal(world.key, ordinal))
    if (queued === null) return
    await this.#limited(queued.url, async () => {
      // The webhook may have changed while it was queued.
      const webhook = await store.read(findWebhookByOrdinal(world.key, ordinal))
      if (webhook === null || webhook.dueAt === null || webhook.dueAt > world.clock.now()) return
      if (webhook.mode === 'reorder' && (await this.#hold(world, webhook))) return
      begin()
      // An attempt that became due by a move of the clock is recorded at its due time, and one after a late alarm as late.
      const options = { mode: webhook.mode, at: latest(webhook.dueAt, movedFrom), isDue: true }
      const after = await this.#attempt(world, webhook, options)
      if (after !== null && webhook.mode === 'duplicate') {
        await this.#attempt(world, webhook, { ...options, isDue: false })
      }
      if (after !== null && after.dueAt !== null) await this.#arm(world)
    })
  }

  /** Sends a message and records the attempt. Resolves with null when the world was deleted or the emulator stops. */
  async #attempt(
    world: World,
    webhook: WebhookRecord,
    { mode, at, isDue }: AttemptOptions,
  ): Promise<WebhookRecord | null> {
    const { store, reader, secrets, sender, tally, stopping } = this.#deps
    const run = await reader.find(world.key, webhook.runId)
    if (run === null || stopping.aborted) return null
    const current = await secrets.current(world, run.workspaceId)
    const message = messageOf(webhook, run, current, Math.floor(wallNow() / 1000), mode)
    const { result, ...receipt } = await sender.send(webhook.url, message)
    if (stopping.aborted) return null
    tally.countAttempt(result)
    const signature = message.headers['flora-signature'] ?? null
    const attempt = { at, ...receipt, signature, mode }
    const change = (stored: WebhookRecord): WebhookChange =>
      afterAttempt(stored, attempt, result, isDue && stored.tries === webhook.tries)
    const changed = await store.write(() => changeWebhook(world.key, webhook.id, change))
    if (changed.outcome !== 'changed') return null
    await this.#releaseAfter(world, webhook, changed.webhook)
    world.feed.publish({ type: 'webhook.attempt', at, webhook: changed.webhook, run, message })
    return changed.webhook
  }

  /** Holds a `reorder` delivery until another one to its URL was delivered. Resolves with false when it must be sent now. */
  async #hold(world: World, webhook: WebhookRecord): Promise<boolean> {
    return this.#deps.store.write(() => holdForNext(world.key, webhook))
  }

  /** Releases the delivery that a `reorder` held until the next one to its URL was delivered. */
  async #releaseAfter(world: World, before: WebhookRecord, after: WebhookRecord): Promise<void> {
    if (before.state === 'delivered' || after.state !== 'delivered') return
    const now = world.clock.now()
    const released = await this.#deps.store.write(() => releaseAfter(world.key, after, now))
    if (released > 0) this.wake(world, now)
  }

  /** Runs the work within the limits of requests in flight. */
  async #limited<Result>(url: string, work: () => Promise<Result>): Promise<Result> {
    const receiver = URL.canParse(url) ? new URL(url).origin : url
    const limit = this.#receivers.get(receiver) ?? pLimit(CONCURRENCY.receiver)
    this.#receivers.set(receiver, limit)
    try {
      // The receiver's limit comes first, so that requests queued for a slow receiver do not count in the total.
      return await limit(async () => this.#total(work))
    } finally {
      if (limit.activeCount + limit.pendingCount === 0) this.#receivers.delete(receiver)
    }
  }

  /** Sets the alarm for the next attempt of a world with a real clock. It rings at once for an overdue attempt. */
  async #arm(world: World): Promise<void> {
    const { key, clock } = world
    if (clock.mode !== 'real' || this.#deps.stopping.aborted) return
    const startedUntil = this.#startedUntil.get(key) ?? clock.now()
    const next = await this.#deps.store.read(nextDueWebhook(key, startedUntil))
    this.#alarms.get(key)?.()
    this.#alarms.delete(key)
    if (next === null || this.#deps.stopping.aborted) return
    const ring = (): void => this.wake(world, clock.now())
    this.#alarms.set(key, wallAlarm(Math.max(0, next - clock.now()), ring))
  }
}

const keyOf = ({ key }: World, ordinal: number): string => `${key}/${ordinal}`

const latest = (a: EpochMs, b: EpochMs): EpochMs => (a > b ? a : b)
