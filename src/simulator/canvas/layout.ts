import type { CanvasNode } from './canvas.ts'

/** Farthest coordinate of a node from 0, in px. */
export const COORDINATE_MAX = 1e9

const COLUMN_WIDTH = 360
const ROW_HEIGHT = 400
const COLUMNS = 5

interface Point {
  readonly x: number
  readonly y: number
}

/** Returns positions for new nodes, by their index: rows of five below the given nodes. */
export function positionsBelow(nodes: readonly Pick<CanvasNode, 'x' | 'y'>[]): (index: number) => Point {
  const top = nodes.reduce((lowest, { y }) => Math.max(lowest, y + ROW_HEIGHT), 0)
  return (index) => ({
    x: (index % COLUMNS) * COLUMN_WIDTH,
    y: clampCoordinate(top + Math.floor(index / COLUMNS) * ROW_HEIGHT),
  })
}

/** Limits a coordinate to `COORDINATE_MAX`, which offsets of nested groups can exceed. */
export const clampCoordinate = (value: number): number =>
  Math.min(COORDINATE_MAX, Math.max(-COORDINATE_MAX, value))
