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
  description: `\`blocked\`: the URL may not be called, for the reason that the last attempt gives. \`failed\`: no attempt
was answered with a 2xx status, and no other will be made.`,
})

const WebhookAttempt = Type.Object({
  at: Type.Integer({ description: 'World time, in unix milliseconds.' }),
  status: nullable(Type.Integer(), 'What the receiver answered; null when it did not.'),
  duration_ms: Type.Number(),
  error: nullable(Type.String(), 'Why it did not count.'),
  signature: nullable(Type.String(), 'The `Flora-Signature` that was sent.'),
})

export const WebhookAnswer = Type.Object({
  id: Type.String({
    examples: ['whd_abc123'],
    description: 'The `Flora-Webhook-Id`; the same in all attempts.',
  }),
  run_id: Type.String(),
  workspace_id: Type.String(),
  type: Type.Enum(['run.completed', 'run.failed'], { type: 'string' }),
  url: Type.String(),
  state: WebhookState,
  mode: nullable(WebhookMode),
  next_attempt_at: nullable(Type.Integer(), 'World time, in unix milliseconds; null when none is due.'),
  attempts: Type.Array(WebhookAttempt, { description: 'Oldest first; the last 100.' }),
  payload: Type.String({ description: 'The exact body.' }),
})
export type WebhookAnswer = Static<typeof WebhookAnswer>

export const WebhookQuery = Type.Object({
  run_id: Type.Optional(Type.String()),
  state: Type.Optional(WebhookState),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: '100 when absent.' })),
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
    description: 'Where to announce the end of the run.',
  }),
  mode: Type.Optional(
    Type.Enum(
      WebhookMode.enum.filter((mode) => mode !== 'early'),
      { type: 'string', description: 'As in a rule; `early` is for a run that is yet to start.' },
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
      description: 'The new secret; one is made up when absent.',
    }),
  ),
  overlap_seconds: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 31_536_000,
      description:
        'For how long, by the clock of the world, deliveries carry a signature of the old secret too; 86400 when absent.',
    }),
  ),
})

export const WebhookSecretAnswer = Type.Object({
  workspace_id: Type.String(),
  webhook_secret: Type.String({ examples: ['whsec_flora_emulator'] }),
  previous_webhook_secret: nullable(Type.String(), 'The one before, while deliveries are signed with both.'),
})
export type WebhookSecretAnswer = Static<typeof WebhookSecretAnswer>
