import { ApiError } from '../../kernel/errors.ts'
import { CLOCK_MAX } from '../../kernel/instants.ts'
import { type EpochMs, epochMs } from '../../kernel/units.ts'
import type { RunEffect } from '../../simulator/runs/plan.ts'
import type { IdempotencyClaim } from '../../store/requests/idempotency-keys.ts'
import type { RunRecord } from '../../store/runs/run-records.ts'
import { viewRun } from '../runs/runs.ts'
import type { Caller } from '../worlds/caller.ts'
import { runOrder } from './run-order.ts'
import { isGenerative } from './node-model.ts'
import { joinTexts, sourcesOf } from './upstream.ts'
import { type CanvasView, findNode, type NodeView } from './view.ts'
import type { CanvasAddress, Canvases } from './canvases.ts'
import type { Catalogue } from '../models/catalogue.ts'
import type { RunnableModel } from '../models/runnable-model.ts'
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

/** A run of a node. */
interface StartedNode extends StartedRun {
  /** Model of the node; null when it has none and one was chosen for it. */
  readonly model: RunnableModel | null
}

/** The outcome for one requested node: a run, or the reason for none. */
export type NodeRun = { readonly name: string } & (
  | { readonly started: StartedNode; readonly skipped: null }
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

  /**
   * Starts runs, inputs first. A run leaves the queue after the runs of its inputs have ended.
   *
   * @returns one entry for each name, in the order of the request
   */
  async start(caller: Caller, address: CanvasAddress, command: RunNodes): Promise<readonly NodeRun[]> {
    const { names, claim } = command
    // Claims the key with an empty edit before the first run, because the request has several runs.
    const { view } = await this.#canvases.edit(caller, address, claim, (canvas) => {
      return { canvas, answer: { problems: [] } }
    })
    const targets = names.map((name) => findNode(view, name))
    const { order, cyclic } = runOrder(targets, view.canvas.edges)
    const entries: NodeRun[] = []
    let current = view
    for (const index of order) {
      const target = targets[index] ?? null
      const name = names[index] ?? ''
      const result =
        target !== null && cyclic.has(target.node.ordinal)
          ? skip('run_failed_to_start', 'The nodes of this request form a cycle.')
          : await this.#run(caller, current, target?.node.ordinal ?? null, command)
      if ('reason' in result) {
        entries[index] = { name, started: null, skipped: result }
        continue
      }
      entries[index] = { name, started: result, skipped: null }
      current = withRun(current, result.run, caller.now)
    }
    return entries
  }

  async #run(
    caller: Caller,
    view: CanvasView,
    ordinal: number | null,
    command: RunNodes,
  ): Promise<StartedNode | Skipped> {
    const target = view.nodes.find(({ node }) => node.ordinal === ordinal)
    if (target === undefined) return skip('node_not_found', 'No node of this canvas has this id.')
    const { node, type, status } = target
    if (!isGenerative(type)) return skip('node_not_executable', `A node of type ${type} generates nothing.`)
    if (node.extra.data?.['locked'] === true) return skip('node_locked', 'The node is locked.')
    // Documented: automatic routing covers image nodes only.
    if (node.model === null && type !== 'image') return skip('no_model_configured', 'The node has no model.')
    if (status === 'generating') {
      return skip('generation_already_running', 'A generation of this node is in flight.')
    }
    const model = node.model === null ? this.#catalogue.choose(type, null) : this.#catalogue.find(node.model)
    if (model?.type !== type) {
      return skip('run_failed_to_start', `Model "${node.model ?? type}" is not available.`)
    }
    const sources = sourcesOf(view, node.ordinal)
    const prompt = node.prompt ?? joinTexts(sources.map(onceEnded))
    if (prompt === null)
      return skip('run_failed_to_start', 'The node has neither a prompt nor an input node.')
    return this.#start(
      caller,
      view,
      { target, model, prompt, notBefore: endOf(sources, caller.now) },
      command,
    )
  }

  async #start(
    caller: Caller,
    view: CanvasView,
    { target, model, prompt, notBefore }: Ready,
    { effectFor }: RunNodes,
  ): Promise<StartedNode | Skipped> {
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
      // Documented: credits are not checked up front. Their lack shows on the run.
      failsUnpaid: true,
      notBefore,
    }
    try {
      const started = await this.#starter.start(caller, command)
      return { ...started, model: target.node.model === null ? null : model }
    } catch (error) {
      // Documented: an error of one node does not fail the others.
      if (error instanceof ApiError) return skip('run_failed_to_start', error.message)
      throw error
    }
  }
}

/** A node that can run. */
interface Ready {
  readonly target: NodeView
  readonly model: RunnableModel
  readonly prompt: string
  readonly notBefore: EpochMs
}

/** Returns the view with a run that was started for one of its nodes. */
function withRun(view: CanvasView, record: RunRecord, now: EpochMs): CanvasView {
  const nodes = view.nodes.map((each): NodeView => {
    return each.node.nodeId === record.request.node
      ? { ...each, run: viewRun(record, now), status: 'generating', output: null }
      : each
  })
  return { ...view, nodes }
}

/** Returns a node as it is after its run: the plan of a run in flight has its output. */
function onceEnded(source: NodeView): NodeView {
  const outcome = source.status === 'generating' ? source.run?.run.plan.outcome : undefined
  return outcome?.kind === 'completed' ? { ...source, output: outcome.outputs[0] ?? null } : source
}

/** Returns when the last run of some nodes ends, or `now`. */
const endOf = (sources: readonly NodeView[], now: EpochMs): EpochMs =>
  // A clock in the last year that it can show leaves room for one run.
  epochMs(Math.min(CLOCK_MAX, Math.max(now, ...sources.map(({ run }) => run?.run.plan.endsAt ?? now))))
