import { notFound } from '../../kernel/errors.ts'
import type { RunEffect } from '../../simulator/runs/plan.ts'
import { type RunStatus, stateAt } from '../../simulator/runs/state-at.ts'
import type { EpochMs } from '../../kernel/units.ts'
import type { EarlierUse, IdempotencyClaim, RunRecord, Store } from '../../store/store.ts'
import { bodyClaim, repeatedRun } from '../requests/body-key.ts'
import type { Caller } from '../worlds/caller.ts'
import type { StartedRun } from '../runs/generations.ts'
import { duplicateKey } from '../requests/idempotency.ts'
import type { RunStarter } from '../runs/run-starter.ts'
import { type RunPage, type RunView, viewPage } from '../runs/runs.ts'
import { checkInputs, type GivenInput } from './technique-inputs.ts'
import { toStartRun } from './technique-plan.ts'
import type { Techniques, TechniqueView } from './techniques.ts'
import type { World } from '../worlds/world.ts'

export interface StartTechnique {
  /** Id or slug. */
  readonly technique: string
  readonly inputs: readonly GivenInput[]
  readonly claim: IdempotencyClaim | null
  readonly effect: RunEffect
}

interface StartBySlug extends StartTechnique {
  readonly mode: string
  readonly callbackUrl: string | null
  /** Of the body; it wins over a key in the header. */
  readonly key: string | null
}

interface TechniqueRunFilter {
  readonly workspaceId: string | null
  readonly projectId: string | null
  readonly techniqueId: string | null
  readonly status: RunStatus | null
  readonly before: number | null
  readonly limit: number
}

export class TechniqueRuns {
  readonly #store: Store
  readonly #techniques: Techniques
  readonly #starter: RunStarter

  constructor(store: Store, techniques: Techniques, starter: RunStarter) {
    this.#store = store
    this.#techniques = techniques
    this.#starter = starter
  }

  /** Starts a run that the workspace pays for. */
  async start({ world }: Caller, command: StartTechnique & { workspaceId: string }): Promise<StartedRun> {
    const now = world.clock.now()
    const technique = this.#techniques.get(command.technique)
    if ((await this.#store.findWorkspace(world.key, command.workspaceId)) === null) throw notFound()
    const values = checkInputs(technique, command.inputs)
    const run = await this.#starter.start(
      world,
      toStartRun(world, { ...command, technique, values }, now),
      now,
    )
    return { run, estimatedSeconds: technique.estimated_seconds }
  }

  /** Starts a run that the world's first workspace pays for, or finds the one that the same request began. */
  async startBySlug(
    { world }: Caller,
    command: StartBySlug,
  ): Promise<{ readonly view: RunView; readonly isRepeat: boolean }> {
    const now = world.clock.now()
    const technique = this.#techniques.get(command.technique)
    const keyed = keyedClaim(command, technique, now)
    // A repeat is told so before anything else about it is judged.
    const earlier = keyed === null ? null : await this.#store.earlierUse(world.key, keyed, now)
    if (keyed !== null && earlier !== null) return this.#repeat(world, earlier, keyed, now)
    const [payer] = await this.#store.listWorkspaces(world.key)
    if (payer === undefined) throw notFound()
    const values = checkInputs(technique, command.inputs)
    const claim = keyed ?? command.claim
    const start = toStartRun(world, { ...command, technique, values, claim, workspaceId: payer.id }, now)
    const result = await this.#starter.startOnce(world, start, now)
    if (result.outcome === 'created') return { view: viewOf(result.run, now), isRepeat: false }
    if (keyed === null) throw duplicateKey()
    return this.#repeat(world, result.earlier, keyed, now)
  }

  /** Throws 404 for an unknown run, and for one of another technique. */
  async get({ world }: Caller, techniqueName: string, runId: string): Promise<RunView> {
    const run = await this.#store.findRun(world.key, runId)
    // The run may be of a technique that the fixtures do not have any more.
    const techniqueId = this.#techniques.find(techniqueName)?.technique_id ?? techniqueName
    if (run === null || run.request.technique?.id !== techniqueId) throw notFound()
    return viewOf(run, world.clock.now())
  }

  /** The history, newest first. */
  async list({ world }: Caller, filter: TechniqueRunFilter): Promise<RunPage> {
    const now = world.clock.now()
    return viewPage(await this.#store.listRuns({ world: world.key, list: 'technique', ...filter }, now), now)
  }

  async #repeat(world: World, earlier: EarlierUse, claim: IdempotencyClaim, now: EpochMs) {
    const run = await this.#store.findRun(world.key, repeatedRun(earlier, claim))
    if (run === null) throw notFound()
    return { view: viewOf(run, now), isRepeat: true }
  }
}

/** Null without a key. What is compared is what was understood: however it was spelled, by slug or by id. */
function keyedClaim(
  { key, inputs, mode, callbackUrl }: StartBySlug,
  { technique_id: techniqueId }: TechniqueView,
  now: EpochMs,
): IdempotencyClaim | null {
  if (key === null) return null
  const given = inputs.map(({ id, type, value }) => [id, type, value])
  return bodyClaim(
    { operation: 'startTechniqueRun', key, request: [techniqueId, given, mode, callbackUrl] },
    now,
  )
}

const viewOf = (run: RunRecord, now: EpochMs): RunView => ({ run, state: stateAt(run.plan, now) })
