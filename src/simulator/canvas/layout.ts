import type { CanvasNode } from './canvas.ts'

/** Farthest coordinate of a node, in either direction. */
export const COORDINATE_MAX = 1e9

const COLUMN_WIDTH = 360
const ROW_HEIGHT = 400
const COLUMNS = 5

interface Point {
  readonly x: number
  readonly y: number
}

/** Where nodes without a position go: in rows of five below what is there. */
export function placesBelow(nodes: readonly Pick<CanvasNode, 'x' | 'y'>[]): (index: number) => Point {
  const top = nodes.reduce((lowest, { y }) => Math.max(lowest, y + ROW_HEIGHT), 0)
  return (index) => ({
    x: (index % COLUMNS) * COLUMN_WIDTH,
    y: clampCoordinate(top + Math.floor(index / COLUMNS) * ROW_HEIGHT),
  })
}

/** The nearest coordinate that a node can have: nested groups add up. */
export const clampCoordinate = (value: number): number =>
  Math.min(COORDINATE_MAX, Math.max(-COORDINATE_MAX, value))
