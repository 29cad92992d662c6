import type { Model } from '../../schemas/models/model.ts'
import type { MediaType, RunEffect } from '../../simulator/runs/plan.ts'
import { quoteOf } from '../../simulator/runs/price.ts'
import type { RunStatus } from '../../simulator/runs/state-at.ts'
import type { IdempotencyClaim, RunRecord, Store } from '../../store/store.ts'
import type { Caller } from '../worlds/caller.ts'
import type { Catalogue } from '../models/catalogue.ts'
import { checkDestination } from './check-project.ts'
import type { RunStarter, StartRun } from './run-starter.ts'
import { type RunPage, viewPage } from './runs.ts'

export interface StartGeneration {
  readonly type: MediaType
  readonly prompt: string
  readonly workspaceId: string
  readonly projectId: string
  /** Null asks for the default of the type. */
  readonly modelId: string | null
  readonly params: Readonly<Record<string, unknown>>
  readonly callbackUrl: string | null
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
  readonly #starter: RunStarter

  constructor(store: Store, catalogue: Catalogue, starter: RunStarter) {
    this.#store = store
    this.#starter = starter
    this.#catalogue = catalogue
  }

  /** Accepts a generation: reserves its price and decides its whole life. Throws what the API documents. */
  async start({ world }: Caller, command: StartGeneration): Promise<StartedRun> {
    const now = world.clock.now()
    await checkDestination(this.#store, world, command)
    const model = this.#catalogue.choose(command.type, command.modelId)
    const run = await this.#starter.start(world, toStartRun(command, model), now)
    return { run, estimatedSeconds: model.estimated_seconds }
  }

  /** The history, newest first. */
  async list({ world }: Caller, filter: GenerationFilter): Promise<RunPage> {
    const now = world.clock.now()
    const page = await this.#store.listRuns(
      { world: world.key, list: 'generation', techniqueId: null, ...filter },
      now,
    )
    return viewPage(page, now)
  }
}

function toStartRun(command: StartGeneration, model: Model): StartRun {
  const { type, prompt, params, effect, workspaceId, projectId, claim, callbackUrl } = command
  return {
    list: 'generation',
    workspaceId,
    projectId,
    request: {
      type,
      prompt,
      params,
      model: model.model_id,
      ...(callbackUrl === null ? {} : { callbackUrl }),
    },
    quote: quoteOf(model.estimated_credits),
    estimatedSeconds: model.estimated_seconds,
    steps: 0,
    claim,
    effect,
  }
}
