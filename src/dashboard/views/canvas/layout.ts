import type { GraphNode } from '../../../schemas/canvas/graph.ts'

export interface Place {
  readonly x: number
  readonly y: number
}

/** Size of every drawn node. Canvases define positions, but no sizes. */
export const NODE = { width: 200, height: 76 }
const MARGIN = 24
/** Canvases leave more space between nodes than the drawing needs. */
const SCALE = 0.6

export const placesOf = (nodes: readonly GraphNode[]): ReadonlyMap<string, Place> =>
  new Map(nodes.map(({ id, position }) => [id, { x: position.x * SCALE, y: position.y * SCALE }]))

/** Returns the area of the drawing. */
export function boxOf(places: readonly Place[]) {
  const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)]
  const [x, y] = [min(xs) - MARGIN, min(ys) - MARGIN]
  return { x, y, width: max(xs) + NODE.width + MARGIN - x, height: max(ys) + NODE.height + MARGIN - y }
}

// No spread into Math.min: a call takes fewer arguments than a canvas has nodes.
const min = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity)
const max = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity)

/** Returns a curve from the right side of one node to the left side of another. */
export function edgePath(from: Place, to: Place): string {
  const [x1, y1] = [from.x + NODE.width, from.y + NODE.height / 2]
  const [x2, y2] = [to.x, to.y + NODE.height / 2]
  const bend = Math.max(40, Math.abs(x2 - x1) / 2)
  return `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`
}
