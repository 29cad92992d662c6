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
} from '../store/webhooks/webhook-schedule.ts'
import { changeWebhook, findWebhookByOrdinal, listWebhooks } from '../store/webhooks/webhooks.ts'
import type { RunReader } from '../services/runs/run-reader.ts'
import type { WebhookMode } from '../simulator/webhooks/webhook.ts'
import type { World } from '../services/worlds/world.ts'
import type { WebhookSecretBook } from '../services/webhooks/webhook-secrets.ts'
import { messageOf } from './message.ts'
import type { Sender } from './sender.ts'
import { Tasks } from './pending-tasks.ts'

/**
 * Requests under way at once: so many in all, and so many to one receiver, so that a slow one holds up nobody else. Those
 * that somebody asked for by hand have places of their own.
 */
const AT_ONCE = { all: 128, receiver: 16, byHand: 16 }

/**
 * How long a move of the clock waits for attempts that others have begun (wall time). A receiver may move the clock before
 * it answers, and must not wait for its own answer for longer.
 */
const OTHERS_MS = 1000

/** Webhooks of one run that are waited for; there is one for its `callback_url`, and those that were added by hand. */
const ANNOUNCED_MAX = 1000

export interface DispatcherDeps {
  readonly store: Store
  readonly reader: RunReader
  readonly secrets: WebhookSecretBook
  readonly sender: Sender
  /** Aborts when the emulator stops. What was under way then is attempted again after the next start. */
  readonly stopping: AbortSignal
  readonly onError: (error: unknown) => void
}

/** How an attempt is made. */
interface Turn {
  readonly mode: WebhookMode | null
  /** World time that it counts as made at. */
  readonly at: EpochMs
  /** False for one that is made once more than it has to be. */
  readonly isDue: boolean
}

/** A due attempt, from when it waits for its turn. */
interface UnderWay {
  readonly end: Promise<void>
  /** The request has begun. */
  isSent: boolean
}

/**
 * Attempts deliveries when their time has come. What is due is in the store; here are only the requests under way and, for
 * clocks that go on by themselves, an alarm for each world's next. Losing either loses nothing.
 */
export class Dispatcher implements Dispatch {
  readonly #deps: DispatcherDeps
  readonly #all = pLimit(AT_ONCE.all)
  readonly #receivers = new Map<string, LimitFunction>()
  readonly #byHand = pLimit(AT_ONCE.byHand)
  /** Due attempts, by world and ordinal. */
  readonly #underWay = new Map<string, UnderWay>()
  /** Up to which world time what is due was started, by world. */
  readonly #startedUntil = new Map<number, EpochMs>()
  readonly #tasks = new Tasks()
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
      for (let isOver = false; !isOver && !stopping.aborted;) {
        const { own, others } = await this.#startDue(world, movedFrom)
        isOver = own.length === 0
        await Promise.all(own)
        if (others.length > 0) await Promise.race([Promise.all(others), wallDelay(OTHERS_MS, stopping)])
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
      await Promise.all(pending.map(async ({ ordinal }) => this.#underWay.get(keyOf(world, ordinal))?.end))
    })
  }

