import { Type } from 'typebox'
import { COORDINATE_MAX } from '../../../simulator/canvas/layout.ts'
import { BlockType } from '../../canvas/definition.ts'
import { nullable } from '../../common.ts'
import { closed, Count, Ordinal, Text } from './snapshot-values.ts'

const Coordinate = Type.Number({ minimum: -COORDINATE_MAX, maximum: COORDINATE_MAX })
const Bag = Type.Record(Type.String(), Type.Unknown())

/** Counters of a project's canvas. */
export const CanvasRow = closed({ project_id: Text, last_node: Count, last_edge: Count, last_run: Count })

export const CanvasNodeRow = closed({
  project_id: Text,
  ordinal: Ordinal,
  rank: Ordinal,
  node_id: Type.String({ minLength: 1 }),
  type: BlockType,
  label: Text,
  model: nullable(Text),
  prompt: nullable(Text),
  node_params: nullable(Bag),
  x: Coordinate,
  y: Coordinate,
  node_action: nullable(closed({ id: nullable(Text), params: nullable(Bag) })),
  content_url: nullable(Text),
  asset_id: nullable(Text),
  parent: nullable(Ordinal),
  run_id: nullable(Text),
  node_extra: closed({
    data: Type.Optional(Bag),
    inputs: Type.Optional(Bag),
    output: Type.Optional(Bag),
    document: Type.Optional(Bag),
    frame: Type.Optional(Bag),
  }),
})

export const CanvasEdgeRow = closed({
  project_id: Text,
  ordinal: Ordinal,
  edge_id: Text,
  from_node: Ordinal,
  to_node: Ordinal,
  input: nullable(Text),
  edge_extra: closed({
    handle: Type.Optional(Text),
    data: Type.Optional(Bag),
    type: Type.Optional(Text),
  }),
})
