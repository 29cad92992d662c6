import { ApiError } from '../../kernel/errors.ts'
import { seededId } from '../../kernel/ids.ts'
import { stateAt } from '../../simulator/runs/state-at.ts'
import { type EpochMs, epochMs } from '../../kernel/units.ts'
import {
  afterDueAttempt,
  afterExtraAttempt,
  type AttemptResult,
  firstDelivery,
  type WebhookMode,
} from '../../simulator/webhooks/webhook.ts'
import type { RunRecord } from '../../store/runs/run-records.ts'
import type { Store } from '../../store/store.ts'
import type {
  WebhookAttempt,
  WebhookChange,
  WebhookQuery,
  WebhookRecord,
} from '../../store/webhooks/webhook-records.ts'
import { addWebhookFor, changeWebhook, findWebhook, listWebhooks } from '../../store/webhooks/webhooks.ts'
import { type RunReader, unknownRun } from '../runs/run-reader.ts'
import type { World } from '../worlds/world.ts'

/** Who makes the attempts; src/webhooks has it. `movedFrom` is where the clock stood when it began to move, or now. */
export interface Dispatch {
  /**
   * Attempts what is due in a world, and what falls due by the failure of that; resolves when nothing is. Attempts that
   * were due before `movedFrom` count as made then, the others as made when they were due.
   */
  drain(world: World, movedFrom: EpochMs): Promise<void>
  /** As `drain`, for whoever does not wait for it. */
  wake(world: World, movedFrom: EpochMs): void
  /** Attempts what is due of one run. */
  announce(world: World, runId: string): Promise<void>
  /** Makes an attempt that is not due. */
  resend(world: World, webhook: WebhookRecord, mode: WebhookMode | null): Promise<void>
}

/** Attempts that a record keeps. */
const ATTEMPTS_MAX = 100

/** A webhook with the run that it announces. */
export interface WebhookView {
  readonly webhook: WebhookRecord
  readonly run: RunRecord
}

/** The announcements of a world, and what can be done to them. */
export class Webhooks {
  readonly #store: Store
  readonly #reader: RunReader
  readonly #dispatch: Dispatch

  constructor(store: Store, reader: RunReader, dispatch: Dispatch) {
    this.#store = store
    this.#reader = reader
    this.#dispatch = dispatch
  }

  /** Newest first. */
  async list({ key }: World, filter: Omit<WebhookQuery, 'world'>): Promise<readonly WebhookView[]> {
    const found = await this.#store.read(listWebhooks({ world: key, ...filter }))
    const views = await Promise.all(found.map(async (webhook) => this.#view(key, webhook)))
    return views.filter((view) => view !== null)
  }

  /** Throws 404 for an unknown id. */
  async get({ key }: World, id: string): Promise<WebhookView> {
    const webhook = await this.#store.read(findWebhook(key, id))
    const view = webhook === null ? null : await this.#view(key, webhook)
    if (view === null) throw unknownWebhook(id)
    return view
  }

  /** Announces the end of a run to one more receiver. Throws 404 for an unknown run. */
  async add(world: World, runId: string, url: string, mode: WebhookMode | null): Promise<WebhookView> {
    const { key, seed } = world
    const now = world.clock.now()
    const build = (ordinal: number, endsAt: EpochMs) => ({
      ...firstDelivery({ mode, delayMs: 0 }, epochMs(Math.max(endsAt, now))),
      id: seededId('whd', `${seed}/added`, ordinal),
      url,
      mode,
      delayMs: 0,
    })
    const webhook = await this.#store.write(() => addWebhookFor(key, runId, build))
    if (webhook === null) throw unknownRun(runId)
    await this.#dispatch.announce(world, runId)
    return this.get(world, webhook.id)
  }

  /** Sends it once more, now. Throws 404 for an unknown id, and 409 while the run is not over. */
  async redeliver(world: World, id: string, mode: WebhookMode | null): Promise<WebhookView> {
    const { webhook, run } = await this.get(world, id)
    const { status } = stateAt(run.plan, world.clock.now())
    if (status === 'pending' || status === 'running') {
      throw new ApiError('conflict', `Run ${run.id} is ${status}; there is nothing to announce yet.`)
    }
    await this.#dispatch.resend(world, webhook, mode)
    return this.get(world, id)
  }

  /** Attempts nothing more until it is released. Throws 409 for one that is not pending. */
  async hold(world: World, id: string): Promise<WebhookView> {
    await this.#change(world, id, 'pending', () => ({ state: 'held', dueAt: null }))
    return this.get(world, id)
  }

  /** Goes on with one that is held: at once when the run is over, else when it will be. Throws 409 for any other. */
  async release(world: World, id: string): Promise<WebhookView> {
    const { run } = await this.get(world, id)
    const { endsAt } = run.plan
    const now = world.clock.now()
    await this.#change(world, id, 'held', ({ mode, delayMs }) => ({
      state: 'pending',
      dueAt: endsAt <= now ? now : epochMs(endsAt + delayMs),
      // What is released does not wait for another one any more.
      mode: mode === 'reorder' ? null : mode,
    }))
    await this.#dispatch.announce(world, run.id)
    return this.get(world, id)
  }

  async #change(
    { key }: World,
    id: string,
    from: WebhookRecord['state'],
    step: (webhook: WebhookRecord) => WebhookChange,
  ): Promise<void> {
    const stepFrom = (webhook: WebhookRecord): WebhookChange | null =>
      webhook.state === from ? step(webhook) : null
    const result = await this.#store.write(() => changeWebhook(key, id, stepFrom))
    if (result.outcome === 'unknown_webhook') throw unknownWebhook(id)
    if (result.outcome === 'refused') {
      throw new ApiError('conflict', `Webhook ${id} is ${result.webhook.state}, not ${from}.`)
    }
  }

  async #view(key: World['key'], webhook: WebhookRecord): Promise<WebhookView | null> {
    const run = await this.#reader.find(key, webhook.runId)
    return run === null ? null : { webhook, run }
  }
}

/** What an attempt changes; one that was not due, or no longer is, changes only what a success does. */
export function afterAttempt(
  webhook: WebhookRecord,
  attempt: WebhookAttempt,
  result: AttemptResult,
  isDue: boolean,
): WebhookChange {
  const wasDue = isDue && webhook.state === 'pending'
  return {
    ...(wasDue ? afterDueAttempt(webhook, result, attempt.at) : afterExtraAttempt(webhook, result)),
    attempts: [...webhook.attempts, attempt].slice(-ATTEMPTS_MAX),
  }
}

const unknownWebhook = (id: string): ApiError => new ApiError('not_found', `Webhook ${id} not found.`)
