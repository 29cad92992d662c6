import type { EpochMs } from '../../kernel/units.ts'
import type { Delivery, WebhookMode, WebhookState } from '../../simulator/webhooks/webhook.ts'
import type { WorldKey } from '../worlds/world-records.ts'

/** One request to a receiver. */
export interface WebhookAttempt {
  /** World time. */
  readonly at: EpochMs
  /** Status of the receiver's answer; null without one. */
  readonly status: number | null
  readonly durationMs: number
  /** Why the attempt does not count. */
  readonly error: string | null
  /** Value of the signature header that was sent. */
  readonly signature: string | null
  /** Fault of this attempt. */
  readonly mode: WebhookMode | null
}

/** The announcement of a run to one URL. Its body follows from the run. */
export interface NewWebhook extends Delivery {
  readonly id: string
  readonly url: string
  readonly mode: WebhookMode | null
  /** World time from the end of the run to the first attempt. */
  readonly delayMs: number
}

export interface WebhookRecord extends NewWebhook {
  /** Counts the webhooks of a world in order of creation, from 1. */
  readonly ordinal: number
  readonly runId: string
  /** Oldest first. */
  readonly attempts: readonly WebhookAttempt[]
}

export type WebhookChange = Partial<Pick<WebhookRecord, 'mode' | 'state' | 'dueAt' | 'tries' | 'attempts'>>

export type ChangeWebhookResult =
  | { readonly outcome: 'changed'; readonly webhook: WebhookRecord }
  | { readonly outcome: 'refused'; readonly webhook: WebhookRecord }
  | { readonly outcome: 'unknown_webhook' }

export interface WebhookQuery {
  readonly world: WorldKey
  readonly runId: string | null
  readonly state: WebhookState | null
  readonly limit: number
}

/** The secrets that sign the webhooks of a workspace. */
export interface WebhookSecrets {
  readonly secret: string
  /** The earlier secret, while both are in use. */
  readonly previous: string | null
  /** World time at which `previous` expires. */
  readonly previousUntil: EpochMs | null
  /** How often the secret was changed. */
  readonly rotations: number
}
