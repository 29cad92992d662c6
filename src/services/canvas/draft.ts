import type { FieldProblem } from '../../kernel/errors.ts'
import { nextOrdinal } from '../../kernel/ordinals.ts'
import {
  blankNode,
  type BlockType,
  type Canvas,
  CANVAS_EDGES_MAX,
  CANVAS_NODES_MAX,
  type CanvasEdge,
  type CanvasNode,
  shortId,
} from '../../simulator/canvas/canvas.ts'

/** The outcome of an edit: the new canvas, or null when the edit is refused. */
export interface CanvasEdit<Answer> {
  readonly canvas: Canvas | null
  readonly answer: Answer
}

/** Reports a canvas that is too large, each limit under its field. */
export function sizeProblems(
  nodes: number,
  edges: number,
  fields: { readonly nodes: string; readonly edges: string },
): FieldProblem[] {
  const problems: FieldProblem[] = []
  if (nodes > CANVAS_NODES_MAX) {
    const message = `A canvas holds at most ${CANVAS_NODES_MAX} nodes`
    problems.push({ field: fields.nodes, code: 'too_many_nodes', message })
  }
  if (edges > CANVAS_EDGES_MAX) {
    const message = `A canvas holds at most ${CANVAS_EDGES_MAX} edges`
    problems.push({ field: fields.edges, code: 'too_many_edges', message })
  }
  return problems
}

/** A canvas during an edit, with the problems and warnings of the edit. */
export class CanvasDraft {
  readonly problems: FieldProblem[] = []
  readonly warnings: string[] = []
  readonly nodes: Map<number, CanvasNode>
  readonly edges: Map<number, CanvasEdge>
  readonly #before
  readonly #nodeIdOf
  /** Ordinals by name: short id, long id or ref. */
  readonly #names = new Map<string, number>()
  readonly #edgeIds: Set<string>
  /** Number of edges of each pair. Definitions may connect a pair several times. */
  readonly #pairs = new Map<string, number>()
  #lastNode
  #lastEdge
  #rank

  constructor(canvas: Canvas, nodeIdOf: (ordinal: number) => string) {
    this.#before = canvas
    this.#nodeIdOf = nodeIdOf
    this.nodes = new Map(canvas.nodes.map((node) => [node.ordinal, node]))
    this.edges = new Map(canvas.edges.map((edge) => [edge.ordinal, edge]))
    for (const { ordinal } of canvas.nodes) this.#names.set(shortId(ordinal), ordinal)
    for (const { ordinal, nodeId } of canvas.nodes) this.#names.set(nodeId, ordinal)
    this.#edgeIds = new Set(canvas.edges.map(({ id }) => id))
    for (const edge of canvas.edges) this.#count(edge, 1)
    this.#lastNode = canvas.lastNode
    this.#lastEdge = canvas.lastEdge
    this.#rank = canvas.nodes.at(-1)?.rank ?? 0
  }

  /** Adds a problem, which refuses the edit. */
  reject(field: string, code: string, message: string, validValues: readonly string[] | null = null): void {
    this.problems.push({ field, code, message, ...(validValues === null ? {} : { validValues }) })
  }

  /** Finds a node by name. Adds a problem on `field`, and returns null, when there is none. */
  resolve(name: string, field: string): CanvasNode | null {
    const node = this.find(name)
    if (node === null) this.reject(field, 'node_not_found', `No node "${name}" on this canvas`)
    return node
  }

  /** Finds a node by name. */
  find(name: string): CanvasNode | null {
    const ordinal = this.#names.get(name)
    return ordinal === undefined ? null : (this.nodes.get(ordinal) ?? null)
  }

  /** Adds a name of a node. */
  name(name: string, { ordinal }: CanvasNode): void {
    this.#names.set(name, ordinal)
  }

  /** Adds a blank node. */
  add(block: BlockType): CanvasNode {
    do this.#lastNode = nextOrdinal(this.#lastNode)
    while (this.#names.has(this.#nodeIdOf(this.#lastNode)))
    this.#rank = nextOrdinal(this.#rank)
    const ordinal = this.#lastNode
    const node = blankNode(block, { ordinal, rank: this.#rank, nodeId: this.#nodeIdOf(ordinal) })
    this.set(node)
    this.#names.set(node.nodeId, ordinal)
    return node
  }

  set(node: CanvasNode): void {
    this.nodes.set(node.ordinal, node)
  }

  /** Adds an edge. Returns false when the pair has one: edits add at most one for each pair. */
  connect(from: number, to: number, input: string | null): boolean {
    if ((this.#pairs.get(pairOf({ from, to })) ?? 0) > 0) return false
    let id: string
    do {
      this.#lastEdge = nextOrdinal(this.#lastEdge)
      id = `edge_${this.#lastEdge}`
    } while (this.#edgeIds.has(id))
    this.edges.set(this.#lastEdge, { ordinal: this.#lastEdge, id, from, to, input, extra: {} })
    this.#count({ from, to }, 1)
    return true
  }

  /** Removes the edges that match, and returns their number. */
  disconnect(matches: (edge: CanvasEdge) => boolean): number {
    const gone = [...this.edges.values()].filter(matches)
    for (const edge of gone) {
      this.edges.delete(edge.ordinal)
      this.#count(edge, -1)
    }
    return gone.length
  }

  #count(edge: Pair, by: 1 | -1): void {
    const pair = pairOf(edge)
    this.#pairs.set(pair, (this.#pairs.get(pair) ?? 0) + by)
  }

  /**
   * Returns the edited canvas, or null when the edit has problems.
   *
   * @param field for the problem of a canvas that is too large
   */
  finish(field: string): Canvas | null {
    this.problems.push(...sizeProblems(this.nodes.size, this.edges.size, { nodes: field, edges: field }))
    if (this.problems.length > 0) return null
    return {
      nodes: [...this.nodes.values()],
      edges: [...this.edges.values()],
      lastNode: this.#lastNode,
      lastEdge: this.#lastEdge,
      lastRun: this.#before.lastRun,
    }
  }
}

interface Pair {
  readonly from: number
  readonly to: number
}

const pairOf = ({ from, to }: Pair): string => `${from}>${to}`
