import { type Static, Type } from 'typebox'
import { canvasMembers, CanvasSummary } from './canvas.ts'
import { component, ref } from '../common.ts'

export const BlockType = Type.Enum(
  [
    'videoBlock',
    'textBlock',
    'comment',
    'group',
    'ghost',
    'virtualSourceNode',
    'emptyImageBlock',
    'outpaintImageBlock',
    'inpaintImageBlock',
    'staticImageBlock',
    'staticVideoBlock',
    'resultImageBlock',
    'resultVideoBlock',
    'resultTextBlock',
    'audioBlock',
    'resultAudioBlock',
    'staticAudioBlock',
    'techniqueBlock',
    'layerEditorNode',
    'videoEditorNode',
    'collectionNode',
    'routerNode',
    'switchNode',
    'elementNode',
    'textLabel',
    'codeBlock',
    'documentNode',
    'exportNode',
    'webcamNode',
    'model3dNode',
  ],
  { type: 'string' },
)

const Bag = Type.Record(Type.String(), Type.Unknown())
const Bags = (description: string) => Type.Record(Type.String(), Bag, { description })
const Coordinate = Type.Number({ minimum: -1_000_000, maximum: 1_000_000 })
const Position = Type.Object(
  { x: Coordinate, y: Coordinate },
  { description: 'Relative to the parent, if any.' },
)
const Id = Type.String({ minLength: 1, maxLength: 200 })
const Handle = Type.Union([Type.String({ maxLength: 200 }), Type.Null()])

const frameMembers = {
  expand_parent: Type.Optional(Type.Boolean()),
  extent: Type.Optional(Type.Union([Type.Literal('parent'), Type.Array(Type.Unknown())])),
  height: Type.Optional(Type.Number()),
  width: Type.Optional(Type.Number()),
  hidden: Type.Optional(Type.Boolean()),
  origin: Type.Optional(Type.Array(Type.Unknown())),
  style: Type.Optional(Bag),
  z_index: Type.Optional(Type.Number()),
}
const nodeMembers = { id: Id, type: BlockType, data: Bag, parent_id: Type.Optional(Id), ...frameMembers }

/** Members of a node that are kept as they come. */
export const FRAME_MEMBERS = Object.keys(frameMembers)

const Edge = Type.Object({
  id: Id,
  source: Id,
  target: Id,
  source_handle: Handle,
  target_handle: Handle,
  data: Type.Optional(Bag),
  type: Type.Optional(Type.String({ maxLength: 200 })),
})

const contents = {
  edges: Type.Array(Edge),
  node_inputs: Bags('What each node generates from: prompt, model_id and params; or action_id and params.'),
  node_outputs: Bags('What each node shows.'),
  layer_editor_documents: Type.Optional(Bags('By id of a layer editor node.')),
}

const Node = Type.Object({ ...nodeMembers, position: Position })

export const CanvasDefinition = component(
  'CanvasDefinition',
  'sdk',
  Type.Object(
    { nodes: Type.Array(Node), ...contents },
    { description: 'Complete content of a canvas. A canvas can be restored from it.' },
  ),
)
export type CanvasDefinition = Static<typeof CanvasDefinition>

export const NewCanvasDefinition = component(
  'NewCanvasDefinition',
  'sdk',
  Type.Object({
    nodes: Type.Array(Type.Object({ ...nodeMembers, position: Type.Optional(Position) })),
    ...contents,
  }),
)
export type NewCanvasDefinition = Static<typeof NewCanvasDefinition>

export const CanvasDefinitionRequest = component(
  'CanvasDefinitionRequest',
  'sdk',
  Type.Object(
    { definition: ref(NewCanvasDefinition) },
    {
      examples: [
        {
          definition: {
            nodes: [{ id: 'node_abc123', type: 'emptyImageBlock', data: { label: 'A mug' } }],
            edges: [],
            node_inputs: { node_abc123: { prompt: 'a mug', model_id: 't2i-flux-2-pro' } },
            node_outputs: {},
          },
        },
      ],
    },
  ),
)
export type CanvasDefinitionRequest = Static<typeof CanvasDefinitionRequest>

export const CanvasDefinitionAnswer = component(
  'CanvasDefinitionAnswer',
  'sdk',
  Type.Object({ ...canvasMembers, definition: ref(CanvasDefinition), summary: ref(CanvasSummary) }),
)
export type CanvasDefinitionAnswer = Static<typeof CanvasDefinitionAnswer>
