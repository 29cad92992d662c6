import type { MediaType, RunEffect } from '../../simulator/runs/plan.ts'
import type { IdempotencyClaim } from '../../store/requests/idempotency-keys.ts'
import type { RunQuery } from '../../store/runs/run-records.ts'
import type { Store } from '../../store/store.ts'
import type { Catalogue, CatalogueModel } from '../models/catalogue.ts'
import type { Caller } from '../worlds/caller.ts'
import { checkProject } from './check-project.ts'
import type { RunReader } from './run-reader.ts'
import type { RunStarter, StartedRun, StartRun } from './run-starter.ts'
import { type RunPage, viewPage } from './runs.ts'

/** A generation as a client requests it. */
export interface StartGeneration {
  readonly type: MediaType
  readonly prompt: string
  readonly workspaceId: string
  readonly projectId: string
  /** @default the first model of the type */
  readonly modelId: string | undefined
  readonly params: Readonly<Record<string, unknown>>
  readonly callbackUrl: string | undefined
  readonly claim: IdempotencyClaim | null
  readonly effect: RunEffect
}

type GenerationFilter = Omit<RunQuery, 'world' | 'kind' | 'techniqueId'>

/** Starts and lists generations. */
export class Generations {
  readonly #store: Store
  readonly #reader: RunReader
  readonly #catalogue: Catalogue
  readonly #starter: RunStarter

  constructor(store: Store, reader: RunReader, catalogue: Catalogue, starter: RunStarter) {
    this.#store = store
    this.#reader = reader
    this.#catalogue = catalogue
    this.#starter = starter
  }

  /**
   * Reserves the price of a generation, and plans and stores its run.
   *
   * @throws ApiError 404 for an unknown workspace or project, 400 for an unknown model, and as `RunStarter.start` does
   */
  async start(caller: Caller, command: StartGeneration): Promise<StartedRun> {
    const model = await this.#choose(caller, command)
    return this.#starter.start(caller, toStartRun(command, model))
  }

  /** Production checks the project before the model. `start` checks it too, so only a refusal reads it here. */
  async #choose({ world }: Caller, command: StartGeneration): Promise<CatalogueModel> {
    const { type, modelId = null } = command
    const model = this.#catalogue.choose(type, modelId)
    if (model !== null) return model
    await checkProject(this.#store, world, command)
    throw this.#catalogue.unavailable(type, modelId)
  }

  /** Lists generations and runs of actions, newest first. */
  async list({ world, now }: Caller, filter: GenerationFilter): Promise<RunPage> {
    const query = { world: world.key, kind: 'generation', techniqueId: null, ...filter } as const
    return viewPage(await this.#reader.list(query, now), now)
  }
}

function toStartRun(command: StartGeneration, model: CatalogueModel): StartRun {
  const { type, prompt, params, effect, workspaceId, projectId, claim, callbackUrl } = command
  const request = { type, prompt, params, model: model.id }
  return {
    kind: 'generation',
    workspaceId,
    projectId,
    request: callbackUrl === undefined ? request : { ...request, callbackUrl },
    quote: model.quote,
    estimatedSeconds: model.estimatedSeconds,
    steps: 0,
    claim,
    effect,
  }
}
