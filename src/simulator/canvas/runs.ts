import { nextOrdinal } from '../../kernel/ordinals.ts'
import { blankNode, blockFor, type Canvas, type CanvasNode } from './canvas.ts'
import { placesBelow } from './layout.ts'
import type { RunRequest } from '../runs/plan.ts'

/** Generations add nodes up to here, so that a long history leaves room for edits. */
const GENERATED_MAX = 1_000
const PROMPT_MAX = 20_000
const LABEL_MAX = 60

/** A run as far as a canvas is concerned. */
export interface CanvasRun {
  readonly ordinal: number
  readonly id: string
  readonly request: RunRequest
}

/**
 * The canvas after runs that it has not seen, in order of creation. A run of a node becomes the node's last run; any
 * other generation adds a node of its own; an action that was run by itself leaves no trace.
 */
export function withRuns(
  canvas: Canvas,
  runs: readonly CanvasRun[],
  nodeIdOf: (ordinal: number) => string,
): Canvas {
  const nodes = new Map(canvas.nodes.map((node) => [node.nodeId, node]))
  const placeOf = placesBelow(canvas.nodes)
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
    const made = nodeOf(run, { ordinal: lastNode, rank, nodeId: nodeIdOf(lastNode) })
    nodes.set(made.nodeId, { ...made, ...placeOf(added) })
    added += 1
  }
  return { ...canvas, nodes: [...nodes.values()], lastNode, lastRun }
}

function nodeOf(
  { id, request }: CanvasRun,
  place: Pick<CanvasNode, 'ordinal' | 'rank' | 'nodeId'>,
): CanvasNode {
  const { prompt, model, params, type } = request
  return {
    ...blankNode(blockFor(type), place),
    label: labelFor(prompt),
    model: model === '' ? null : model,
    prompt: prompt.slice(0, PROMPT_MAX).toWellFormed(),
    params: Object.keys(params).length === 0 ? null : params,
    runId: id,
  }
}

/** A prompt as a label: its beginning, on one line. */
export function labelFor(prompt: string): string {
  return Array.from(
    prompt
      .slice(0, 4 * LABEL_MAX)
      .replaceAll(/\s+/g, ' ')
      .trim(),
  )
    .slice(0, LABEL_MAX)
    .join('')
    .toWellFormed()
}
