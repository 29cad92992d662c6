import { type FieldProblem, notFound, validationError } from '../../kernel/errors.ts'
import type { ActionsFixture } from '../../schemas/fixtures.ts'
import { actionOutputs } from '../../simulator/actions/action-outputs.ts'
import type { RunEffect, RunRequest } from '../../simulator/runs/plan.ts'
import { runTextAction } from '../../simulator/actions/text-actions.ts'
import type { IdempotencyClaim } from '../../store/requests/idempotency-keys.ts'
import { type ActionInput, inputProblems } from './action-inputs.ts'
import { type ActionDefinition, toActionDefinition } from './action-definition.ts'
import { oneOf, paramProblems } from './action-params.ts'
import type { Caller } from '../worlds/caller.ts'
import type { RunStarter, StartedRun } from '../runs/run-starter.ts'

/** Members that all runs of actions have. */
interface RunTarget {
  readonly workspaceId: string
  readonly projectId: string
  readonly claim: IdempotencyClaim | null
  readonly effect: RunEffect
}

/** A run that a client requests. */
export interface StartAction extends RunTarget {
  /** Current or legacy id. */
  readonly actionId: string
  readonly inputs: readonly ActionInput[]
  readonly params: Readonly<Record<string, unknown>>
}

/** A run of an action node. */
export interface StartActionNode extends StartAction {
  /** Long id of the node. */
  readonly node: string
}

/** The actions of the fixtures, and their runs. */
export class Actions {
  readonly #actions: readonly ActionDefinition[]
  readonly #byId: ReadonlyMap<string, ActionDefinition>
  readonly #starter: RunStarter

  constructor(fixtures: ActionsFixture, starter: RunStarter) {
    this.#actions = fixtures.map(toActionDefinition)
    this.#starter = starter
    this.#byId = new Map(
      this.#actions.flatMap((action) => [action.id, ...action.legacyIds].map((id) => [id, action] as const)),
    )
  }

  list(): readonly ActionDefinition[] {
    return this.#actions
  }

  /** Finds an action by its current or legacy id. Returns null when there is none. */
  find(id: string): ActionDefinition | null {
    return this.#byId.get(id) ?? null
  }

  /** @throws ApiError 404 for an unknown action */
  get(id: string): ActionDefinition {
    const action = this.find(id)
    if (action === null) throw notFound()
    return action
  }

  /** @throws ApiError 400 on the request's `action_id` for an unknown action, with the ids of all actions */
  choose(id: string): ActionDefinition {
    const action = this.find(id)
    if (action !== null) return action
    const ids = this.#actions.map((known) => known.id)
    throw validationError(oneOf('action_id', ids, id))
  }

  /** Returns the problems of the params that an action knows, each under `params.<key>`. */
  checkKnownParams(action: ActionDefinition, params: Readonly<Record<string, unknown>>): FieldProblem[] {
    return paramProblems(action, params, { closed: false })
  }

  /**
   * Starts a run outside canvases.
   *
   * @throws ApiError 400 for an unknown action, invalid inputs or params, 404 for an unknown workspace or project, and as
   *   `RunStarter.start` does
   */
  async start(caller: Caller, command: StartAction): Promise<StartedRun> {
    const action = this.choose(command.actionId)
    const { inputs, params } = command
    const problems = [...inputProblems(action, inputs), ...paramProblems(action, params, { closed: true })]
    if (problems.length > 0) throw validationError(problems)
    const request = toRequest(action, command)
    return this.#start(caller, action, request, command)
  }

  /**
   * Starts a run of an action node. Its inputs come from the canvas, so they are not checked.
   *
   * @throws ApiError 400 for an unknown action, and as `RunStarter.start` does
   */
  async startNode(caller: Caller, { node, ...command }: StartActionNode): Promise<StartedRun> {
    const action = this.choose(command.actionId)
    return this.#start(caller, action, { ...toRequest(action, command), node }, command)
  }

  async #start(
    caller: Caller,
    action: ActionDefinition,
    request: RunRequest,
    target: RunTarget,
  ): Promise<StartedRun> {
    const { quote, estimatedSeconds } = action
    const { workspaceId, projectId, claim, effect } = target
    return this.#starter.start(caller, {
      kind: 'generation',
      workspaceId,
      projectId,
      request,
      quote,
      estimatedSeconds,
      steps: 0,
      claim,
      effect,
    })
  }
}

/** Inputs that determine the output pictures. */
const SUBJECTS_MAX = 16
/** Characters of an input: more than fits into the largest QR code. */
const SUBJECT_LENGTH_MAX = 3_000

const subjects = (inputs: readonly ActionInput[]): string[] =>
  inputs
    .slice(0, SUBJECTS_MAX)
    .map(({ text, url, name }) => (text ?? url ?? name ?? '').slice(0, SUBJECT_LENGTH_MAX))

function toRequest(action: ActionDefinition, { actionId, inputs, params: given }: StartAction): RunRequest {
  const params = { ...action.defaults, ...given }
  const texts = inputs.flatMap(({ name, text }) => (text === null ? [] : [{ name, text }]))
  const work = runTextAction(action.id, params, texts)
  if (work?.outcome === 'too_much') {
    throw validationError([{ field: `params.${work.param}`, message: work.reason }])
  }
  const slots = action.outputs.map(({ type, multiple }) => ({ type, several: multiple !== undefined }))
  return {
    type: action.outputs[0]?.type ?? 'image',
    prompt: action.name,
    model: '',
    params,
    action: {
      id: action.id,
      ...(actionId === action.id ? {} : { alias: actionId }),
      ...(work === null ? { inputs: subjects(inputs) } : {}),
    },
    outputs: actionOutputs(slots, params, work?.texts ?? null),
  }
}
