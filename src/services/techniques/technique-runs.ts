import { notFound } from '../../kernel/errors.ts'
import type { RunEffect } from '../../simulator/runs/plan.ts'
import {
  type EarlierUse,
  findEarlierUse,
  type IdempotencyClaim,
} from '../../store/requests/idempotency-keys.ts'
import type { RunQuery } from '../../store/runs/run-records.ts'
import type { Store } from '../../store/store.ts'
import { listWorkspaces } from '../../store/workspaces/workspaces.ts'
import { bodyClaim, repeatedRun } from '../requests/body-key.ts'
import type { Caller } from '../worlds/caller.ts'
import { duplicateKey } from '../requests/idempotency.ts'
import type { RunReader } from '../runs/run-reader.ts'
import type { RunStarter, StartedRun } from '../runs/run-starter.ts'
import { type RunPage, type RunView, viewPage, viewRun } from '../runs/runs.ts'
import { checkWorkspace } from '../workspaces/check-workspace.ts'
import { checkInputs, type GivenInput } from './technique-inputs.ts'
import { toStartRun } from './technique-plan.ts'
import type { TechniqueDefinition } from './technique-definition.ts'
import type { Techniques } from './techniques.ts'

/** A run that a client requests. */
export interface StartTechnique {
  /** Id or slug. */
  readonly technique: string
  readonly inputs: readonly GivenInput[]
  readonly claim: IdempotencyClaim | null
  readonly effect: RunEffect
}

/** A run that a client requests under `/techniques/{id or slug}`. */
interface StartBySlug extends StartTechnique {
  readonly mode: string
  readonly callbackUrl: string | undefined
  /** Idempotency key of the body. Overrides the key of the header. */
  readonly key: string | undefined
}

/** Starts, reads and lists runs of techniques. */
export class TechniqueRuns {
  readonly #store: Store
  readonly #reader: RunReader
  readonly #techniques: Techniques
  readonly #starter: RunStarter

  constructor(store: Store, reader: RunReader, techniques: Techniques, starter: RunStarter) {
    this.#store = store
    this.#reader = reader
    this.#techniques = techniques
    this.#starter = starter
  }

  /**
   * Starts a run that the given workspace pays for.
   *
   * @throws ApiError 404 for an unknown technique or workspace, 400 for invalid inputs, and as `RunStarter.start` does
   */
  async start(caller: Caller, command: StartTechnique & { workspaceId: string }): Promise<StartedRun> {
    const technique = await this.#techniques.get(caller, command.technique)
    await checkWorkspace(this.#store, caller.world, command.workspaceId)
    const values = checkInputs(technique, command.inputs)
    return this.#starter.start(caller, toStartRun(caller, { ...command, technique, values }))
  }

  /**
   * Starts a run that the world's first workspace pays for. With an idempotency key in the body, a repeat of the request
   * returns the run of the first one.
   *
   * @throws ApiError 422 for a key that was used for another request, 409 for any used key in the profile `measured`, and
   *   as `start` does
   */
  async startBySlug(
    caller: Caller,
    command: StartBySlug,
  ): Promise<{ readonly view: RunView; readonly isRepeat: boolean }> {
    const { world, now } = caller
    const technique = await this.#techniques.get(caller, command.technique)
    const keyed = keyedClaim(command, technique, caller)
    // A repeat is answered before any other check of the request.
    const earlier = keyed === null ? null : await this.#store.read(findEarlierUse(world.key, keyed, now))
    const refusesRepeats = world.profile === 'measured'
    if (keyed !== null && earlier !== null) {
      if (refusesRepeats) throw duplicateKey()
      return this.#repeat(caller, earlier, keyed)
    }
    const [payer] = await this.#store.read(listWorkspaces(world.key))
    if (payer === undefined) throw notFound()
    const values = checkInputs(technique, command.inputs)
    // Production ignores the key of the header here, and refuses a repeat of the key in the body.
    const claim = refusesRepeats ? keyed : (keyed ?? command.claim)
    const start = toStartRun(caller, { ...command, technique, values, claim, workspaceId: payer.id })
    const result = await this.#starter.startOnce(caller, start)
    if (result.outcome === 'created') return { view: viewRun(result.run, now), isRepeat: false }
    if (keyed === null || refusesRepeats) throw duplicateKey()
    return this.#repeat(caller, result.earlier, keyed)
  }

  /** @throws ApiError 404 for an unknown run, and for a run of another technique */
  async get(caller: Caller, techniqueName: string, runId: string): Promise<RunView> {
    const run = await this.#reader.find(caller.world.key, runId)
    const techniqueId = run?.request.technique?.id
    if (run === null || techniqueId === undefined) throw notFound()
    // Other fixtures may lack the technique of a stored run, which its id finds all the same.
    const isNamed =
      techniqueName === techniqueId ||
      (await this.#techniques.find(caller, techniqueName))?.id === techniqueId
    if (!isNamed) throw notFound()
    return viewRun(run, caller.now)
  }

  /** Lists runs of techniques, newest first. */
  async list({ world, now }: Caller, filter: Omit<RunQuery, 'world' | 'kind'>): Promise<RunPage> {
    const query = { world: world.key, kind: 'technique', ...filter } as const
    return viewPage(await this.#reader.list(query, now), now)
  }

  async #repeat({ world, now }: Caller, earlier: EarlierUse, claim: IdempotencyClaim) {
    const run = await this.#reader.find(world.key, repeatedRun(earlier, claim))
    if (run === null) throw notFound()
    return { view: viewRun(run, now), isRepeat: true }
  }
}

/** Builds the claim of a body's key. Compares parsed values, so that slug and id, and all spellings of types, are equal. */
function keyedClaim(
  { key, inputs, mode, callbackUrl }: StartBySlug,
  { id: techniqueId }: TechniqueDefinition,
  caller: Caller,
): IdempotencyClaim | null {
  if (key === undefined) return null
  const given = inputs.map(({ id, type, value }) => [id, type, value])
  return bodyClaim(
    { operation: 'startTechniqueRun', key, request: [techniqueId, given, mode, callbackUrl ?? null] },
    caller,
  )
}
