import { seededId } from '../../kernel/ids.ts'
import { labelFor } from '../../simulator/canvas/canvas-runs.ts'
import type { RunEffect } from '../../simulator/runs/plan.ts'
import type { Store } from '../../store/store.ts'
import type { Catalogue } from '../models/catalogue.ts'
import type { GatewayCatalogueModel } from '../models/gateway-catalogue.ts'
import { checkWorkspace } from '../workspaces/check-workspace.ts'
import type { Caller } from '../worlds/caller.ts'
import { checkProject } from './check-project.ts'
import { type StartGeneration, toStartRun } from './generations.ts'
import type { RunStarter, StartedRun, StartRun } from './run-starter.ts'

/** A generation through the gateway, as a client requests it. The model decides the type of the output. */
export interface StartGatewayGeneration extends Omit<
  StartGeneration,
  'type' | 'projectId' | 'modelId' | 'references'
> {
  readonly modelId: string
  /** @default a new project that is named after the prompt */
  readonly projectId: string | undefined
}

/** Starts generations with models of the gateway. */
export class GatewayGenerations {
  readonly #store: Store
  readonly #catalogue: Catalogue
  readonly #starter: RunStarter

  constructor(store: Store, catalogue: Catalogue, starter: RunStarter) {
    this.#store = store
    this.#catalogue = catalogue
    this.#starter = starter
  }

  /**
   * Reserves the price of a generation, and plans and stores its run. A run without a parameter that its model requires
   * is accepted and fails.
   *
   * @throws ApiError 404 for an unknown workspace or project, 400 for an unknown model, and as `RunStarter.start` does
   */
  async start(caller: Caller, command: StartGatewayGeneration): Promise<StartedRun> {
    const model = await this.#find(caller, command)
    const { params, effect } = command
    const projectId = command.projectId ?? newProject(caller, command)
    const run = { ...command, projectId, effect: withMissingParam(effect, model, params) }
    return this.#starter.start(caller, toStartRun(run, model, { references: [], isGenerate: false }))
  }

  /** Projects are checked before models, as for other generations. */
  async #find({ world }: Caller, command: StartGatewayGeneration): Promise<GatewayCatalogueModel> {
    const { modelId, workspaceId, projectId } = command
    const model = this.#catalogue.gateway.find(modelId)
    if (model !== null) return model
    if (projectId === undefined) await checkWorkspace(this.#store, world, workspaceId)
    else await checkProject(this.#store, world, { workspaceId, projectId })
    throw this.#catalogue.gateway.unavailable(modelId)
  }
}

const newProject =
  ({ world, now }: Caller, { workspaceId, prompt }: StartGatewayGeneration): StartRun['projectId'] =>
  (ordinal) => ({
    id: seededId('prj', world.seed, ordinal),
    workspaceId,
    name: labelFor(prompt) || 'Untitled',
    origin: 'api',
    createdAt: now,
  })

/** Measured for `POST /generate`: production accepts and bills a request without a required input, and the run fails. */
function withMissingParam(
  effect: RunEffect,
  { params }: GatewayCatalogueModel,
  given: StartGeneration['params'],
): RunEffect {
  const missing = params.find(
    ({ name, required, default: value }) => required && value === undefined && given[name] === undefined,
  )
  if (missing === undefined || effect.outcome !== null) return effect
  const message = `Field required (${missing.name})`
  return { ...effect, outcome: { kind: 'failed', code: 'GENERATION_INPUT_VALIDATION', message } }
}
