import { type Static, Type } from 'typebox'
import { component, MediaType, PageQuery, ProjectId, RunStatus, UsdAmount, WorkspaceId } from '../common.ts'

/** As many nodes as `POST …/nodes/run` takes. */
const REFERENCES_MAX = 50

export const GenerationRequest = component(
  'GenerationRequest',
  { '*': 'sdk', quote: 'third-party', reference_node_ids: 'third-party' },
  Type.Object(
    {
      type: MediaType,
      prompt: Type.String({
        minLength: 1,
        description:
          'What to generate. May hold emulator directives such as `[[fail:GENERATION_PROMPT_MODERATED]]`.',
      }),
      workspace_id: WorkspaceId,
      project_id: ProjectId,
      model: Type.Optional(
        Type.String({
          minLength: 1,
          description: 'A `model_id` of that type from `GET /models`; the first when absent.',
        }),
      ),
      params: Type.Optional(
        Type.Record(Type.String(), Type.Unknown(), {
          description: "The model's own parameters, passed on unchecked.",
        }),
      ),
      callback_url: Type.Optional(
        Type.String({
          format: 'callback-uri',
          description: 'Receiver of the webhook at the end of the run.',
        }),
      ),
      quote: Type.Optional(
        Type.Boolean({ description: 'Answers the price with 200, and neither starts nor bills a run.' }),
      ),
      reference_node_ids: Type.Optional(
        Type.Array(Type.String({ minLength: 1 }), {
          maxItems: REFERENCES_MAX,
          description: 'Nodes of the canvas to link with the node of the run. Not for videos.',
        }),
      ),
    },
    {
      examples: [
        {
          type: 'image',
          prompt: 'A lighthouse in the fog, seen from the sea',
          workspace_id: 'ws_abc123',
          project_id: 'prj_abc123',
          model: 't2i-flux-2-pro',
          params: { aspect_ratio: '4:3' },
        },
      ],
    },
  ),
)
export type GenerationRequest = Static<typeof GenerationRequest>

export const Quote = component(
  'Quote',
  'third-party',
  Type.Object(
    { estimated_cost: UsdAmount('What the generation would reserve, in US dollars.') },
    { description: 'The price of a generation that was not started.' },
  ),
)
export type Quote = Static<typeof Quote>

export const GenerationQuery = Type.Object({
  ...PageQuery,
  workspace_id: Type.Optional(WorkspaceId),
  project_id: Type.Optional(ProjectId),
  status: Type.Optional(RunStatus),
})
export type GenerationQuery = Static<typeof GenerationQuery>
