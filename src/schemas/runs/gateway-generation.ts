import { type Static, Type } from 'typebox'
import { component, ProjectId, WorkspaceId } from '../common.ts'

export const GatewayGenerationRequest = component(
  'GatewayGenerationRequest',
  'next',
  Type.Object(
    {
      model: Type.String({
        minLength: 1,
        description: 'A `model_id` from `GET /gateway/models`. It decides the type of the output.',
        examples: ['google/nano-banana-2'],
      }),
      prompt: Type.String({
        minLength: 1,
        description: 'What to generate. May hold emulator directives, as in `POST /generate`.',
      }),
      workspace_id: WorkspaceId,
      project_id: Type.Optional({
        ...ProjectId,
        description: 'Project of the run. Without it, a new project is created and named in the answer.',
      }),
      params: Type.Optional(
        Type.Record(Type.String(), Type.Unknown(), {
          description: "The model's own parameters with its media inputs, passed on unchecked.",
        }),
      ),
      callback_url: Type.Optional(
        Type.String({ format: 'callback-uri', description: 'Where to announce the end of the run.' }),
      ),
    },
    {
      examples: [
        {
          model: 'google/nano-banana-2',
          prompt: 'The mug on a wooden table, in morning light',
          workspace_id: 'ws_abc123',
          params: { aspect_ratio: '4:3', image_urls: ['https://example.com/mug.png'] },
        },
      ],
    },
  ),
)
export type GatewayGenerationRequest = Static<typeof GatewayGenerationRequest>
