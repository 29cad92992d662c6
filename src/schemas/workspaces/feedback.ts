import { type Static, Type } from 'typebox'
import { component, ProjectId, RunId, WorkspaceId } from '../common.ts'

export const FeedbackRequest = component(
  'FeedbackRequest',
  'sdk',
  Type.Object(
    {
      kind: Type.Enum(['feature_request', 'bug', 'technique_request', 'missing_capability'], {
        type: 'string',
        description: 'Subject of the feedback.',
      }),
      summary: Type.String({ minLength: 1 }),
      detail: Type.String({ minLength: 1 }),
      attempted_tools: Type.Optional(Type.Array(Type.String(), { description: 'Tools that were tried.' })),
      workspace_id: Type.Optional(WorkspaceId),
      project_id: Type.Optional(ProjectId),
      run_id: Type.Optional(RunId),
    },
    {
      examples: [
        {
          kind: 'feature_request',
          summary: 'Wider panoramas',
          detail: 'An aspect ratio of 32:9 would save stitching two images.',
          workspace_id: 'ws_abc123',
        },
      ],
    },
  ),
)
export type FeedbackRequest = Static<typeof FeedbackRequest>

export const FeedbackReceipt = component(
  'FeedbackReceipt',
  'sdk',
  Type.Object(
    {
      feedback_id: Type.String({
        pattern: '^fb_\\S+$',
        description: 'Identifies the feedback.',
        examples: ['fb_abc123'],
      }),
      received_at: Type.Integer({
        description: 'When it arrived. Unix time in milliseconds.',
        examples: [1782900000000],
      }),
    },
    { description: 'That feedback was received.' },
  ),
)
export type FeedbackReceipt = Static<typeof FeedbackReceipt>
