import { ApiError, notFound } from '../../kernel/errors.ts'
import { seededId } from '../../kernel/ids.ts'
import { seededRandom } from '../../kernel/random.ts'
import type { EpochMs } from '../../kernel/units.ts'
import { planRun, type RunEffect, type RunRequest } from '../../simulator/runs/plan.ts'
import { type RecordedRuns, recordedRuns, type Recording } from '../../simulator/runs/recorded-run.ts'
import { publishedRuns } from '../../simulator/runs/published-runs.ts'
import { firstDelivery, type WebhookEffect } from '../../simulator/webhooks/webhook.ts'
import type { CreateRun, CreateRunResult, RunRecord } from '../../store/runs/run-records.ts'
import { createRun } from '../../store/runs/run-transactions.ts'
import type { Store } from '../../store/store.ts'
import type { NewWebhook } from '../../store/webhooks/webhook-records.ts'
import { duplicateKey } from '../requests/idempotency.ts'
import type { Dispatch } from '../webhooks/webhooks.ts'
import type { Caller } from '../worlds/caller.ts'
import type { World } from '../worlds/world.ts'
import { checkProject } from './check-project.ts'

/** A run to start, of any kind. */
export interface StartRun extends Pick<CreateRun, 'kind' | 'workspaceId' | 'projectId' | 'quote' | 'claim'> {
  readonly request: RunRequest
  /** Expected duration in production, in seconds. The world's duration scale applies. */
  readonly estimatedSeconds: number
  /** Number of equal steps of the progress; 0 for continuous progress. */
  readonly steps: number
  readonly effect: RunEffect
  /** Fails a run that the balance does not cover, with `BILLING_NOT_ENOUGH_CREDITS`, instead of refusing it. @default false */
  readonly failsUnpaid?: boolean
  /** True for `POST /generate`, which has refusals of its own in production. @default false */
  readonly isGenerate?: boolean
  /** World time before which the run cannot start. @default now */
  readonly notBefore?: EpochMs
}

/** A run that was started, with the estimate for its client. */
export interface StartedRun {
  readonly run: RunRecord
  readonly estimatedSeconds: number
}

type StartResult = Extract<CreateRunResult, { outcome: 'created' | 'duplicate_key' }>

/** Starts runs of every kind: reserves the price, plans the run and stores it. */
export class RunStarter {
  readonly #store: Store
  readonly #dispatch: Dispatch
  readonly #recording: Recording | null

  /** @param recording measured runs, for worlds with the profile `measured` */
  constructor(store: Store, dispatch: Dispatch, recording: Recording | null) {
    this.#store = store
    this.#dispatch = dispatch
    this.#recording = recording
  }

  /** @throws ApiError 402 for a balance below the price, 409 for an idempotency key that was used */
  async start(caller: Caller, command: StartRun): Promise<StartedRun> {
    const result = await this.startOnce(caller, command)
    if (result.outcome === 'duplicate_key') throw duplicateKey()
    return { run: result.run, estimatedSeconds: command.estimatedSeconds }
  }

  /** Like `start`, but returns `duplicate_key` instead of throwing. */
  async startOnce(caller: Caller, command: StartRun): Promise<StartResult> {
    const { world, now } = caller
    const recorded = this.#recordedRuns(world, command)
    const result = await this.#store.write(() => createRun(toCreateRun(caller, command, recorded), now))
    switch (result.outcome) {
      case 'created': {
        const { run } = result
        await world.feed.noteCreated(run, now)
        if (run.request.callbackUrl !== undefined) await this.#announce(world, run, command.effect, now)
        return result
      }
      case 'duplicate_key':
        return result
      case 'insufficient_credits':
        await this.#checkProject(world, command)
        throw new ApiError('insufficient_credits', 'Insufficient credits.')
      case 'unknown_workspace':
      case 'unknown_project':
        await this.#checkProject(world, command)
        throw notFound()
    }
  }

  /** The measured runs that a new run is like; null without any. */
  #recordedRuns(
    { profile, durationScale }: World,
    { request, estimatedSeconds }: StartRun,
  ): RecordedRuns | null {
    if (profile !== 'measured') return null
    const recording = this.#recording
    const recorded = recording === null ? null : recordedRuns(recording, request, durationScale)
    return recorded ?? publishedRuns(request, estimatedSeconds, durationScale)
  }

  /** Throws the error that production checks before the balance. */
  async #checkProject(world: World, { workspaceId, projectId, isGenerate = false }: StartRun): Promise<void> {
    if (typeof projectId !== 'string') return
    await checkProject(this.#store, world, { workspaceId, projectId, isGenerate })
  }

  async #announce(world: World, { id }: RunRecord, { webhook }: RunEffect, now: EpochMs): Promise<void> {
    if (webhook?.mode === 'early') await this.#dispatch.announce(world, id)
    else this.#dispatch.wake(world, now)
  }
}

function toCreateRun(
  { world, now, traceParent }: Caller,
  command: StartRun,
  recorded: RecordedRuns | null,
): CreateRun {
  const { kind, workspaceId, projectId, quote, claim, steps, notBefore = now } = command
  const request = traceParent === null ? command.request : { ...command.request, traceParent }
  const { key, seed, profile, durationScale } = world
  // An early webhook precedes the answer of the start, so its run must have ended by then.
  const isEarly = command.effect.webhook?.mode === 'early'
  const effect = isEarly ? { ...command.effect, durationMs: 0 } : command.effect
  const durationMs = command.estimatedSeconds * 1000 * durationScale
  const build = (ordinal: number, isPaid: boolean) => {
    const id = seededId('run', seed, ordinal)
    const random = seededRandom(`${seed}/${id}`)
    const runEffect = isPaid ? effect : UNPAID
    const plan = planRun({
      now,
      notBefore,
      request,
      durationMs,
      quote,
      profile,
      effect: runEffect,
      random,
      steps,
      recorded,
    })
    const { callbackUrl: url } = request
    if (url === undefined) return { id, request, plan }
    const webhook = newWebhook(seededId('whd', seed, ordinal), url, effect.webhook, plan.endsAt)
    return { id, request, plan, webhook }
  }
  return {
    world: key,
    kind,
    workspaceId,
    projectId,
    quote,
    claim,
    failsUnpaid: command.failsUnpaid ?? false,
    build,
  }
}

/** Ends a run when it would start. */
const UNPAID: RunEffect = {
  outcome: { kind: 'failed', code: 'BILLING_NOT_ENOUGH_CREDITS', message: null },
  durationMs: 0,
  output: null,
  webhook: null,
}

const NO_FAULT: WebhookEffect = { mode: null, delayMs: 0 }

function newWebhook(id: string, url: string, effect: WebhookEffect | null, runEndsAt: EpochMs): NewWebhook {
  const delivery = effect ?? NO_FAULT
  return { id, url, ...delivery, ...firstDelivery(delivery, runEndsAt) }
}
