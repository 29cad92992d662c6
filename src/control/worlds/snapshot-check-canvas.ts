import type { FieldProblem } from '../../kernel/errors.ts'
import { problemAt, type Tables } from './snapshot-problem.ts'

/** Nodes and edges lie within the counters of their canvas, and parents are groups of the same canvas. */
export function canvasProblem({ canvases, canvas_nodes, canvas_edges }: Tables): FieldProblem | null {
  const counters = new Map(canvases.map((canvas) => [canvas.project_id, canvas]))
  const groups = new Set(canvas_nodes.filter(({ type }) => type === 'group').map(nameOf))
  for (const [index, node] of canvas_nodes.entries()) {
    const { ordinal, parent, project_id } = node
    if (ordinal > (counters.get(project_id)?.last_node ?? 0)) {
      return problemAt('canvas_nodes', index, 'ordinal', 'Lies beyond last_node of its canvas')
    }
    if (parent !== null && !groups.has(nameOf({ project_id, ordinal: parent }))) {
      return problemAt('canvas_nodes', index, 'parent', 'Names no group of the same canvas')
    }
  }
  const stray = canvas_edges.findIndex(
    ({ ordinal, project_id }) => ordinal > (counters.get(project_id)?.last_edge ?? 0),
  )
  return stray === -1
    ? null
    : problemAt('canvas_edges', stray, 'ordinal', 'Lies beyond last_edge of its canvas')
}

const nameOf = ({ project_id, ordinal }: Pick<Tables['canvas_nodes'][number], 'project_id' | 'ordinal'>) =>
  `${project_id} ${ordinal}`
