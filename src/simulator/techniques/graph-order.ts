interface Edge {
  readonly source: string
  readonly target: string
}

interface GraphOrder {
  /** Ids of nodes, each after its inputs. */
  readonly order: readonly string[]
  /** Ids of nodes that are part of a cycle, or that depend on one. */
  readonly cyclic: readonly string[]
}

/** Sorts the nodes of a graph topologically (Kahn), in time that is linear in nodes and edges. */
export function orderNodes(ids: Iterable<string>, edges: readonly Edge[]): GraphOrder {
  const waiting = new Map(Array.from(ids, (id) => [id, 0]))
  const outgoing = new Map<string, string[]>()
  for (const { source, target } of edges) {
    waiting.set(target, (waiting.get(target) ?? 0) + 1)
    const targets = outgoing.get(source)
    if (targets === undefined) outgoing.set(source, [target])
    else targets.push(target)
  }
  const order = [...waiting].filter(([, count]) => count === 0).map(([id]) => id)
  // Grows while it is read.
  for (const id of order) {
    for (const target of outgoing.get(id) ?? []) {
      const count = (waiting.get(target) ?? 0) - 1
      waiting.set(target, count)
      if (count === 0) order.push(target)
    }
  }
  return { order, cyclic: [...waiting].filter(([, count]) => count > 0).map(([id]) => id) }
}

/** Returns the duration of the longest path, where independent nodes run at the same time. */
export function longestPath(
  order: readonly string[],
  edges: readonly Edge[],
  secondsOf: (id: string) => number,
): number {
  const incoming = new Map<string, string[]>()
  for (const { source, target } of edges) incoming.set(target, [...(incoming.get(target) ?? []), source])
  const ends = new Map<string, number>()
  let longest = 0
  for (const id of order) {
    const starts = (incoming.get(id) ?? []).map((source) => ends.get(source) ?? 0)
    const end = Math.max(0, ...starts) + secondsOf(id)
    ends.set(id, end)
    longest = Math.max(longest, end)
  }
  return longest
}
