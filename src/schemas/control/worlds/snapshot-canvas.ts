import { Type } from 'typebox'
import { BlockType } from '../../canvas/definition.ts'
import { nullable } from '../../common.ts'

const Text = Type.String()
const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const Ordinal = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
const Coordinate = Type.Number({ minimum: -1e9, maximum: 1e9 })
const Bag = Type.Record(Type.String(), Type.Unknown())
const closed = { additionalProperties: false }

/** How far the numbers of a project's canvas have counted. */
export const CanvasRow = Type.Object(
  { project_id: Text, last_node: Count, last_edge: Count, last_run: Count },
  closed,
)

export const CanvasNodeRow = Type.Object(
  {
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
    node_action: Type.Union([
      Type.Object({ id: nullable(Text), params: nullable(Bag) }, closed),
      Type.Null(),
    ]),
    content_url: nullable(Text),
    asset_id: nullable(Text),
    parent: Type.Union([Ordinal, Type.Null()]),
    run_id: nullable(Text),
    node_extra: Type.Object(
      {
        data: Type.Optional(Bag),
        inputs: Type.Optional(Bag),
        output: Type.Optional(Bag),
        document: Type.Optional(Bag),
        frame: Type.Optional(Bag),
      },
      closed,
    ),
  },
  closed,
)

export const CanvasEdgeRow = Type.Object(
  {
    project_id: Text,
    ordinal: Ordinal,
    edge_id: Text,
    from_node: Ordinal,
    to_node: Ordinal,
    input: nullable(Text),
    edge_extra: Type.Object(
      { handle: Type.Optional(Text), data: Type.Optional(Bag), type: Type.Optional(Text) },
      closed,
    ),
  },
  closed,
)
