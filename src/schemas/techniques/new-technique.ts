import { type Static, Type } from 'typebox'
import { CANVAS_EDGES_MAX, CANVAS_NODES_MAX } from '../../simulator/canvas/canvas.ts'
import { VISIBILITIES } from '../../simulator/techniques/visibility.ts'
import { component, ProjectId, TechniqueId, UsdAmount, WorkspaceId } from '../common.ts'
import { IoType, techniqueMembers } from './technique.ts'

const SLOTS_MAX = 100
const TAGS_MAX = 100

const NodeId = Type.String({ minLength: 1, maxLength: 200, description: 'Id of a node of the graph.' })
const Bag = Type.Record(Type.String(), Type.Unknown())

const Node = Type.Object({
  id: NodeId,
  type: Type.String({
    minLength: 1,
    maxLength: 200,
    description: 'A block type of canvas definitions, or a node type of graphs.',
    examples: ['textBlock'],
  }),
  label: Type.Optional(Type.String()),
  data: Type.Optional(Bag),
})

const Edge = Type.Object({
  source: NodeId,
  target: NodeId,
  source_handle: Type.Optional(Type.String()),
  target_handle: Type.Optional(Type.String()),
})

const NodeInputs = Type.Object(
  {
    model_id: Type.Optional(
      Type.String({
        description: 'Id of a model of the medium of the node, from either list of models.',
        examples: ['t2i-flux-2-pro'],
      }),
    ),
    model: Type.Optional(Type.String({ description: 'Id or name of the model; `model_id` wins.' })),
    mode: Type.Optional(Type.String({ description: 'Ignored: it follows from the inputs of the node.' })),
    model_parameters: Type.Optional(Bag),
  },
  { additionalProperties: true, description: 'What a node generates from.' },
)

const Graph = Type.Object({
  nodes: Type.Array(Node, { minItems: 1, maxItems: CANVAS_NODES_MAX }),
  edges: Type.Array(Edge, { maxItems: CANVAS_EDGES_MAX }),
  node_inputs: Type.Optional(Type.Record(Type.String(), NodeInputs, { description: 'By id of a node.' })),
  node_outputs: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})

const Slot = Type.Object({
  node_id: NodeId,
  id: Type.Optional(
    Type.String({ minLength: 1, description: 'What runs call it; the id of the node when absent.' }),
  ),
  name: Type.String({ minLength: 1 }),
  type: IoType,
  description: Type.Optional(Type.String()),
})

const Category = Type.Enum(
  [
    'essentials',
    'brandVisualDesign',
    'productVisualization',
    'marketingAds',
    'videoAnimation',
    'fashionApparelEditorial',
    'contentPackaging',
    'printFilmVfx',
    'spaceArchitecture',
    'funInspiration',
  ],
  { type: 'string' },
)

const Visibility = Type.Enum([...VISIBILITIES], { type: 'string' })

export const TechniqueRequest = component(
  'TechniqueRequest',
  'next',
  Type.Object(
    {
      workspace_id: WorkspaceId,
      project_id: ProjectId,
      name: Type.String({ minLength: 1 }),
      description: Type.String(),
      graph: Graph,
      inputs: Type.Array(Slot, { maxItems: SLOTS_MAX, description: 'In display order.' }),
      outputs: Type.Array(Slot, { minItems: 1, maxItems: SLOTS_MAX, description: 'In display order.' }),
      category: Type.Optional(Category),
      tags: Type.Optional(Type.Array(Type.String(), { maxItems: TAGS_MAX })),
      visibility: Type.Optional({ ...Visibility, description: '`private` when absent.' }),
      thumbnail_url: Type.Optional(Type.String({ pattern: '^https://\\S+$' })),
      open: Type.Optional(
        Type.Boolean({ description: 'Whether users may look into the graph; `false` when absent.' }),
      ),
    },
    {
      examples: [
        {
          workspace_id: 'ws_abc123',
          project_id: 'prj_abc123',
          name: 'Mug in a scene',
          description: 'Draws a mug in the scene of a text.',
          graph: {
            nodes: [
              { id: 'scene', type: 'textBlock' },
              { id: 'mug', type: 'emptyImageBlock' },
            ],
            edges: [{ source: 'scene', target: 'mug' }],
            node_inputs: { mug: { model_id: 't2i-flux-2-pro', model_parameters: { aspect_ratio: '4:3' } } },
          },
          inputs: [{ node_id: 'scene', name: 'Scene', type: 'text' }],
          outputs: [{ node_id: 'mug', name: 'Picture', type: 'imageUrl' }],
        },
      ],
    },
  ),
)
export type TechniqueRequest = Static<typeof TechniqueRequest>

export const TechniqueCreated = component(
  'TechniqueCreated',
  'next',
  Type.Object(
    {
      technique_id: TechniqueId,
      slug: techniqueMembers.slug,
      name: Type.String(),
      visibility: Visibility,
      run_cost: UsdAmount('What a run costs, in US dollars: the sum of the models in the graph.'),
      project_id: ProjectId,
    },
    { description: 'A technique that was created.' },
  ),
)
export type TechniqueCreated = Static<typeof TechniqueCreated>
