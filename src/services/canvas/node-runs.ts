import { ApiError } from '../../kernel/errors.ts'
import type { RunEffect } from '../../simulator/runs/plan.ts'
import type { IdempotencyClaim } from '../../store/requests/idempotency-keys.ts'
import type { Caller } from '../worlds/caller.ts'
import { runOrder } from './run-order.ts'
import { isGenerative } from './node-model.ts'
import { textInto } from './upstream.ts'
import { type CanvasView, findNode, type NodeView } from './view.ts'
import type { CanvasAddress, Canvases } from './canvases.ts'
import type { Catalogue, CatalogueModel } from '../models/catalogue.ts'
import type { RunStarter, StartedRun } from '../runs/run-starter.ts'

/** Why a node did not run. */
interface Skipped {
  readonly reason:
    | 'node_not_found'
    | 'node_not_executable'
    | 'node_locked'
    | 'no_model_configured'
    | 'generation_already_running'
    | 'run_failed_to_start'
  readonly message: string
}

/** The outcome for one requested node: a run, or the reason for none. */
export type NodeRun = { readonly name: string } & (
  | { readonly started: StartedRun; readonly skipped: null }
  | { readonly started: null; readonly skipped: Skipped }
)

/** Nodes to run. */
export interface RunNodes {
  /** Short or long ids. */
  readonly names: readonly string[]
  readonly claim: IdempotencyClaim | null
  /** Returns the effect on a run, which depends on the directives in its prompt. */
  readonly effectFor: (prompt: string) => RunEffect
}

const skip = (reason: Skipped['reason'], message: string): Skipped => ({ reason, message })

/** Runs the nodes of a canvas. */
export class NodeRuns {
  readonly #canvases: Canvases
  readonly #catalogue: Catalogue
  readonly #starter: RunStarter

  constructor(canvases: Canvases, catalogue: Catalogue, starter: RunStarter) {
    this.#canvases = canvases
    this.#catalogue = catalogue
    this.#starter = starter
  }

  /** Starts runs, inputs first. Returns one entry for each name, in the order of the request. */
  async start(caller: Caller, address: CanvasAddress, command: RunNodes): Promise<readonly NodeRun[]> {
    const { names, claim } = command
    // Claims the key with an empty edit before the first run, because the request has several runs.
    const { view } = await this.#canvases.edit(caller, address, claim, (canvas) => {
      return { canvas, answer: { problems: [] } }
    })
    const nodes = names.map((name) => findNode(view, name))
    const { order, cyclic } = runOrder(nodes, view.canvas.edges)
    const entries: NodeRun[] = []
    const busy = new Set<number>()
    for (const index of order) {
      const node = nodes[index] ?? null
      const name = names[index] ?? ''
      const result =
        node !== null && cyclic.has(node.node.ordinal)
          ? skip('run_failed_to_start', 'The nodes of this request form a cycle.')
          : await this.#run(caller, view, node, busy, command)
      entries[index] =
        'reason' in result
          ? { name, started: null, skipped: result }
          : { name, started: result, skipped: null }
    }
    return entries
  }

  async #run(
    caller: Caller,
    view: CanvasView,
    target: NodeView | null,
    busy: Set<number>,
    command: RunNodes,
  ): Promise<StartedRun | Skipped> {
    if (target === null) return skip('node_not_found', 'No node of this canvas has this id.')
    const { node, type, status } = target
    if (!isGenerative(type)) return skip('node_not_executable', `A node of type ${type} generates nothing.`)
    if (node.extra.data?.['locked'] === true) return skip('node_locked', 'The node is locked.')
    if (node.model === null) return skip('no_model_configured', 'The node has no model.')
    if (status === 'generating' || busy.has(node.ordinal)) {
      return skip('generation_already_running', 'A generation of this node is in flight.')
    }
    const model = this.#catalogue.list(type).find(({ id }) => id === node.model)
    if (model === undefined) return skip('run_failed_to_start', `Model "${node.model}" is not available.`)
    const prompt = node.prompt ?? textInto(view, node.ordinal)
    if (prompt === null)
      return skip('run_failed_to_start', 'The node has neither a prompt nor an input node.')
    const started = await this.#start(caller, view, { model, prompt, target }, command)
    if ('run' in started) busy.add(node.ordinal)
    return started
  }

  async #start(
    caller: Caller,
    view: CanvasView,
    { model, prompt, target }: { model: CatalogueModel; prompt: string; target: NodeView },
    { effectFor }: RunNodes,
  ): Promise<StartedRun | Skipped> {
    const { nodeId, params } = target.node
    const request = { type: model.type, prompt, params: params ?? {}, model: model.id, node: nodeId }
    const command = {
      kind: 'generation' as const,
      workspaceId: view.workspaceId,
      projectId: view.projectId,
      request,
      quote: model.quote,
      estimatedSeconds: model.estimatedSeconds,
      steps: 0,
      claim: null,
      effect: effectFor(prompt),
    }
    try {
      return await this.#starter.start(caller, command)
    } catch (error) {
      // Documented: an error of one node does not fail the others.
      if (error instanceof ApiError) return skip('run_failed_to_start', error.message)
      throw error
    }
  }
}
