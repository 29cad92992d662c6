import { type Static, Type } from 'typebox'
import { CanvasGraph, GraphNode } from '../../canvas/graph.ts'

/** The graph of the emulated API, with its nodes inline: the control API's document has no components. */
export const CanvasRecord = Type.Object({
  ...CanvasGraph.properties,
  nodes: Type.Array(Type.Object(GraphNode.properties)),
})
export type CanvasRecord = Static<typeof CanvasRecord>
