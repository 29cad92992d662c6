import { type Static, Type } from 'typebox'
import { component, RunId, UnixMs, WorkspaceId } from '../common.ts'

/** The body of a webhook. FLORA sends it as well, so it is a part of the emulated API. */
export const WebhookEvent = component(
  'WebhookEvent',
  'docs',
  Type.Object(
    {
      id: Type.String({
        pattern: '^whd_\\S+$',
        description: 'Identifies the webhook. Attempts of one webhook have the same id.',
        examples: ['whd_abc123'],
      }),
      type: Type.Enum(['run.completed', 'run.failed'], { type: 'string' }),
      api_version: Type.String({ examples: ['2026-06-11'] }),
      created_at: UnixMs('When the run ended.'),
      data: Type.Object({
        run_id: RunId,
        run_type: Type.Enum(['generation', 'technique'], { type: 'string' }),
        workspace_id: WorkspaceId,
        status: Type.Enum(['completed', 'failed'], { type: 'string' }),
        error_code: Type.Optional(Type.String({ examples: ['GENERATION_PROMPT_MODERATED'] })),
        error_message: Type.Optional(Type.String({ examples: ['The prompt was rejected by moderation.'] })),
      }),
    },
    { description: 'The end of a run, as it is sent to the `callback_url`.' },
  ),
)
export type WebhookEvent = Static<typeof WebhookEvent>
