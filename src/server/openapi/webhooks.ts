import { WebhookEvent } from '../../schemas/webhooks/webhook-event.ts'
import { componentRef } from './api-document.ts'
import { marked } from './marked.ts'

const header = (name: string, description: string, example: string) => ({
  ...marked('docs'),
  name,
  in: 'header',
  required: true,
  description,
  example,
  schema: { type: 'string' },
})

const EVENTS = {
  'run.completed': { operationId: 'runCompleted', summary: 'A run is completed', error: {} },
  'run.failed': {
    operationId: 'runFailed',
    summary: 'A run has failed',
    error: {
      error_code: 'GENERATION_PROMPT_MODERATED',
      error_message: 'The prompt was rejected by moderation.',
    },
  },
}

/** The requests that are sent to the `callback_url` of a run. */
export const webhooks = Object.fromEntries(
  Object.entries(EVENTS).map(([type, event]) => [type, { post: operationOf(type, event) }]),
)

function operationOf(type: string, { operationId, summary, error }: (typeof EVENTS)[keyof typeof EVENTS]) {
  const status = type.slice('run.'.length)
  return {
    ...marked('docs'),
    operationId,
    tags: ['Webhooks'],
    summary,
    description:
      'Sent when a run with a `callback_url` ends. Attempts that are not answered with a 2xx within 10 seconds are repeated after 10 seconds, 1 minute and 5 minutes.',
    // Signed instead, by the header Flora-Signature.
    security: [],
    parameters: [
      header(
        'Flora-Signature',
        'HMAC-SHA256 of `<t>.<body>` with the webhook secret of the workspace.',
        `t=1782900000,v1=${'0'.repeat(64)}`,
      ),
      header('Flora-Webhook-Id', 'The `id` of the body.', 'whd_abc123'),
      header('Flora-Event', 'The `type` of the body.', type),
    ],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: componentRef('schemas', WebhookEvent.$id),
          example: {
            id: 'whd_abc123',
            type,
            api_version: '2026-06-11',
            created_at: 1782900000000,
            data: {
              run_id: 'run_abc123',
              run_type: 'generation',
              workspace_id: 'ws_abc123',
              status,
              ...error,
            },
          },
        },
      },
    },
    responses: {
      '200': { ...marked('docs'), description: 'Received. Any 2xx counts.' },
      default: { ...marked('docs'), description: 'Not received. The webhook is sent again.' },
    },
  }
}
