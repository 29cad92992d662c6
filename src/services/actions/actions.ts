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

interface RunTarget {
  readonly workspaceId: string
  readonly projectId: string
  readonly claim: IdempotencyClaim | null
  readonly effect: RunEffect
}

interface ActionArguments {
  readonly inputs: readonly ActionInput[]
  readonly params: Readonly<Record<string, unknown>>
}

export interface StartAction extends RunTarget, ActionArguments {
  /** Current or legacy. */
  readonly actionId: string
}

/** A run of a node on a canvas. */
export interface StartActionNode extends RunTarget, ActionArguments {
  readonly action: ActionDefinition
  /** The node's long id. */
  readonly node: string
}

/** The actions of the fixtures, which never change while the emulator runs, and their runs. */
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

  /** By current or legacy id; null when there is none. */
  find(id: string): ActionDefinition | null {
    return this.#byId.get(id) ?? null
  }

  /** As `find`; throws 404 when there is none. */
  get(id: string): ActionDefinition {
    const action = this.find(id)
    if (action === null) throw notFound()
    return action
  }

  /** As `find`; throws 400 with the ids of all actions. */
  choose(id: string): ActionDefinition {
    const action = this.find(id)
    if (action !== null) return action
    const ids = this.#actions.map((known) => known.id)
    throw validationError(oneOf('action_id', ids, id))
  }

  /** What is wrong with params, each under `params.<key>`. */
  checkParams(action: ActionDefinition, params: Readonly<Record<string, unknown>>): FieldProblem[] {
    return paramProblems(action, params)
  }

  /** Starts a run that touches no canvas. Throws what the API documents. */
  async start(caller: Caller, command: StartAction): Promise<StartedRun> {
    const action = this.choose(command.actionId)
    const problems = [...inputProblems(action, command.inputs), ...this.checkParams(action, command.params)]
    if (problems.length > 0) throw validationError(problems)
    const request = toRequest(action, command)
    return this.#start(caller, action, request, command)
  }

  /** Starts a run of a node, whose inputs are whatever feeds it. */
  async startNode(caller: Caller, { action, node, ...command }: StartActionNode): Promise<StartedRun> {
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

/** What the pictures of an action are made of. */
const SUBJECTS_MAX = 16
/** More than fits into the largest QR code. */
const SUBJECT_LENGTH_MAX = 3_000

const subjects = (inputs: readonly ActionInput[]): string[] =>
  inputs
    .slice(0, SUBJECTS_MAX)
    .map(({ text, url, name }) => (text ?? url ?? name ?? '').slice(0, SUBJECT_LENGTH_MAX))

function toRequest(action: ActionDefinition, { inputs, params: given }: ActionArguments): RunRequest {
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
    action: { id: action.id, ...(work === null ? { inputs: subjects(inputs) } : {}) },
    outputs: actionOutputs(slots, params, work?.texts ?? null),
  }
}
