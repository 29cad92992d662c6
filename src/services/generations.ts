import { ApiError, notFound, unknownError, validationError } from '../errors.ts'
import { seededId } from '../ids.ts'
import type { Model } from '../schemas/model.ts'
import type { MediaType, RunEffect } from '../simulator/plan.ts'
import { planRun } from '../simulator/plan.ts'
import { quoteOf } from '../simulator/price.ts'
import { seededRandom } from '../simulator/random.ts'
import type { RunStatus } from '../simulator/state-at.ts'
import type { EpochMs } from '../simulator/units.ts'
import type { CreateRun, IdempotencyClaim, RunRecord, Store } from '../store/store.ts'
import type { Caller } from './caller.ts'
import type { Catalogue } from './catalogue.ts'
import { duplicateKey } from './idempotency.ts'
import { type RunPage, viewPage } from './runs.ts'
import type { World } from './worlds.ts'

export interface StartGeneration {
  readonly type: MediaType
  readonly prompt: string
  readonly workspaceId: string
  readonly projectId: string
  /** Null asks for the default of the type. */
  readonly modelId: string | null
  readonly params: Readonly<Record<string, unknown>>
  readonly claim: IdempotencyClaim | null
  readonly effect: RunEffect
}

export interface StartedRun {
  readonly run: RunRecord
  readonly estimatedSeconds: number
}

export interface GenerationFilter {
  readonly workspaceId: string | null
  readonly projectId: string | null
  readonly status: RunStatus | null
  readonly before: number | null
  readonly limit: number
}

export class Generations {
  readonly #store: Store
  readonly #catalogue: Catalogue

  constructor(store: Store, catalogue: Catalogue) {
    this.#store = store
    this.#catalogue = catalogue
  }

  /** Accepts a generation: reserves its price and decides its whole life. Throws what the API documents. */
  async start({ world }: Caller, command: StartGeneration): Promise<StartedRun> {
    const now = world.clock.now()
    await this.#checkDestination(world, command)
    const model = this.#catalogue.choose(command.type, command.modelId)
    // Creating a run settles what is over, and the feed reads its events off what is not settled.
    if (world.feed.isActive) await world.feed.catchUp(now)
    const result = await this.#store.createRun(toCreateRun(world, command, model, now), now)
    switch (result.outcome) {
      case 'created':
        if (world.feed.isActive) await world.feed.noteRun(result.run, 'run.created', now)
        return { run: result.run, estimatedSeconds: model.estimated_seconds }
      case 'duplicate_key':
        throw duplicateKey()
      case 'insufficient_credits':
        throw new ApiError('insufficient_credits', 'Insufficient credits.')
      case 'unknown_workspace':
        throw notFound()
    }
  }

  /** The history, newest first. */
  async list({ world }: Caller, filter: GenerationFilter): Promise<RunPage> {
    const now = world.clock.now()
    const page = await this.#store.listRuns({ world: world.key, list: 'generation', ...filter }, now)
    return viewPage(page, now)
  }

  async #checkDestination(
    { key, profile }: World,
    { workspaceId, projectId }: StartGeneration,
  ): Promise<void> {
    const home = await this.#store.workspaceOf(key, projectId)
    if (home === workspaceId) return
    // Measured: production answers 500 for a well-formed project id that does not exist.
    if (home === null && profile === 'measured') throw unknownError()
    if (home === null || (await this.#store.findWorkspace(key, workspaceId)) === null) throw notFound()
    const message = 'Project does not belong to the specified workspace.'
    throw validationError([{ field: 'project_id', message }], message)
  }
}

function toCreateRun(world: World, command: StartGeneration, model: Model, now: EpochMs): CreateRun {
  const { type, prompt, params, effect, workspaceId, projectId, claim } = command
  const request = { type, prompt, params, model: model.model_id }
  const quote = quoteOf(model.estimated_credits)
  const durationMs = model.estimated_seconds * 1000 * world.durationScale
  return {
    world: world.key,
    list: 'generation',
    workspaceId,
    projectId,
    quote,
    claim,
    build: (ordinal) => {
      const id = seededId('run', world.seed, ordinal)
      const random = seededRandom(`${world.seed}/${id}`)
      const { profile } = world
      return { id, request, plan: planRun({ now, request, durationMs, quote, profile, effect, random }) }
    },
  }
}
