import { blankNode, type Canvas, type CanvasEdge, type CanvasNode } from '../../simulator/canvas/canvas.ts'
import type { FieldProblem } from '../../kernel/errors.ts'
import { nextOrdinal } from '../../kernel/ordinals.ts'
import { clampCoordinate, positionsBelow } from '../../simulator/canvas/layout.ts'
import { type CanvasEdit, sizeProblems } from './draft.ts'
import { groupCycles } from './groups.ts'

/** A node of a definition. */
export interface DefinedNode extends Pick<
  CanvasNode,
  'nodeId' | 'block' | 'label' | 'model' | 'prompt' | 'params' | 'action' | 'contentUrl' | 'assetId' | 'extra'
> {
  /** Long id of the group. */
  readonly parentId: string | null
  /** Relative to the group. Null for a position below the other nodes. */
  readonly position: { readonly x: number; readonly y: number } | null
}

/** An edge of a definition, between long ids. */
interface DefinedEdge extends Pick<CanvasEdge, 'id' | 'input' | 'extra'> {
  readonly source: string
  readonly target: string
}

/** A whole canvas. */
export interface Definition {
  readonly nodes: readonly DefinedNode[]
  readonly edges: readonly DefinedEdge[]
  /** Nodes that inputs, outputs and documents refer to, with the field of each reference. */
  readonly mentioned: readonly { readonly field: string; readonly nodeId: string }[]
}

interface Answer {
  readonly problems: readonly FieldProblem[]
}

/**
 * Builds the canvas of a definition. Existing nodes keep their short ids and runs. Fields of problems are paths of the
 * request body.
 */
export function applyDefinition(canvas: Canvas, definition: Definition): CanvasEdit<Answer> {
  const { nodes: defined, edges: connections } = definition
  const fields = { nodes: 'definition.nodes', edges: 'definition.edges' }
  const problems = sizeProblems(defined.length, connections.length, fields)
  if (problems.length > 0) return { canvas: null, answer: { problems } }
  const before = new Map(canvas.nodes.map((node) => [node.nodeId, node]))
  let { lastNode, lastEdge } = canvas
  const nodes = new Map<string, CanvasNode>()
  for (const [index, { parentId: _parent, position: _position, ...members }] of defined.entries()) {
    const { nodeId, block } = members
    if (nodes.has(nodeId))
      problems.push(problem(`nodes.${index}.id`, 'duplicate_id', `"${nodeId}" is used twice`))
    const old = before.get(nodeId)
    const ordinal = old?.ordinal ?? (lastNode = nextOrdinal(lastNode))
    const runId = old?.runId ?? null
    const { output, ...rest } = members.extra
    // A node with a run shows the output of the run, so a stored output would never be read.
    const extra = runId === null && output !== undefined ? { ...rest, output } : rest
    nodes.set(nodeId, { ...blankNode(block, { ordinal, rank: index + 1, nodeId }), ...members, runId, extra })
  }
  problems.push(...groupProblems(definition, nodes), ...edgeProblems(definition, nodes))
  for (const { field, nodeId } of definition.mentioned) {
    if (!nodes.has(nodeId)) problems.push(missingNode(field))
  }
  if (problems.length > 0) return { canvas: null, answer: { problems } }
  const edges = connections.map(({ source, target, ...edge }) => {
    lastEdge = nextOrdinal(lastEdge)
    return { ...edge, ordinal: lastEdge, from: ordinalOf(nodes, source), to: ordinalOf(nodes, target) }
  })
  const placed = placeNodes(definition, nodes)
  return {
    canvas: { nodes: placed, edges, lastNode, lastEdge, lastRun: canvas.lastRun },
    answer: { problems },
  }
}

const problem = (field: string, code: string, message: string): FieldProblem => ({
  field: `definition.${field}`,
  code,
  message,
})

const missingNode = (field: string): FieldProblem =>
  problem(field, 'node_not_found', 'No such node in the definition')

const ordinalOf = (nodes: ReadonlyMap<string, CanvasNode>, nodeId: string): number =>
  nodes.get(nodeId)?.ordinal ?? 0

/** Sets the groups of nodes, and returns the problems of these. */
function groupProblems(definition: Definition, nodes: Map<string, CanvasNode>): FieldProblem[] {
  const problems: FieldProblem[] = []
  const fields = new Map<number, string>()
  for (const [index, { nodeId, parentId }] of definition.nodes.entries()) {
    const [node, parent] = [nodes.get(nodeId), parentId === null ? null : nodes.get(parentId)]
    const field = `nodes.${index}.parent_id`
    if (parent === null || node === undefined) continue
    if (parent === undefined) problems.push(missingNode(field))
    else if (parent.block !== 'group') problems.push(problem(field, 'not_a_group', 'Not a group'))
    else nodes.set(nodeId, { ...node, parent: parent.ordinal })
    fields.set(node.ordinal, field)
  }
  const byOrdinal = new Map([...nodes.values()].map((node) => [node.ordinal, node]))
  for (const { ordinal } of groupCycles(byOrdinal)) {
    const field = fields.get(ordinal) ?? 'nodes'
    problems.push(problem(field, 'group_cycle', 'Groups cannot contain each other'))
  }
  return problems
}

function edgeProblems({ edges }: Definition, nodes: ReadonlyMap<string, CanvasNode>): FieldProblem[] {
  const ids = new Set<string>()
  return edges.flatMap(({ id, source, target }, index) => {
    const problems: FieldProblem[] = []
    const field = `edges.${index}`
    if (ids.has(id)) problems.push(problem(`${field}.id`, 'duplicate_id', `"${id}" is used twice`))
    ids.add(id)
    if (!nodes.has(source)) problems.push(missingNode(`${field}.source`))
    if (!nodes.has(target)) problems.push(missingNode(`${field}.target`))
    if (source === target)
      problems.push(problem(`${field}.target`, 'self_connection', 'A node cannot be its own input'))
    return problems
  })
}

/** Converts positions, which are relative to groups, into absolute ones. */
function placeNodes({ nodes: defined }: Definition, nodes: ReadonlyMap<string, CanvasNode>): CanvasNode[] {
  const placeOf = positionsBelow(defined.flatMap(({ position }) => (position === null ? [] : [position])))
  const byOrdinal = new Map([...nodes.values()].map((node) => [node.ordinal, node]))
  const relative = new Map<number, { x: number; y: number }>()
  let missing = 0
  for (const { nodeId, position } of defined) {
    relative.set(ordinalOf(nodes, nodeId), position ?? placeOf(missing))
    if (position === null) missing += 1
  }
  return [...nodes.values()].map((node) => {
    let [x, y] = [0, 0]
    for (let at: CanvasNode | undefined = node; at !== undefined; at = byOrdinal.get(at.parent ?? 0)) {
      x += relative.get(at.ordinal)?.x ?? 0
      y += relative.get(at.ordinal)?.y ?? 0
    }
    return { ...node, x: clampCoordinate(x), y: clampCoordinate(y) }
  })
}
