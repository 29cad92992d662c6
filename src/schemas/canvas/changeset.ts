import { type Static, Type } from 'typebox'
import { canvasMembers } from './canvas.ts'
import { Revision } from './graph.ts'
import { component } from '../common.ts'

const Coordinate = Type.Number({ minimum: -1_000_000, maximum: 1_000_000 })
const Position = Type.Object({ x: Coordinate, y: Coordinate }, { description: 'Absolute.' })
const NodeRef = Type.String({
  minLength: 1,
  maxLength: 200,
  description: 'Short id, long id, or a `ref` of this request.',
})
const Slot = Type.String({ minLength: 1, maxLength: 200, description: 'The slot of the target.' })
const Params = Type.Record(Type.String(), Type.Unknown(), { description: 'Checked against the model.' })
const Label = Type.String({ maxLength: 1_000 })
const Prompt = Type.String({ maxLength: 20_000 })
const ModelName = Type.String({ minLength: 1, maxLength: 200, description: 'Endpoint id or name.' })
const EACH_MAX = 500
const list = <Item extends Parameters<typeof Type.Array>[0]>(item: Item) =>
  Type.Optional(Type.Array(item, { maxItems: EACH_MAX }))

const Add = Type.Object({
  ref: Type.String({ minLength: 1, maxLength: 200, description: 'Names the node in this request.' }),
  type: Type.Enum(['image', 'video', 'text', 'audio', 'group', 'static_image', 'layer_editor'], {
    type: 'string',
  }),
  label: Type.Optional(Label),
  prompt: Type.Optional(Prompt),
  model: Type.Optional(ModelName),
  params: Type.Optional(Params),
  content_url: Type.Optional(
    Type.String({
      format: 'uri',
      pattern: '^https://',
      maxLength: 2_000,
      description: 'Media to show. Excludes `prompt`, `model` and `params`.',
    }),
  ),
  group: Type.Optional(NodeRef),
  position: Type.Optional(Position),
})

const Update = Type.Object({
  id: NodeRef,
  label: Type.Optional(Label),
  prompt: Type.Optional(Prompt),
  model: Type.Optional(ModelName),
  params: Type.Optional(Params),
  position: Type.Optional(Position),
})

const Connection = Type.Object({ from: NodeRef, to: NodeRef, in: Type.Optional(Slot) })

export const CanvasChangeset = component(
  'CanvasChangeset',
  'sdk',
  Type.Object(
    {
      add: list(Add),
      update: list(Update),
      connect: list(Connection),
      disconnect: list(Connection),
      remove: list(Type.Object({ id: NodeRef })),
    },
    {
      description: 'Applied in this order, all or nothing; at most 500 entries together.',
      examples: [
        {
          add: [
            { ref: 'a', type: 'image', prompt: 'a mug' },
            { ref: 'b', type: 'video', prompt: 'it turns' },
          ],
          connect: [{ from: 'a', to: 'b' }],
        },
      ],
    },
  ),
)
export type CanvasChangeset = Static<typeof CanvasChangeset>

const Count = (description: string) => Type.Integer({ minimum: 0, description })

export const CanvasChanged = component(
  'CanvasChanged',
  'sdk',
  Type.Object({
    ...canvasMembers,
    revision: Revision,
    applied: Type.Object({
      added: Count('Nodes.'),
      updated: Count('Updates that changed something.'),
      connected: Count('Edges.'),
      disconnected: Count('Edges that were asked to go.'),
      removed: Count('Nodes, members of removed groups included.'),
    }),
    created: Type.Record(Type.String(), Type.Object({ id: Type.String(), node_id: Type.String() }), {
      description: 'The new nodes by `ref`.',
    }),
    warnings: Type.Array(Type.String()),
  }),
)
export type CanvasChanged = Static<typeof CanvasChanged>
