import { ApiError } from '../../kernel/errors.ts'
import { seededId } from '../../kernel/ids.ts'
import { stateAt } from '../../simulator/runs/state-at.ts'
import { instantAfter } from '../../kernel/instants.ts'
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

/**
 * Makes the attempts of webhooks; implemented in src/webhooks. `movedFrom` is the world time before a move of the clock,
 * or the current one without a move.
 */
export interface Dispatch {
  /**
   * Makes the due attempts of a world, and the retries that become due meanwhile. Resolves when none is due. Attempts that
   * were due before `movedFrom` are recorded at `movedFrom`, the others at the time at which they were due.
   */
  drain(world: World, movedFrom: EpochMs): Promise<void>
  /** Like `drain`, but in the background. */
  wake(world: World, movedFrom: EpochMs): void
  /** Makes the due attempts of one run. */
  announce(world: World, runId: string): Promise<void>
  /** Makes one attempt out of turn. */
  resend(world: World, webhook: WebhookRecord, mode: WebhookMode | null): Promise<void>
}

/** Attempts that a record holds. Older ones are dropped. */
const ATTEMPTS_MAX = 100

/** A webhook with its run. */
export interface WebhookView {
  readonly webhook: WebhookRecord
  readonly run: RunRecord
}

/** Lists, adds, holds, releases and redelivers webhooks. */
export class Webhooks {
  readonly #store: Store
  readonly #reader: RunReader
  readonly #dispatch: Dispatch

  constructor(store: Store, reader: RunReader, dispatch: Dispatch) {
    this.#store = store
    this.#reader = reader
    this.#dispatch = dispatch
  }

  /** Lists webhooks, newest first. */
  async list({ key }: World, filter: Omit<WebhookQuery, 'world'>): Promise<readonly WebhookView[]> {
    const found = await this.#store.read(listWebhooks({ world: key, ...filter }))
    const views = await Promise.all(found.map(async (webhook) => this.#view(key, webhook)))
    return views.filter((view) => view !== null)
  }

  /** @throws ApiError 404 for an unknown webhook */
  async get({ key }: World, id: string): Promise<WebhookView> {
    const webhook = await this.#store.read(findWebhook(key, id))
    const view = webhook === null ? null : await this.#view(key, webhook)
    if (view === null) throw unknownWebhook(id)
    return view
  }

  /**
   * Adds a webhook to a run, and makes its attempt when the run has ended.
   *
   * @throws ApiError 404 for an unknown run
   */
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

  /**
   * Sends a webhook again, now.
   *
   * @throws ApiError 404 for an unknown webhook, 409 before the end of its run
   */
  async redeliver(world: World, id: string, mode: WebhookMode | null): Promise<WebhookView> {
    const { webhook, run } = await this.get(world, id)
    const { status } = stateAt(run.plan, world.clock.now())
    if (status === 'pending' || status === 'running') {
      throw new ApiError(
        'conflict',
        `Run ${run.id} is ${status}; redeliver its webhook after the end of the run.`,
      )
    }
    await this.#dispatch.resend(world, webhook, mode)
    return this.get(world, id)
  }

  /**
   * Suspends the attempts of a webhook until it is released.
   *
   * @throws ApiError 404 for an unknown webhook, 409 for one that is not pending
   */
  async hold(world: World, id: string): Promise<WebhookView> {
    await this.#change(world, id, 'pending', () => ({ state: 'held', dueAt: null }))
    return this.get(world, id)
  }

  /**
   * Releases a held webhook. Its next attempt is due now, or at the end of a run that has not ended.
   *
   * @throws ApiError 404 for an unknown webhook, 409 for one that is not held
   */
  async release(world: World, id: string): Promise<WebhookView> {
    const { run } = await this.get(world, id)
    const { endsAt } = run.plan
    const now = world.clock.now()
    await this.#change(world, id, 'held', ({ mode, delayMs }) => ({
      state: 'pending',
      dueAt: endsAt <= now ? now : instantAfter(endsAt, delayMs),
      // A released webhook no longer waits for the next one.
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

/** Returns the changes of a webhook after an attempt. An attempt out of turn changes the state only by its success. */
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
