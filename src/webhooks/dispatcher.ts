import pLimit, { type LimitFunction } from 'p-limit'
import { wallAlarm, wallNow } from '../clock.ts'
import type { Dispatch, EpochMs, Store, WebhookMode, WebhookRecord, World } from '../services/webhooks.ts'
import { afterAttempt, type WebhookSecretBook } from '../services/webhooks.ts'
import { messageOf } from './message.ts'
import type { Sender } from './sender.ts'
import { Tasks } from './tasks.ts'

/** Requests under way at once: so many in all, and so many to one receiver, so that a slow one holds up nobody else. */
const AT_ONCE = { all: 128, receiver: 16 }

export interface DispatcherDeps {
  readonly store: Store
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

/**
 * Attempts deliveries when their time has come. What is due is in the store; here are only the requests under way and, for
 * clocks that go on by themselves, an alarm for each world's next. Losing either loses nothing.
 */
export class Dispatcher implements Dispatch {
  readonly #deps: DispatcherDeps
  readonly #all = pLimit(AT_ONCE.all)
  readonly #receivers = new Map<string, LimitFunction>()
  /** Due attempts, by world and ordinal. */
  readonly #underWay = new Map<string, Promise<void>>()
  /** Those of them that somebody waits for. */
  readonly #awaited = new Set<string>()
  readonly #tasks = new Tasks()
  readonly #alarms = new Map<number, () => void>()

  constructor(deps: DispatcherDeps) {
    this.#deps = deps
    deps.stopping.addEventListener('abort', () => {
      for (const cancel of this.#alarms.values()) cancel()
    })
  }

  async drain(world: World, movedFrom: EpochMs): Promise<void> {
    return this.#tasks.run(async () => {
      while (!this.#deps.stopping.aborted) {
        const due = await this.#startDue(world, movedFrom)
        // A receiver may move the clock before it answers; it must not wait for its own answer.
        const keys = due.filter((key) => !this.#awaited.has(key))
        if (keys.length === 0) return
        for (const key of keys) this.#awaited.add(key)
        try {
          await Promise.all(keys.map(async (key) => this.#underWay.get(key)))
        } finally {
          for (const key of keys) this.#awaited.delete(key)
        }
      }
    })
  }

  wake(world: World, movedFrom: EpochMs): void {
    this.#tasks.run(async () => this.#startDue(world, movedFrom)).catch(this.#deps.onError)
  }

  async announce(world: World, runId: string): Promise<void> {
    return this.#tasks.run(async () => {
      const { webhooks } = this.#deps.store
      const now = world.clock.now()
      const query = { world: world.key, runId, state: 'pending', limit: ANNOUNCED_MAX } as const
      const due = (await webhooks.list(query)).filter(({ dueAt }) => dueAt !== null && dueAt <= now)
      await this.#arm(world)
      await Promise.all(due.map(async ({ ordinal }) => this.#start(world, ordinal, now)))
    })
  }

  async resend(world: World, webhook: WebhookRecord, mode: WebhookMode | null): Promise<void> {
    return this.#tasks.run(async () => {
      const turn = { mode, at: world.clock.now(), isDue: false }
      await this.#attempt(world, webhook, turn)
      if (mode === 'duplicate') await this.#attempt(world, webhook, turn)
    })
  }

  /** Goes on where an earlier process stopped. Nobody waits for it: there may be thousands of worlds. */
  resume(open: (worldName: string) => Promise<World>): void {
    const { store, stopping, onError } = this.#deps
    const work = async (): Promise<void> => {
      for (const name of await store.webhooks.worldsWithDue()) {
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

  /** Starts the attempts that are due, and sets the alarm for the next; returns the keys of those under way. */
  async #startDue(world: World, movedFrom: EpochMs): Promise<string[]> {
    const due = await this.#deps.store.webhooks.due(world.key, world.clock.now())
    const keys = due.map((ordinal) => {
      this.#start(world, ordinal, movedFrom).catch(this.#deps.onError)
      return keyOf(world, ordinal)
    })
    await this.#arm(world)
    return keys
  }

  /** The attempt that is due, made once however often it is asked for. */
  async #start(world: World, ordinal: number, movedFrom: EpochMs): Promise<void> {
    const key = keyOf(world, ordinal)
    const underWay = this.#underWay.get(key)
    if (underWay !== undefined) return underWay
    const attempt = this.#tasks
      .run(async () => this.#dueAttempt(world, ordinal, movedFrom))
      .finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, attempt)
    return attempt
  }

  async #dueAttempt(world: World, ordinal: number, movedFrom: EpochMs): Promise<void> {
    const { webhooks } = this.#deps.store
    const webhook = await webhooks.read(world.key, ordinal)
    if (webhook === null || webhook.dueAt === null) return
    if (webhook.mode === 'reorder' && (await webhooks.holdForNext(world.key, webhook))) return
    // A move of the clock passes instants at which attempts were due; an alarm that rang late does not.
    const turn = { mode: webhook.mode, at: latest(webhook.dueAt, movedFrom), isDue: true }
    const after = await this.#inTurn(webhook.url, async () => this.#attempt(world, webhook, turn))
    if (after === null) return
    if (webhook.mode === 'duplicate') {
      await this.#inTurn(webhook.url, async () => this.#attempt(world, webhook, { ...turn, isDue: false }))
    }
    const isDelivered = after.state === 'delivered'
    const released = isDelivered ? await webhooks.releaseAfter(world.key, after, world.clock.now()) : 0
    if (released > 0) await this.#startDue(world, movedFrom)
    else if (after.dueAt !== null) await this.#arm(world)
  }

  /** Null when the world is gone, or the emulator stops. */
  async #attempt(world: World, webhook: WebhookRecord, turn: Turn): Promise<WebhookRecord | null> {
    const { store, secrets, sender, stopping } = this.#deps
    const run = await store.findRun(world.key, webhook.runId)
    if (run === null || stopping.aborted) return null
    const known = await secrets.current(world, webhook.workspaceId)
    const message = messageOf(webhook, run, known, Math.floor(wallNow() / 1000), turn.mode)
    const { result, ...receipt } = await sender.send(webhook.url, message)
    if (stopping.aborted) return null
    const signature = message.headers['flora-signature'] ?? null
    const attempt = { at: turn.at, ...receipt, signature }
    const changed = await store.webhooks.change(world.key, webhook.id, (current) =>
      afterAttempt(current, attempt, result, turn.isDue && current.tries === webhook.tries),
    )
    if (changed.outcome !== 'changed') return null
    world.feed.publish({ type: 'webhook.attempt', at: turn.at, webhook: changed.webhook, run, message })
    return changed.webhook
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

  /** Clocks that go on by themselves wake the world for its next attempt. */
  async #arm(world: World): Promise<void> {
    const { key, clock } = world
    if (clock.mode !== 'real' || this.#deps.stopping.aborted) return
    const now = clock.now()
    const next = await this.#deps.store.webhooks.nextDue(key, now)
    this.#alarms.get(key)?.()
    this.#alarms.delete(key)
    if (next === null || this.#deps.stopping.aborted) return
    const ring = (): void => this.wake(world, clock.now())
    this.#alarms.set(key, wallAlarm(next - now, ring))
  }
}

/** Webhooks of one run; there is one for its `callback_url`, and those that were added by hand. */
const ANNOUNCED_MAX = 1000

const keyOf = ({ key }: World, ordinal: number): string => `${key}/${ordinal}`

const latest = (a: EpochMs, b: EpochMs): EpochMs => (a > b ? a : b)
