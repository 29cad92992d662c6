import type { CanvasNode } from '../../simulator/canvas/canvas.ts'

/** Returns the ordinals of a group's members, including those of nested groups. */
export function membersOf(nodes: Iterable<CanvasNode>, group: number): ReadonlySet<number> {
  const children = new Map<number, number[]>()
  for (const { ordinal, parent } of nodes) {
    if (parent === null) continue
    const siblings = children.get(parent)
    if (siblings === undefined) children.set(parent, [ordinal])
    else siblings.push(ordinal)
  }
  const found = new Set<number>()
  const queue = [group]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const child of children.get(next) ?? []) {
      if (found.has(child)) continue
      found.add(child)
      queue.push(child)
    }
  }
  return found
}

/** Returns the nodes whose groups contain each other. */
export function groupCycles<Node extends Pick<CanvasNode, 'ordinal' | 'parent'>>(
  nodes: ReadonlyMap<number, Node>,
): readonly Node[] {
  const rooted = new Set<number>()
  const cyclic: Node[] = []
  for (const node of nodes.values()) {
    const path = new Set<number>()
    let parent: number | null = node.ordinal
    while (parent !== null && !rooted.has(parent) && !path.has(parent)) {
      path.add(parent)
      parent = nodes.get(parent)?.parent ?? null
    }
    if (parent !== null && path.has(parent)) cyclic.push(node)
    else for (const ordinal of path) rooted.add(ordinal)
  }
  return cyclic
}
