import { ApiError, notFound } from '../../kernel/errors.ts'
import { seededId } from '../../kernel/ids.ts'
import { planRun, type RunEffect, type RunRequest } from '../../simulator/runs/plan.ts'
import { seededRandom } from '../../kernel/random.ts'
import type { EpochMs } from '../../kernel/units.ts'
import { firstDelivery, type WebhookEffect, type WebhookMode } from '../../simulator/webhooks/webhook.ts'
import type {
  CreateRun,
  CreateRunResult,
  EarlierUse,
  NewWebhook,
  RunRecord,
  Store,
} from '../../store/store.ts'
import { duplicateKey } from '../requests/idempotency.ts'
import type { Dispatch } from '../webhooks/webhooks.ts'
import type { World } from '../worlds/world.ts'

/** A run of any kind, as its service has decided it. */
export interface StartRun extends Pick<CreateRun, 'list' | 'workspaceId' | 'projectId' | 'quote' | 'claim'> {
  readonly request: RunRequest
  /** What it is expected to take in production; the world's duration scale applies. */
  readonly estimatedSeconds: number
  /** Progress goes in so many equal steps; 0 for a smooth one. */
  readonly steps: number
  readonly effect: RunEffect
}

/** Starts runs of every kind: reserves their price and decides their whole life. */
export class RunStarter {
  readonly #store: Store
  readonly #dispatch: Dispatch

  constructor(store: Store, dispatch: Dispatch) {
    this.#store = store
    this.#dispatch = dispatch
  }

  /** Throws 402 when the workspace cannot pay, and 409 for an idempotency key that was used before. */
  async start(world: World, command: StartRun, now: EpochMs): Promise<RunRecord> {
    const result = await this.startOnce(world, command, now)
    if (result.outcome === 'duplicate_key') throw duplicateKey()
    return result.run
  }

  /** As `start`, but a key that was used before is told instead of thrown. */
  async startOnce(
    world: World,
    command: StartRun,
    now: EpochMs,
  ): Promise<
    | { readonly outcome: 'created'; readonly run: RunRecord }
    | { readonly outcome: 'duplicate_key'; readonly earlier: EarlierUse }
  > {
    // Creating a run settles what is over, and the feed reads its events off what is not settled.
    if (world.feed.isActive) await world.feed.catchUp(now)
    const result: CreateRunResult = await this.#store.createRun(toCreateRun(world, command, now), now)
    switch (result.outcome) {
      case 'created':
        if (world.feed.isActive) await world.feed.noteRun(result.run, 'run.created', now)
        await this.#announce(world, result.run, command.effect.webhook?.mode ?? null)
        return result
      case 'duplicate_key':
        return result
      case 'insufficient_credits':
        throw new ApiError('insufficient_credits', 'Insufficient credits.')
      case 'unknown_workspace':
        throw notFound()
    }
  }

  /** Sees to it that somebody who wants to know hears of the end. */
  async #announce(world: World, { id, request }: RunRecord, mode: WebhookMode | null): Promise<void> {
    if (request.callbackUrl === undefined) return
    if (mode === 'early') await this.#dispatch.announce(world, id)
    else this.#dispatch.wake(world, world.clock.now())
  }
}

function toCreateRun(world: World, command: StartRun, now: EpochMs): CreateRun {
  const { list, workspaceId, projectId, quote, claim, request, steps, effect: asked } = command
  const { profile } = world
  // What is announced before the creation is answered must be over by then.
  const effect = asked.webhook?.mode === 'early' ? { ...asked, durationMs: 0 } : asked
  const durationMs = command.estimatedSeconds * 1000 * world.durationScale
  return {
    world: world.key,
    list,
    workspaceId,
    projectId,
    quote,
    claim,
    build: (ordinal) => {
      const id = seededId('run', idSeed(world, list), ordinal)
      const random = seededRandom(`${world.seed}/${id}`)
      const plan = planRun({ now, request, durationMs, quote, profile, effect, random, steps })
      const { callbackUrl: url } = request
      if (url === undefined) return { id, request, plan }
      const webhookId = seededId('whd', idSeed(world, list), ordinal)
      return { id, request, plan, webhook: newWebhook(webhookId, url, effect.webhook, plan.endsAt) }
    },
  }
}

const PROPERLY: WebhookEffect = { mode: null, delayMs: 0 }

const newWebhook = (
  id: string,
  url: string,
  effect: WebhookEffect | null,
  runEndsAt: EpochMs,
): NewWebhook => {
  const how = effect ?? PROPERLY
  return { id, url, ...how, ...firstDelivery(how, runEndsAt) }
}

/** Lists are numbered apart, so the ids of each come from a seed of their own. */
const idSeed = ({ seed }: World, list: CreateRun['list']): string =>
  list === 'generation' ? seed : `${seed}/${list}`
