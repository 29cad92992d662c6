import type { CanvasEdge } from '../../simulator/canvas/canvas.ts'
import type { NodeView } from './view.ts'

/**
 * Sorts nodes topologically: returns their indexes, inputs first, and the ordinals of nodes that are part of a cycle or
 * depend on one.
 */
export function runOrder(
  nodes: readonly (NodeView | null)[],
  edges: readonly CanvasEdge[],
): { readonly order: readonly number[]; readonly cyclic: ReadonlySet<number> } {
  const wanted = new Set(nodes.flatMap((view) => (view === null ? [] : [view.node.ordinal])))
  const between = edges.filter(({ from, to }) => wanted.has(from) && wanted.has(to))
  const rank = new Map<number, number>()
  for (let level = 0; rank.size < wanted.size; level += 1) {
    const blocked = new Set(between.filter(({ from }) => !rank.has(from)).map(({ to }) => to))
    const free = [...wanted].filter((ordinal) => !rank.has(ordinal) && !blocked.has(ordinal))
    if (free.length === 0) break
    for (const ordinal of free) rank.set(ordinal, level)
  }
  const rankOf = (index: number): number => rank.get(nodes[index]?.node.ordinal ?? 0) ?? Infinity
  const order = nodes.map((_, index) => index).toSorted((a, b) => compare(rankOf(a), rankOf(b)) || a - b)
  return { order, cyclic: new Set([...wanted].filter((ordinal) => !rank.has(ordinal))) }
}

/** Compares without subtraction, because Infinity less Infinity is NaN. */
const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1)
