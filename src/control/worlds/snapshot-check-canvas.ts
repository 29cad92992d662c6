import type { FieldProblem } from '../../kernel/errors.ts'
import { groupCycles } from '../../services/canvas/groups.ts'
import { CANVAS_EDGES_MAX, CANVAS_NODES_MAX } from '../../simulator/canvas/canvas.ts'
import { problemAt, type Tables } from './snapshot-problem.ts'

interface Node extends Pick<Tables['canvas_nodes'][number], 'ordinal' | 'parent' | 'type'> {
  /** Position of its row. */
  readonly index: number
}

/**
 * Nodes and edges lie within the counters of their canvas, and are no more than edits could make. Parents are groups of the
 * same canvas, and do not contain each other.
 */
export function canvasProblem({ canvases, canvas_nodes, canvas_edges }: Tables): FieldProblem | null {
  const canvasOf = new Map(
    canvases.map(({ project_id, last_node, last_edge }, index) => [
      project_id,
      { index, last_node, last_edge, nodes: new Map<number, Node>(), edgeCount: 0 },
    ]),
  )
  for (const [index, { project_id, ordinal, parent, type }] of canvas_nodes.entries()) {
    const canvas = canvasOf.get(project_id)
    if (canvas === undefined || ordinal > canvas.last_node) {
      return problemAt('canvas_nodes', index, 'ordinal', 'Lies beyond last_node of its canvas')
    }
    canvas.nodes.set(ordinal, { index, ordinal, parent, type })
  }
  for (const [index, { project_id, ordinal }] of canvas_edges.entries()) {
    const canvas = canvasOf.get(project_id)
    if (canvas === undefined || ordinal > canvas.last_edge) {
      return problemAt('canvas_edges', index, 'ordinal', 'Lies beyond last_edge of its canvas')
    }
    canvas.edgeCount += 1
  }
  for (const { index, nodes, edgeCount } of canvasOf.values()) {
    if (nodes.size > CANVAS_NODES_MAX) {
      return problemAt('canvases', index, 'last_node', `Has more than ${CANVAS_NODES_MAX} nodes`)
    }
    if (edgeCount > CANVAS_EDGES_MAX) {
      return problemAt('canvases', index, 'last_edge', `Has more than ${CANVAS_EDGES_MAX} edges`)
    }
    const problem = parentProblem(nodes)
    if (problem !== null) return problem
  }
  return null
}

function parentProblem(nodes: ReadonlyMap<number, Node>): FieldProblem | null {
  for (const { index, parent } of nodes.values()) {
    if (parent !== null && nodes.get(parent)?.type !== 'group') {
      return problemAt('canvas_nodes', index, 'parent', 'Names no group of the same canvas')
    }
  }
  const [circling] = groupCycles(nodes)
  return circling === undefined
    ? null
    : problemAt('canvas_nodes', circling.index, 'parent', 'Groups cannot contain each other')
}
