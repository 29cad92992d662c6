import type { Canvas } from './canvas.ts'

/** Counts the parts of a canvas. A workflow is a connected component with at least one edge. */
export function summarize({ nodes, edges }: Canvas) {
  const roots = new Map(nodes.map(({ ordinal }) => [ordinal, ordinal]))
  const rootOf = (ordinal: number): number => {
    let root = ordinal
    for (let up = roots.get(root) ?? root; up !== root; up = roots.get(root) ?? root) {
      // Path halving, so that a long chain stays cheap.
      roots.set(root, roots.get(up) ?? up)
      root = up
    }
    return root
  }
  const wired = new Set(edges.flatMap(({ from, to }) => [from, to]))
  for (const { from, to } of edges) roots.set(rootOf(from), rootOf(to))
  const groups = nodes.filter(({ block }) => block === 'group')
  return {
    nodeCount: nodes.length,
    edgeCount: edges.length,
    workflowCount: new Set([...wired].map(rootOf)).size,
    isolatedNodeCount: nodes.filter(({ ordinal, block }) => block !== 'group' && !wired.has(ordinal)).length,
    groupCount: groups.length,
  }
}

export type Summary = ReturnType<typeof summarize>
