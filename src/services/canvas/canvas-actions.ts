import { ApiError, validationError } from '../../kernel/errors.ts'
import type { RunEffect } from '../../simulator/runs/plan.ts'
import type { IdempotencyClaim } from '../../store/requests/idempotency-keys.ts'
import type { Actions } from '../actions/actions.ts'
import type { Caller } from '../worlds/caller.ts'
import { joinTexts, sourcesOf } from './upstream.ts'
import type { Canvases } from './canvases.ts'
import type { StartedRun } from '../runs/run-starter.ts'

/** An action node to add. */
export interface NewActionNode {
  readonly projectId: string
  readonly actionId: string
  readonly params: Readonly<Record<string, unknown>>
  readonly claim: IdempotencyClaim | null
}

/** Adds and runs action nodes. */
export class CanvasActions {
  readonly #canvases: Canvases
  readonly #actions: Actions

  constructor(canvases: Canvases, actions: Actions) {
    this.#canvases = canvases
    this.#actions = actions
  }

  /** @throws ApiError 404 for an unknown project, 400 for an unknown action or invalid values of params that it knows */
  async create(caller: Caller, { projectId, actionId, params, claim }: NewActionNode) {
    const action = this.#actions.choose(actionId)
    const problems = this.#actions.checkKnownParams(action, params)
    if (problems.length > 0) throw validationError(problems)
    const node = { actionId, params, label: action.name }
    const { nodeId } = await this.#canvases.addActionNode(
      caller,
      { projectId, workspaceId: null },
      node,
      claim,
    )
    return { nodeId, actionId }
  }

  /**
   * Runs an action node on the texts of its input nodes.
   *
   * @throws ApiError 404 for an unknown node, 400 for a node without action, 409 while a run of it is in flight
   */
  async run(
    caller: Caller,
    { projectId, nodeId }: { readonly projectId: string; readonly nodeId: string },
    claim: IdempotencyClaim | null,
    effect: RunEffect,
  ): Promise<StartedRun> {
    const view = await this.#canvases.view(caller, { projectId, workspaceId: null })
    const { node, status } = this.#canvases.getNode(view, nodeId)
    if (node.action === null || node.action.id === null) {
      throw validationError([{ field: 'nodeId', code: 'not_an_action', message: 'Must be an action node' }])
    }
    if (status === 'generating') throw new ApiError('conflict', 'A run of this node is in flight.')
    const text = joinTexts(sourcesOf(view, node.ordinal))
    return this.#actions.startNode(caller, {
      actionId: node.action.id,
      params: node.action.params ?? {},
      workspaceId: view.workspaceId,
      projectId,
      // Files of other nodes are never fetched, so texts are the only inputs.
      inputs: text === null || text === '' ? [] : [{ type: 'text', url: null, text, name: null }],
      node: node.nodeId,
      claim,
      effect,
    })
  }
}
