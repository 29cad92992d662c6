import { Type } from 'typebox'
import { nullable } from '../../common.ts'
import { WebhookMode, WebhookState } from '../webhooks/webhook.ts'
import { closed, Count, Id, Instant, Ordinal, Text } from './snapshot-values.ts'

const DelayMs = Type.Integer({ minimum: 0, maximum: 86_400_000 })

export const WebhookEffect = closed({ mode: nullable(WebhookMode), delayMs: DelayMs })

export const WebhookRow = closed({
  ordinal: Ordinal,
  id: Id('whd'),
  run_id: Text,
  url: Text,
  mode: nullable(WebhookMode),
  delay_ms: DelayMs,
  state: WebhookState,
  due_at: nullable(Instant),
  tries: Type.Integer({ minimum: 0, maximum: 4, description: 'Due attempts so far; FLORA makes four.' }),
  attempt_log: Type.Array(
    closed({
      at: Instant,
      status: nullable(Count),
      durationMs: Type.Number({ minimum: 0 }),
      error: nullable(Text),
      signature: nullable(Text),
      mode: Type.Optional(nullable(WebhookMode)),
    }),
    { maxItems: 100 },
  ),
})

export const WebhookSecretRow = closed({
  workspace_id: Text,
  secret: Type.String({ pattern: '^whsec_\\S+$', maxLength: 300 }),
  previous: nullable(Text),
  previous_until: nullable(Instant),
  rotations: Count,
})
