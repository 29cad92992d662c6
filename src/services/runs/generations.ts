import { validationError } from '../../kernel/errors.ts'
import type { MicroUsd } from '../../kernel/units.ts'
import type { MediaType, RunEffect } from '../../simulator/runs/plan.ts'
import type { IdempotencyClaim } from '../../store/requests/idempotency-keys.ts'
import type { RunQuery } from '../../store/runs/run-records.ts'
import type { Store } from '../../store/store.ts'
import type { Catalogue, CatalogueModel } from '../models/catalogue.ts'
import type { Canvases } from '../canvas/canvases.ts'
import { findNode } from '../canvas/view.ts'
import type { RunnableModel } from '../models/runnable-model.ts'
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
  /** Short or long ids of nodes of the project's canvas, which feed the node of the run. */
  readonly references: readonly string[]
  readonly claim: IdempotencyClaim | null
  readonly effect: RunEffect
}

interface GenerationParts {
  readonly catalogue: Catalogue
  readonly canvases: Canvases
  readonly starter: RunStarter
}

/** A generation whose model is known. */
type ModelledGeneration = Pick<
  StartGeneration,
  'prompt' | 'workspaceId' | 'params' | 'callbackUrl' | 'claim' | 'effect'
> &
  Pick<StartRun, 'projectId'>

type GenerationFilter = Omit<RunQuery, 'world' | 'kind' | 'techniqueId'>

/** Starts and lists generations. */
export class Generations {
  readonly #store: Store
  readonly #reader: RunReader
  readonly #catalogue: Catalogue
  readonly #canvases: Canvases
  readonly #starter: RunStarter

  constructor(store: Store, reader: RunReader, { catalogue, canvases, starter }: GenerationParts) {
    this.#store = store
    this.#reader = reader
    this.#catalogue = catalogue
    this.#canvases = canvases
    this.#starter = starter
  }

  /**
   * Reserves the price of a generation, and plans and stores its run.
   *
   * @throws ApiError 404 for an unknown workspace or project, 400 for an unknown model, and as `RunStarter.start` does
   */
  async start(caller: Caller, command: StartGeneration): Promise<StartedRun> {
    const model = await this.#choose(caller, command)
    const references = await this.#resolve(caller, command)
    return this.#starter.start(caller, toStartRun(command, model, { references, isGenerate: true }))
  }

  /**
   * Returns the price of a generation, without starting it.
   *
   * @throws ApiError as `start` does, except for the balance
   */
  async quote(caller: Caller, command: StartGeneration): Promise<MicroUsd> {
    const model = await this.#choose(caller, command)
    await checkProject(this.#store, caller.world, { ...command, isGenerate: true })
    await this.#resolve(caller, command)
    return model.quote
  }

  /**
   * Returns the long ids of the nodes that the request refers to.
   *
   * @throws ApiError 400 for an unknown node, and for a video
   */
  async #resolve(
    caller: Caller,
    { type, references, workspaceId, projectId }: StartGeneration,
  ): Promise<readonly string[]> {
    if (references.length === 0) return []
    const field = 'reference_node_ids'
    if (type === 'video') {
      const message = 'Not supported for videos. Pass the input in params, such as image_url'
      throw validationError([{ field, code: 'not_supported', message }])
    }
    await checkProject(this.#store, caller.world, { workspaceId, projectId, isGenerate: true })
    const view = await this.#canvases.view(caller, { projectId, workspaceId })
    const nodes = references.map((name) => findNode(view, name))
    const problems = nodes.flatMap((node, index) => {
      if (node !== null) return []
      const message = `No node "${references[index] ?? ''}" on the canvas of this project`
      return [{ field: `${field}.${index}`, code: 'node_not_found', message }]
    })
    if (problems.length > 0) throw validationError(problems)
    return [...new Set(nodes.flatMap((node) => (node === null ? [] : [node.node.nodeId])))]
  }

  /** Production checks the project before the model. `start` checks it too, so only a refusal reads it here. */
  async #choose({ world }: Caller, command: StartGeneration): Promise<CatalogueModel> {
    const { type, modelId = null } = command
    const model = this.#catalogue.choose(type, modelId)
    if (model !== null) return model
    await checkProject(this.#store, world, { ...command, isGenerate: true })
    throw this.#catalogue.unavailable(type, modelId)
  }

  /** Lists generations and runs of actions, newest first. */
  async list({ world, now }: Caller, filter: GenerationFilter): Promise<RunPage> {
    const query = { world: world.key, kind: 'generation', techniqueId: null, ...filter } as const
    return viewPage(await this.#reader.list(query, now), now)
  }
}

/** Builds the run of a generation. */
export function toStartRun(
  command: ModelledGeneration,
  model: RunnableModel,
  { references, isGenerate }: Pick<StartGeneration, 'references'> & { readonly isGenerate: boolean },
): StartRun {
  const { prompt, params, effect, workspaceId, projectId, claim, callbackUrl } = command
  const request = {
    type: model.type,
    prompt,
    params,
    model: model.id,
    ...(references.length === 0 ? {} : { references }),
  }
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
    isGenerate,
  }
}
