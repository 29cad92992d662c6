import { type Static, Type } from 'typebox'
import { component, MediaType, Meta, nullable, ProjectId, ref } from '../common.ts'

/** Members of every answer about a canvas. */
export const canvasMembers = {
  project_id: ProjectId,
  canvas_url: Type.String({ format: 'uri', description: "The project's page." }),
}

export const CanvasMediaNode = component(
  'CanvasMediaNode',
  'sdk',
  Type.Object(
    {
      node_id: Type.String({ description: 'Identifies the node for its life.' }),
      type: MediaType,
      label: Type.Optional(nullable(Type.String())),
      asset_id: Type.Optional(nullable(Type.String())),
      url: Type.Optional(
        nullable(
          Type.String({
            description: 'URL of the media, or the text itself. Null until the run has completed.',
          }),
        ),
      ),
      width: Type.Optional(nullable(Type.Integer({ minimum: 1 }))),
      height: Type.Optional(nullable(Type.Integer({ minimum: 1 }))),
    },
    { description: 'A node that shows an image, a video, a sound or a text, or is going to.' },
  ),
)
export type CanvasMediaNode = Static<typeof CanvasMediaNode>

export const CanvasNodePage = component(
  'CanvasNodePage',
  { '*': 'sdk', project_id: 'oas', canvas_url: 'oas' },
  Type.Object({ ...canvasMembers, nodes: Type.Array(ref(CanvasMediaNode)), meta: ref(Meta) }),
)
export type CanvasNodePage = Static<typeof CanvasNodePage>

const Count = (description: string) => Type.Integer({ minimum: 0, description })

export const CanvasSummary = component(
  'CanvasSummary',
  'sdk',
  Type.Object(
    {
      node_count: Count('All nodes, groups included.'),
      edge_count: Count('All edges.'),
      workflow_count: Count('Number of connected parts with at least one edge.'),
      isolated_node_count: Count('Nodes other than groups without an edge.'),
      group_count: Count('Groups.'),
    },
    { description: 'A canvas in numbers.' },
  ),
)
export type CanvasSummary = Static<typeof CanvasSummary>

const Diagram = Type.String({
  minLength: 1,
  description: 'A Mermaid flowchart.',
  examples: ['graph LR\n  n1["A mug (Image)"]\n  n2["It turns (Video)"]\n  n1 --> n2'],
})

export const CanvasDiagram = component(
  'CanvasDiagram',
  'sdk',
  Type.Object({ ...canvasMembers, diagram: Diagram, summary: ref(CanvasSummary) }),
)
export type CanvasDiagram = Static<typeof CanvasDiagram>

const NodeParams = Type.Object({
  prompt: Type.Optional(
    nullable(
      Type.String({ maxLength: 20_000, description: 'Instead of the label. Excludes `content_url`.' }),
    ),
  ),
  model: Type.Optional(
    nullable(Type.String({ description: "Endpoint id or name; the type's first model when absent." })),
  ),
  content_url: Type.Optional(
    nullable(
      Type.String({
        format: 'uri',
        pattern: '^https://',
        maxLength: 2_000,
        description: 'Media for a static node.',
      }),
    ),
  ),
  aspect_ratio: Type.Optional(nullable(Type.String({ maxLength: 100 }))),
  resolution: Type.Optional(nullable(Type.String({ maxLength: 100 }))),
  model_parameters: Type.Optional(nullable(Type.Record(Type.String(), Type.Unknown()))),
})
export type NodeParams = Static<typeof NodeParams>

export const CanvasPatch = component(
  'CanvasPatch',
  'sdk',
  Type.Object(
    {
      diagram: Type.String({
        minLength: 1,
        maxLength: 200_000,
        description: 'Nodes and edges to add, as a Mermaid flowchart.',
      }),
      node_params: Type.Optional(
        Type.Record(Type.String(), NodeParams, {
          description: 'By Mermaid id of a node that the diagram declares.',
        }),
      ),
    },
    { examples: [{ diagram: 'graph LR\n  a["A mug (Image)"]\n  b["It turns (Video)"]\n  a --> b' }] },
  ),
)
export type CanvasPatch = Static<typeof CanvasPatch>

export const CanvasPatched = component(
  'CanvasPatched',
  'sdk',
  Type.Object({
    ...canvasMembers,
    diagram: Diagram,
    created_node_count: Count('Nodes that were added.'),
    created_edge_count: Count('Edges that were added.'),
    warnings: Type.Optional(Type.Array(Type.String())),
  }),
)
export type CanvasPatched = Static<typeof CanvasPatched>