  async resend(world: World, webhook: WebhookRecord, mode: WebhookMode | null): Promise<void> {
    return this.#tasks.run(async () =>
      this.#byHand(async () => {
        const turn = { mode, at: world.clock.now(), isDue: false }
        await this.#attempt(world, webhook, turn)
        if (mode === 'duplicate') await this.#attempt(world, webhook, turn)
      }),
    )
  }

  /** Goes on where an earlier process stopped. Nobody waits for it: there may be thousands of worlds. */
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

  /** Resolves when nothing is under way; for the end, after which nothing may touch the store. */
  async idle(): Promise<void> {
    return this.#tasks.idle()
  }

  /**
   * Starts the attempts that are due, and sets the alarm for the next. Returns those that wait for their turn, whoever
   * started them, and those that others have begun.
   */
  async #startDue(world: World, movedFrom: EpochMs): Promise<Record<'own' | 'others', Promise<void>[]>> {
    const now = world.clock.now()
    const due = await this.#deps.store.read(listDueWebhooks(world.key, now))
    const found: Record<'own' | 'others', Promise<void>[]> = { own: [], others: [] }
    for (const ordinal of due) {
      const { isSent, end } = this.#start(world, ordinal, movedFrom)
      found[isSent ? 'others' : 'own'].push(end)
    }
    this.#startedUntil.set(world.key, now)
    await this.#arm(world)
    return found
  }

  /** The attempt that is due, made once however often it is asked for. */
  #start(world: World, ordinal: number, movedFrom: EpochMs): UnderWay {
    const key = keyOf(world, ordinal)
    const known = this.#underWay.get(key)
    if (known !== undefined) return known
    const begin = (): void => {
      underWay.isSent = true
    }
    const end = this.#tasks
      .run(async () => this.#takeTurn(world, ordinal, movedFrom, begin))
      .finally(() => this.#underWay.delete(key))
    // Whoever waits for it hears of an error; so does the log, where nobody does.
    end.catch(this.#deps.onError)
    const underWay: UnderWay = { end, isSent: false }
    this.#underWay.set(key, underWay)
    return underWay
  }

  async #takeTurn(world: World, ordinal: number, movedFrom: EpochMs, begin: () => void): Promise<void> {
    const { store } = this.#deps
    const queued = await store.read(findWebhookByOrdinal(world.key, ordinal))
    if (queued === null) return
    await this.#inTurn(queued.url, async () => {
      // Much may have happened to it while it waited.
      const webhook = await store.read(findWebhookByOrdinal(world.key, ordinal))
      if (webhook === null || webhook.dueAt === null || webhook.dueAt > world.clock.now()) return
      if (webhook.mode === 'reorder' && (await this.#hold(world, webhook))) return
      begin()
      // A move of the clock passes instants at which attempts were due; an alarm that rang late does not.
      const turn = { mode: webhook.mode, at: latest(webhook.dueAt, movedFrom), isDue: true }
      const after = await this.#attempt(world, webhook, turn)
      if (after !== null && webhook.mode === 'duplicate') {
        await this.#attempt(world, webhook, { ...turn, isDue: false })
      }
      if (after !== null && after.dueAt !== null) await this.#arm(world)
    })
  }

  /** Null when the world is gone, or the emulator stops. */
  async #attempt(world: World, webhook: WebhookRecord, turn: Turn): Promise<WebhookRecord | null> {
    const { store, reader, secrets, sender, stopping } = this.#deps
    const run = await reader.find(world.key, webhook.runId)
    if (run === null || stopping.aborted) return null
    const known = await secrets.current(world, run.workspaceId)
    const message = messageOf(webhook, run, known, Math.floor(wallNow() / 1000), turn.mode)
    const { result, ...receipt } = await sender.send(webhook.url, message)
    if (stopping.aborted) return null
    const signature = message.headers['flora-signature'] ?? null
    const attempt = { at: turn.at, ...receipt, signature }
    const step = (current: WebhookRecord): WebhookChange =>
      afterAttempt(current, attempt, result, turn.isDue && current.tries === webhook.tries)
    const changed = await store.write(() => changeWebhook(world.key, webhook.id, step))
    if (changed.outcome !== 'changed') return null
    await this.#releaseAfter(world, webhook, changed.webhook)
    world.feed.publish({ type: 'webhook.attempt', at: turn.at, webhook: changed.webhook, run, message })
    return changed.webhook
  }

  async #hold(world: World, webhook: WebhookRecord): Promise<boolean> {
    return this.#deps.store.write(() => holdForNext(world.key, webhook))
  }

  /** What was to go after the next one to its URL goes once that was delivered. */
  async #releaseAfter(world: World, before: WebhookRecord, after: WebhookRecord): Promise<void> {
    if (before.state === 'delivered' || after.state !== 'delivered') return
    const now = world.clock.now()
    const released = await this.#deps.store.write(() => releaseAfter(world.key, after, now))
    if (released > 0) this.wake(world, now)
  }

  async #inTurn<Result>(url: string, work: () => Promise<Result>): Promise<Result> {
    const receiver = URL.canParse(url) ? new URL(url).origin : url
    const limit = this.#receivers.get(receiver) ?? pLimit(AT_ONCE.receiver)
    this.#receivers.set(receiver, limit)
    try {
      // Whoever waits for a receiver holds no place among all.
      return await limit(async () => this.#all(work))
    } finally {
      if (limit.activeCount + limit.pendingCount === 0) this.#receivers.delete(receiver)
    }
  }

  /** Clocks that go on by themselves wake the world for its next attempt; at once for what was not started yet. */
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
