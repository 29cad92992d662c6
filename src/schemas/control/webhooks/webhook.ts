import { type Static, Type } from 'typebox'
import { WEBHOOK_MODES } from '../../../simulator/webhooks/webhook.ts'
import { nullable } from '../../common.ts'

/** Faults of the delivery of a webhook. */
export const WebhookMode = Type.Enum([...WEBHOOK_MODES], {
  type: 'string',
  description: `\`hold\`: waits for a release. \`reorder\`: waits until the next webhook to the same URL is delivered.
\`duplicate\`: is sent twice. \`early\`: ends the run at once, and is sent before the response to the request that starts the
run. \`wrong-secret\`, \`unsigned\`, \`stale-timestamp\` (ten minutes old) and \`tampered-body\` (changed after signing): the
receiver must reject it. \`two-signatures\`: signs as during a rotation of secrets; the receiver must accept it.`,
})

export const WebhookState = Type.Enum(['pending', 'held', 'delivered', 'failed', 'blocked'], {
  type: 'string',
  description: `\`blocked\`: the URL must not be called, for the reason in the last attempt. \`failed\`: no attempt was answered
with a 2xx status, and no attempts are left.`,
})

const WebhookAttempt = Type.Object({
  at: Type.Integer({ description: 'World time, in unix milliseconds.' }),
  status: nullable(Type.Integer(), 'Status of the response. Null without a response.'),
  duration_ms: Type.Number(),
  error: nullable(Type.String(), 'Reason of the failure. Null for a success.'),
  signature: nullable(Type.String(), 'The `Flora-Signature` header.'),
  mode: nullable(WebhookMode, 'Fault of this attempt.'),
})

export const WebhookAnswer = Type.Object({
  id: Type.String({
    examples: ['whd_abc123'],
    description: 'The `Flora-Webhook-Id` header, the same in all attempts.',
  }),
  run_id: Type.String(),
  workspace_id: Type.String(),
  type: Type.Enum(['run.completed', 'run.failed'], { type: 'string' }),
  url: Type.String(),
  state: WebhookState,
  mode: nullable(WebhookMode),
  next_attempt_at: nullable(Type.Integer(), 'World time, in unix milliseconds. Null when no attempt is due.'),
  attempts: Type.Array(WebhookAttempt, { description: 'The last 100, oldest first.' }),
  payload: Type.String({ description: 'The exact body.' }),
})
export type WebhookAnswer = Static<typeof WebhookAnswer>

export const WebhookQuery = Type.Object({
  run_id: Type.Optional(Type.String()),
  state: Type.Optional(WebhookState),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: 'Default: 100.' })),
})

export const WebhookList = Type.Object({
  webhooks: Type.Array(WebhookAnswer, { description: 'Newest first.' }),
})
export type WebhookList = Static<typeof WebhookList>

const LAB_MODE = 'How it is sent this time; properly when absent.'

export const NewWebhookBody = Type.Object({
  run_id: Type.String(),
  url: Type.String({
    format: 'uri',
    maxLength: 2000,
    description: 'Receiver of the webhook at the end of the run.',
  }),
  mode: Type.Optional(
    Type.Enum(
      WebhookMode.enum.filter((mode) => mode !== 'early'),
      { type: 'string', description: 'As in a rule. `early` applies only to runs that have not started.' },
    ),
  ),
})

export const RedeliverBody = Type.Object({
  mode: Type.Optional(
    Type.Enum(
      ['duplicate', 'wrong-secret', 'stale-timestamp', 'two-signatures', 'unsigned', 'tampered-body'],
      {
        type: 'string',
        description: LAB_MODE,
      },
    ),
  ),
})

export const RotateBody = Type.Object({
  webhook_secret: Type.Optional(
    Type.String({
      pattern: '^whsec_[\\x21-\\x7e]{1,200}$',
      description: 'New secret. Default: a generated one.',
    }),
  ),
  overlap_seconds: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 31_536_000,
      description:
        'Seconds by the clock of the world for which deliveries carry a signature of the old secret too. Default: 86400.',
    }),
  ),
})

export const WebhookSecretAnswer = Type.Object({
  workspace_id: Type.String(),
  webhook_secret: Type.String({ examples: ['whsec_flora_emulator'] }),
  previous_webhook_secret: nullable(Type.String(), 'The one before, while deliveries are signed with both.'),
})
export type WebhookSecretAnswer = Static<typeof WebhookSecretAnswer>
