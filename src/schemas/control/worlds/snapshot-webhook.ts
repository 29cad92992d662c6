import { Type } from 'typebox'
import { nullable } from '../../common.ts'
import { WebhookMode, WebhookState } from '../webhooks/webhook.ts'

const Text = Type.String()
const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const Ordinal = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
const Instant = Type.Integer({ minimum: -62_135_596_800_000, maximum: 253_402_300_799_999 })
const DelayMs = Type.Integer({ minimum: 0, maximum: 86_400_000 })
const closed = { additionalProperties: false }

export const WebhookEffect = Type.Object({ mode: nullable(WebhookMode), delayMs: DelayMs }, closed)

export const WebhookRow = Type.Object(
  {
    ordinal: Ordinal,
    id: Type.String({ pattern: '^whd_\\S+$', maxLength: 200 }),
    run_id: Text,
    workspace_id: Text,
    url: Text,
    mode: nullable(WebhookMode),
    delay_ms: DelayMs,
    state: WebhookState,
    due_at: nullable(Instant),
    tries: Count,
    attempt_log: Type.Array(
      Type.Object(
        {
          at: Instant,
          status: nullable(Count),
          durationMs: Type.Number({ minimum: 0 }),
          error: nullable(Text),
          signature: nullable(Text),
        },
        closed,
      ),
      { maxItems: 100 },
    ),
  },
  closed,
)

export const WebhookSecretRow = Type.Object(
  {
    workspace_id: Text,
    secret: Type.String({ pattern: '^whsec_\\S+$', maxLength: 300 }),
    previous: nullable(Text),
    previous_until: nullable(Instant),
    rotations: Count,
  },
  closed,
)
