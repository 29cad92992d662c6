import type { WebhookAnswer } from '../../schemas/control/webhooks/webhook.ts'
import type { WebhookView } from '../../services/webhooks/webhooks.ts'
import { eventType, payloadOf } from '../../webhooks/message.ts'

export const renderWebhook = ({ webhook, run }: WebhookView): WebhookAnswer => ({
  id: webhook.id,
  run_id: webhook.runId,
  workspace_id: run.workspaceId,
  type: eventType(run),
  url: webhook.url,
  state: webhook.state,
  mode: webhook.mode,
  next_attempt_at: webhook.dueAt,
  attempts: webhook.attempts.map(({ at, status, durationMs, error, signature, mode }) => ({
    at,
    status,
    duration_ms: durationMs,
    error,
    signature,
    mode,
  })),
  payload: payloadOf(webhook, run),
})
