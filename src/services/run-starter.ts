import { ApiError, notFound } from '../errors.ts'
import { seededId } from '../ids.ts'
import { planRun, type RunEffect, type RunRequest } from '../simulator/plan.ts'
import { seededRandom } from '../simulator/random.ts'
import type { EpochMs, MicroUsd } from '../simulator/units.ts'
import type { CreateRun, CreateRunResult, EarlierUse, RunRecord, Store } from '../store/store.ts'
import { duplicateKey } from './idempotency.ts'
import type { World } from './worlds.ts'

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

  constructor(store: Store) {
    this.#store = store
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
        return result
      case 'duplicate_key':
        return result
      case 'insufficient_credits':
        throw new ApiError('insufficient_credits', 'Insufficient credits.')
      case 'unknown_workspace':
        throw notFound()
    }
  }
}

function toCreateRun(world: World, command: StartRun, now: EpochMs): CreateRun {
  const { request, estimatedSeconds, steps, effect, ...rest } = command
  const { profile } = world
  const durationMs = estimatedSeconds * 1000 * world.durationScale
  return {
    world: world.key,
    ...rest,
    build: (ordinal) => {
      const id = runId(world, command.list, ordinal)
      const random = seededRandom(`${world.seed}/${id}`)
      const quote: MicroUsd = command.quote
      return {
        id,
        request,
        plan: planRun({ now, request, durationMs, quote, profile, effect, random, steps }),
      }
    },
  }
}

/** Lists are numbered apart, so the ids of each come from a seed of their own. */
const runId = ({ seed }: World, list: CreateRun['list'], ordinal: number): string =>
  seededId('run', list === 'generation' ? seed : `${seed}/${list}`, ordinal)
