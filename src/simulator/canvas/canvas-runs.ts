import { firstCharacters } from '../../kernel/text/first-characters.ts'
import { nextOrdinal } from '../../kernel/ordinals.ts'
import { blankNode, blockFor, type Canvas, type CanvasNode, type NodeIdentity } from './canvas.ts'
import { positionsBelow } from './layout.ts'
import type { RunRequest } from '../runs/plan.ts'

/** Nodes of a canvas up to which generations add further ones, so that a long history leaves room for edits. */
const GENERATED_MAX = 1_000
/** Characters of a prompt that a node keeps. */
const PROMPT_MAX = 20_000
const LABEL_MAX = 60

/** The members of a run that a canvas uses. */
export interface CanvasRun {
  readonly ordinal: number
  readonly id: string
  readonly request: RunRequest
}

/**
 * Returns the canvas with further runs. A run of a node becomes the node's last run. Any other generation adds a node. An
 * action outside a node adds nothing.
 *
 * @param runs created after `canvas.lastRun`, oldest first
 */
export function withRuns(
  canvas: Canvas,
  runs: readonly CanvasRun[],
  nodeIdOf: (ordinal: number) => string,
): Canvas {
  const nodes = new Map(canvas.nodes.map((node) => [node.nodeId, node]))
  const positionOf = positionsBelow(canvas.nodes)
  let { lastNode, lastRun } = canvas
  let rank = canvas.nodes.at(-1)?.rank ?? 0
  let added = 0
  for (const run of runs) {
    lastRun = Math.max(lastRun, run.ordinal)
    const { node, action } = run.request
    const own = node === undefined ? undefined : nodes.get(node)
    if (own !== undefined) nodes.set(own.nodeId, { ...own, runId: run.id })
    if (node !== undefined || action !== undefined || nodes.size >= GENERATED_MAX) continue
    do lastNode = nextOrdinal(lastNode)
    while (nodes.has(nodeIdOf(lastNode)))
    rank = nextOrdinal(rank)
    const created = nodeOf(run, { ordinal: lastNode, rank, nodeId: nodeIdOf(lastNode) })
    nodes.set(created.nodeId, { ...created, ...positionOf(added) })
    added += 1
  }
  return { ...canvas, nodes: [...nodes.values()], lastNode, lastRun }
}

function nodeOf({ id, request }: CanvasRun, identity: NodeIdentity): CanvasNode {
  const { prompt, model, params, type } = request
  return {
    ...blankNode(blockFor(type), identity),
    label: labelFor(prompt),
    model: model === '' ? null : model,
    prompt: prompt.slice(0, PROMPT_MAX).toWellFormed(),
    params: Object.keys(params).length === 0 ? null : params,
    runId: id,
  }
}

/** Returns the label of a node: the first 60 characters of its prompt, on one line. */
export function labelFor(prompt: string): string {
  const line = prompt
    .slice(0, 4 * LABEL_MAX)
    .replaceAll(/\s+/g, ' ')
    .trim()
  return firstCharacters(line, LABEL_MAX).toWellFormed()
}
