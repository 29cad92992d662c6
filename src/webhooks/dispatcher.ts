import pLimit, { type LimitFunction } from 'p-limit'
import { wallAlarm, wallNow } from '../clock.ts'
import type { Dispatch, EpochMs, Store, WebhookMode, WebhookRecord, World } from '../services/webhooks.ts'
import { afterAttempt, type WebhookSecretBook } from '../services/webhooks.ts'
import { messageOf } from './message.ts'
import type { Sender } from './sender.ts'

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

/**
 * Attempts deliveries when their time has come. What is due is in the store; here are only the requests under way and, for
 * clocks that go on by themselves, an alarm for each world's next. Losing either loses nothing.
 */
export class Dispatcher implements Dispatch {
  readonly #deps: DispatcherDeps
  readonly #all = pLimit(AT_ONCE.all)
  readonly #receivers = new Map<string, LimitFunction>()
  readonly #underWay = new Map<string, Promise<void>>()
  readonly #background = new Set<Promise<void>>()
  readonly #alarms = new Map<number, () => void>()

  constructor(deps: DispatcherDeps) {
    this.#deps = deps
    deps.stopping.addEventListener('abort', () => {
      for (const cancel of this.#alarms.values()) cancel()
    })
  }

  async drain(world: World, since: EpochMs): Promise<void> {
    return this.#track(this.#drain(world, since))
  }

  /** Goes on where an earlier process stopped. Nobody waits for it: there may be thousands of worlds. */
  resume(open: (worldName: string) => Promise<World>): void {
    this.#track(this.#resume(open)).catch(this.#deps.onError)
  }

  async #resume(open: (worldName: string) => Promise<World>): Promise<void> {
    for (const name of await this.#deps.store.webhooks.worldsWithDue()) {
      if (this.#deps.stopping.aborted) return
      const world = await open(name)
      this.wake(world, world.clock.now())
    }
  }

  /** Whatever uses the store must have ended before that is closed. */
  async #track(work: Promise<void>): Promise<void> {
    this.#background.add(work)
    return work.finally(() => this.#background.delete(work))
  }

  async #drain(world: World, since: EpochMs): Promise<void> {
    while (!this.#deps.stopping.aborted) {
      const started = await this.#startDue(world, since)
      await this.#arm(world)
      if (started.length === 0) return
      await Promise.all(started)
    }
  }

  wake(world: World, since: EpochMs): void {
    this.drain(world, since).catch(this.#deps.onError)
  }

  async deliver(world: World, webhook: WebhookRecord): Promise<void> {
    await this.#start(world, webhook.ordinal, world.clock.now())
  }

  async send(world: World, webhook: WebhookRecord, mode: WebhookMode | null): Promise<void> {
    const copies = mode === 'duplicate' ? 2 : 1
    for (let copy = 0; copy < copies; copy += 1) {
      await this.#attempt(world, webhook, mode, { at: world.clock.now(), isDue: false })
    }
  }

  /** Resolves when nothing is under way; for the end, after which nothing may touch the store. */
  async idle(): Promise<void> {
    while (this.#underWay.size + this.#background.size > 0) {
      await Promise.allSettled([...this.#underWay.values(), ...this.#background])
    }
  }

  async #startDue(world: World, since: EpochMs): Promise<Promise<void>[]> {
    const due = await this.#deps.store.webhooks.due(world.key, world.clock.now())
    return due.map(async (ordinal) => this.#start(world, ordinal, since))
  }

  /** The due attempt, which is made once however often it is asked for. */
  async #start(world: World, ordinal: number, since: EpochMs): Promise<void> {
    const key = `${world.key}/${ordinal}`
    const underWay = this.#underWay.get(key)
    if (underWay !== undefined) return underWay
    const attempt = this.#startOne(world, ordinal, since).finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, attempt)
    return attempt
  }

  async #startOne(world: World, ordinal: number, since: EpochMs): Promise<void> {
    const webhook = await this.#deps.store.webhooks.read(world.key, ordinal)
    if (webhook === null || webhook.dueAt === null) return
    // An advance passes instants at which attempts were due; an alarm that rang late does not.
    const at = epochMax(webhook.dueAt, since)
    await this.#inTurn(webhook.url, async () => this.#dueAttempt(world, webhook, { at, since }))
  }

  async #dueAttempt(
    world: World,
    webhook: WebhookRecord,
    { at, since }: { readonly at: EpochMs; readonly since: EpochMs },
  ): Promise<void> {
    const after = await this.#attempt(world, webhook, webhook.mode, { at, isDue: true })
    if (after === null) return
    if (webhook.mode === 'duplicate') {
      await this.#attempt(world, webhook, webhook.mode, { at, isDue: false })
    }
    const released = await this.#deps.store.webhooks.releaseReordered(
      world.key,
      webhook.id,
      world.clock.now(),
    )
    if (released > 0 || after.dueAt !== null) this.wake(world, since)
  }

  /** Null when the world is gone, or the emulator stops. */
  async #attempt(
    world: World,
    webhook: WebhookRecord,
    mode: WebhookMode | null,
    { at, isDue }: { readonly at: EpochMs; readonly isDue: boolean },
  ): Promise<WebhookRecord | null> {
    const { store, secrets, sender, stopping } = this.#deps
    const run = await store.findRun(world.key, webhook.runId)
    if (run === null || stopping.aborted) return null
    const known = await secrets.current(world, webhook.workspaceId)
    const message = messageOf(webhook, run, known, Math.floor(wallNow() / 1000), mode)
    const { result, ...receipt } = await sender.send(webhook.url, message)
    if (stopping.aborted) return null
    const attempt = { at, ...receipt, signature: message.headers['flora-signature'] ?? null }
    const changed = await store.webhooks.change(world.key, webhook.id, (current) =>
      afterAttempt(current, attempt, result, isDue && current.tries === webhook.tries),
    )
    if (changed.outcome !== 'changed') return null
    world.feed.publish({ type: 'webhook.attempt', at, webhook: changed.webhook, run })
    return changed.webhook
  }

  async #inTurn(url: string, work: () => Promise<void>): Promise<void> {
    const receiver = URL.canParse(url) ? new URL(url).origin : url
    const limit = this.#receivers.get(receiver) ?? pLimit(AT_ONCE.receiver)
    this.#receivers.set(receiver, limit)
    try {
      // Whoever waits for a receiver holds no place among all.
      await limit(async () => this.#all(work))
    } finally {
      if (limit.activeCount + limit.pendingCount === 0) this.#receivers.delete(receiver)
    }
  }

  async #arm(world: World): Promise<void> {
    const { key, clock } = world
    this.#alarms.get(key)?.()
    this.#alarms.delete(key)
    if (clock.mode !== 'real') return
    const now = clock.now()
    const next = await this.#deps.store.webhooks.nextDue(key, now)
    if (next === null || this.#deps.stopping.aborted) return
    this.#alarms.get(key)?.()
    this.#alarms.set(
      key,
      wallAlarm(next - now, () => this.wake(world, clock.now())),
    )
  }
}

const epochMax = (a: EpochMs, b: EpochMs): EpochMs => (a > b ? a : b)
