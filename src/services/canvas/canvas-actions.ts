import { ApiError, validationError } from '../../kernel/errors.ts'
import type { RunEffect } from '../../simulator/runs/plan.ts'
import type { IdempotencyClaim } from '../../store/requests/idempotency-keys.ts'
import type { Actions } from '../actions/actions.ts'
import type { Caller } from '../worlds/caller.ts'
import { textInto } from './upstream.ts'
import type { Canvases } from './canvases.ts'
import type { StartedRun } from '../runs/run-starter.ts'

export interface NewActionNode {
  readonly projectId: string
  readonly actionId: string
  readonly params: Readonly<Record<string, unknown>>
  readonly claim: IdempotencyClaim | null
}

/** Actions as nodes of a canvas. */
export class CanvasActions {
  readonly #canvases: Canvases
  readonly #actions: Actions

  constructor(canvases: Canvases, actions: Actions) {
    this.#canvases = canvases
    this.#actions = actions
  }

  /** Adds a node that has not been run; returns its id. Throws 400 for an unknown action and wrong params. */
  async create(caller: Caller, { projectId, actionId, params, claim }: NewActionNode) {
    const action = this.#actions.choose(actionId)
    const problems = this.#actions.checkParams(action, params)
    if (problems.length > 0) throw validationError(problems)
    const node = { actionId: action.id, params, label: action.name }
    const { nodeId } = await this.#canvases.addActionNode(
      caller,
      { projectId, workspaceId: null },
      node,
      claim,
    )
    return { nodeId, actionId: action.id }
  }

  /** Runs an action node on the text that feeds it. Throws 404 for an unknown node, 409 while it runs. */
  async run(
    caller: Caller,
    { projectId, nodeId }: { readonly projectId: string; readonly nodeId: string },
    claim: IdempotencyClaim | null,
    effect: RunEffect,
  ): Promise<StartedRun> {
    const view = await this.#canvases.view(caller, { projectId, workspaceId: null })
    const { node, status } = this.#canvases.getNode(view, nodeId)
    if (node.action === null || node.action.id === null) {
      throw validationError([{ field: 'nodeId', message: 'Must be a node that is an action' }])
    }
    if (status === 'generating') throw new ApiError('conflict', 'A run of this node is under way.')
    const text = textInto(view, node.ordinal)
    return this.#actions.startNode(caller, {
      action: this.#actions.choose(node.action.id),
      params: node.action.params ?? {},
      workspaceId: view.workspaceId,
      projectId,
      // What other nodes made is not fetched: only texts are worked on.
      inputs: text === null || text === '' ? [] : [{ type: 'text', url: null, text, name: null }],
      node: node.nodeId,
      claim,
      effect,
    })
  }
}
