import { type Static, Type } from 'typebox'
import { canvasMembers } from './canvas.ts'
import { component, ProjectId, ref, RunId, UsdAmount, WorkspaceId } from '../common.ts'

const NullableText = (description: string) => Type.Union([Type.String(), Type.Null()], { description })
const NullableBag = (description: string) =>
  Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()], { description })

export const CanvasParams = Type.Object({ workspaceId: WorkspaceId, projectId: ProjectId })

export const GraphNode = component(
  'GraphNode',
  'sdk',
  Type.Object(
    {
      id: Type.String({ description: 'Short id: the same in every answer.', examples: ['n1'] }),
      node_id: Type.String({ description: 'The long id.' }),
      type: Type.String({ description: 'Such as `image`, `static_image`, `action` or `group`.' }),
      label: Type.String(),
      model: NullableText('Name of the model.'),
      model_id: NullableText('Endpoint id of the model.'),
      prompt: NullableText('What to generate.'),
      params: NullableBag('Parameters of the model, without the prompt.'),
      position: Type.Object({ x: Type.Number(), y: Type.Number() }, { description: 'Absolute.' }),
      status: Type.Union(
        [Type.Enum(['idle', 'generating', 'done', 'error'], { type: 'string' }), Type.Null()],
        { description: 'Null for nodes that never generate.' },
      ),
      output_url: NullableText('Where the media is.'),
      output_text: NullableText('The text itself.'),
      action: Type.Union([
        Type.Object({ action_id: NullableText('The action.'), params: NullableBag('What is set.') }),
        Type.Null(),
      ]),
      error_code: Type.Optional(Type.String()),
      error_message: Type.Optional(Type.String()),
    },
    { description: 'A node of a canvas.' },
  ),
)
export type GraphNode = Static<typeof GraphNode>

const GraphEdge = Type.Object({
  from: Type.String({ description: 'Short id.' }),
  to: Type.String({ description: 'Short id.' }),
  in: NullableText('The slot of the target.'),
})

export const Revision = Type.String({
  description: 'Changes whenever the content of the graph changes.',
})

export const CanvasGraph = component(
  'CanvasGraph',
  'sdk',
  Type.Object({
    ...canvasMembers,
    revision: Revision,
    nodes: Type.Array(ref(GraphNode)),
    edges: Type.Array(GraphEdge),
  }),
)
export type CanvasGraph = Static<typeof CanvasGraph>

export const NodeRunRequest = component(
  'NodeRunRequest',
  'sdk',
  Type.Object(
    {
      node_ids: Type.Array(Type.String({ maxLength: 200 }), {
        minItems: 1,
        maxItems: 50,
        description: 'Short or long ids.',
      }),
    },
    { examples: [{ node_ids: ['n1', 'n2'] }] },
  ),
)
export type NodeRunRequest = Static<typeof NodeRunRequest>

const NodeRun = Type.Object({
  node_id: Type.String({ description: 'As in the request.' }),
  status: Type.Enum(['started', 'skipped'], { type: 'string' }),
  run_id: Type.Optional(RunId),
  type: Type.Optional(Type.Enum(['generation'], { type: 'string' })),
  poll_url: Type.Optional(Type.String({ format: 'uri' })),
  model: Type.Optional(Type.Union([Type.Object({ model_id: Type.String() }), Type.Null()])),
  charged_cost: Type.Optional(Type.Union([UsdAmount('The quote in US dollars.'), Type.Null()])),
  estimated_seconds: Type.Optional(Type.Union([Type.Integer({ minimum: 0 }), Type.Null()])),
  reason: Type.Optional(
    Type.Enum(
      [
        'node_not_found',
        'node_not_executable',
        'node_locked',
        'no_model_configured',
        'generation_already_running',
        'run_failed_to_start',
        'video_generation_not_available',
      ],
      { type: 'string', description: 'Why the node was skipped.' },
    ),
  ),
  message: Type.Optional(Type.String()),
})
export type NodeRun = Static<typeof NodeRun>

export const NodeRunList = component(
  'NodeRunList',
  'sdk',
  Type.Object({
    project_id: ProjectId,
    runs: Type.Array(NodeRun, { description: 'In the order of the request.' }),
  }),
)
export type NodeRunList = Static<typeof NodeRunList>
