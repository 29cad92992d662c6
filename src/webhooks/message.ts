import type { WebhookMode } from '../simulator/webhooks/webhook.ts'
import type { SentMessage } from '../services/requests/event-feed.ts'
import type { RunRecord } from '../store/runs/run-records.ts'
import type { WebhookRecord } from '../store/webhooks/webhook-records.ts'
import { sign } from './signature.ts'

export const WEBHOOK_USER_AGENT = 'flora-emulator-webhook'

const API_VERSION = '2026-06-11'
/** Age of a stale signature: twice the tolerance of the official SDK. */
const STALE_SECONDS = 600

/** Returns the type of the event that ends a run. */
export const eventType = ({ plan }: RunRecord): 'run.completed' | 'run.failed' => `run.${plan.outcome.kind}`

/** Builds the body. It depends only on the webhook and its run, so that every attempt has the same bytes. */
export function payloadOf({ id }: Pick<WebhookRecord, 'id'>, run: RunRecord): string {
  const { outcome, endsAt } = run.plan
  return JSON.stringify({
    id,
    type: eventType(run),
    api_version: API_VERSION,
    created_at: endsAt,
    data: {
      run_id: run.id,
      run_type: run.kind,
      workspace_id: run.workspaceId,
      status: outcome.kind,
      ...(outcome.kind === 'failed' ? { error_code: outcome.code, error_message: outcome.message } : {}),
    },
  })
}

/**
 * Builds the request of an attempt.
 *
 * @param seconds unix time of the wall clock, because receivers compare it with theirs
 * @param mode fault of the message; null for none
 */
export function messageOf(
  webhook: Pick<WebhookRecord, 'id'>,
  run: RunRecord,
  secrets: readonly string[],
  seconds: number,
  mode: WebhookMode | null,
): SentMessage {
  const payload = payloadOf(webhook, run)
  const { traceParent } = run.request
  const signature = signatureOf(payload, secrets, seconds, mode)
  return {
    body: mode === 'tampered-body' ? tamper(payload) : payload,
    headers: {
      'content-type': 'application/json',
      'user-agent': WEBHOOK_USER_AGENT,
      'flora-webhook-id': webhook.id,
      'flora-event': eventType(run),
      ...(traceParent === undefined ? {} : { traceparent: traceParent }),
      ...(signature === null ? {} : { 'flora-signature': signature }),
    },
  }
}

function signatureOf(
  payload: string,
  secrets: readonly string[],
  seconds: number,
  mode: WebhookMode | null,
): string | null {
  if (mode === 'unsigned') return null
  if (mode === 'wrong-secret') return sign(payload, ['whsec_wrong'], seconds)
  if (mode === 'stale-timestamp') return sign(payload, secrets, seconds - STALE_SECONDS)
  // Receivers know only the second secret, as during a rotation.
  if (mode === 'two-signatures') return sign(payload, ['whsec_next', ...secrets], seconds)
  return sign(payload, secrets, seconds)
}

/** Reverses the status of the run, as a forger would. */
function tamper(payload: string): string {
  const isCompleted = payload.includes('"status":"completed"')
  return isCompleted
    ? payload.replace('"status":"completed"', '"status":"failed"')
    : payload.replace('"status":"failed"', '"status":"completed"')
}
