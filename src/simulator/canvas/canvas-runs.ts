import { firstCharacters } from '../../kernel/text/first-characters.ts'
import { seededUuid } from '../../kernel/ids.ts'
import { nextOrdinal } from '../../kernel/ordinals.ts'
import {
  blankNode,
  blockFor,
  type Canvas,
  CANVAS_EDGES_MAX,
  type CanvasEdge,
  type CanvasNode,
  type NodeIdentity,
} from './canvas.ts'
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

/** Returns the id of the node that a generation adds to its canvas. */
export const runNodeId = (worldSeed: string, runId: string): string => seededUuid(`${worldSeed}/${runId}`)

/**
 * Returns the canvas with further runs. A run of a node becomes the node's last run. Any other generation adds a node. An
 * action outside a node adds nothing.
 *
 * @param runs created after `canvas.lastRun`, oldest first
 */
export function withRuns(
  canvas: Canvas,
  runs: readonly CanvasRun[],
  nodeIdOfRun: (runId: string) => string,
): Canvas {
  const nodes = new Map(canvas.nodes.map((node) => [node.nodeId, node]))
  const edges: CanvasEdge[] = []
  const positionOf = positionsBelow(canvas.nodes)
  let { lastNode, lastRun } = canvas
  let rank = canvas.nodes.at(-1)?.rank ?? 0
  let added = 0
  for (const run of runs) {
    lastRun = Math.max(lastRun, run.ordinal)
    const { node, action, references = [] } = run.request
    const nodeId = node ?? nodeIdOfRun(run.id)
    // A definition may have replaced the canvas, and kept the id of a node that is yet to come.
    const own = nodes.get(nodeId)
    if (own !== undefined) nodes.set(nodeId, { ...own, runId: run.id })
    const isNew = own === undefined && node === undefined && action === undefined
    if (!isNew || nodes.size >= GENERATED_MAX) continue
    lastNode = nextOrdinal(lastNode)
    rank = nextOrdinal(rank)
    const created = nodeOf(run, { ordinal: lastNode, rank, nodeId })
    nodes.set(nodeId, { ...created, ...positionOf(added) })
    added += 1
    edges.push(...edgesInto(created, references, nodes, canvas.lastEdge + edges.length))
  }
  const room = Math.max(0, CANVAS_EDGES_MAX - canvas.edges.length)
  return {
    nodes: [...nodes.values()],
    edges: [...canvas.edges, ...edges.slice(0, room)],
    lastNode,
    lastEdge: canvas.lastEdge + edges.length,
    lastRun,
  }
}

/** Edges from the nodes that are still there. Their ordinals follow `lastEdge`. */
function edgesInto(
  { ordinal: to }: CanvasNode,
  references: readonly string[],
  nodes: ReadonlyMap<string, CanvasNode>,
  lastEdge: number,
): CanvasEdge[] {
  return references
    .flatMap((nodeId) => nodes.get(nodeId) ?? [])
    .map(({ ordinal: from }, index) => {
      const ordinal = lastEdge + index + 1
      return { ordinal, id: `edge_of_run_${ordinal}`, from, to, input: null, extra: {} }
    })
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
