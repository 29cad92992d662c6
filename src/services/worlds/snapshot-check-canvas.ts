import type { FieldProblem } from '../../kernel/errors.ts'
import type { Snapshot } from '../../schemas/control/worlds/snapshot.ts'
import { at } from './snapshot-problem.ts'

type Tables = Pick<Snapshot['tables'], 'projects' | 'canvases' | 'canvas_nodes' | 'canvas_edges'>

/** The first thing on a canvas that points nowhere. */
export function canvasProblem(tables: Tables): FieldProblem | null {
  return countProblem(tables) ?? nodeProblem(tables) ?? edgeProblem(tables)
}

function countProblem({ projects, canvases }: Tables): FieldProblem | null {
  const known = new Set(projects.map(({ id }) => id))
  const index = canvases.findIndex((canvas) => !known.has(canvas.project_id))
  return index === -1 ? null : at('canvases', index, 'project_id', 'No such project in the snapshot')
}

function nodeProblem({ canvases, canvas_nodes: nodes }: Tables): FieldProblem | null {
  const counts = new Map(canvases.map((canvas) => [canvas.project_id, canvas.last_node]))
  const groups = new Set(nodes.filter(({ type }) => type === 'group').map(nameOf))
  for (const [index, node] of nodes.entries()) {
    if (node.ordinal > (counts.get(node.project_id) ?? 0)) {
      return at('canvas_nodes', index, 'ordinal', 'Beyond last_node of its canvas')
    }
    const { parent, project_id: project } = node
    if (parent !== null && !groups.has(`${project} ${parent}`)) {
      return at('canvas_nodes', index, 'parent', 'No such group on the canvas')
    }
  }
  return null
}

function edgeProblem({ canvases, canvas_nodes: nodes, canvas_edges: edges }: Tables): FieldProblem | null {
  const counts = new Map(canvases.map((canvas) => [canvas.project_id, canvas.last_edge]))
  const known = new Set(nodes.map(nameOf))
  for (const [index, edge] of edges.entries()) {
    const { project_id: project, from_node: from, to_node: to } = edge
    if (edge.ordinal > (counts.get(project) ?? 0)) {
      return at('canvas_edges', index, 'ordinal', 'Beyond last_edge of its canvas')
    }
    if (!known.has(`${project} ${from}`)) return at('canvas_edges', index, 'from_node', 'No such node')
    if (!known.has(`${project} ${to}`)) return at('canvas_edges', index, 'to_node', 'No such node')
  }
  return null
}

const nameOf = (node: Tables['canvas_nodes'][number]): string => `${node.project_id} ${node.ordinal}`
