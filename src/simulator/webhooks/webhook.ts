import { instantAfter } from '../../kernel/instants.ts'
import type { EpochMs } from '../../kernel/units.ts'

/** Faults of the delivery of a webhook. */
export const WEBHOOK_MODES = [
  'hold',
  'reorder',
  'duplicate',
  'early',
  'wrong-secret',
  'stale-timestamp',
  'two-signatures',
  'unsigned',
  'tampered-body',
] as const
export type WebhookMode = (typeof WEBHOOK_MODES)[number]

/** The effect of a rule or directive on the webhook of a run. */
export interface WebhookEffect {
  /** Null delivers it without a fault. */
  readonly mode: WebhookMode | null
  /** World time from the end of the run to the first attempt. */
  readonly delayMs: number
}

/**
 * The state of a delivery. `held` waits for a release or for another delivery. `failed` has no attempts left. `blocked` has a
 * URL that must not be called.
 */
export type WebhookState = 'pending' | 'held' | 'delivered' | 'failed' | 'blocked'

/** The result of an attempt: `delivered` for a 2xx answer, `blocked` for a URL that must not be called, else `failed`. */
export type AttemptResult = 'delivered' | 'failed' | 'blocked'

/** The progress of a delivery. */
export interface Delivery {
  readonly state: WebhookState
  /** World time of the next attempt; null when there is none. */
  readonly dueAt: EpochMs | null
  /** Due attempts so far. Redeliveries do not count. */
  readonly tries: number
}

/** World time from a failed attempt to the next one. FLORA documents these three retries. */
const RETRY_DELAYS_MS = [10_000, 60_000, 300_000] as const
export const RETRIES_MAX = RETRY_DELAYS_MS.length

/** Returns the delivery of a new webhook: held, or due when the run ends. */
export function firstDelivery(effect: WebhookEffect, runEndsAt: EpochMs): Delivery {
  const isHeld = effect.mode === 'hold'
  return {
    state: isHeld ? 'held' : 'pending',
    dueAt: isHeld ? null : instantAfter(runEndsAt, effect.delayMs),
    tries: 0,
  }
}

/** Returns a delivery after an attempt that was due at `at`, in world time. */
export function afterDueAttempt({ tries }: Delivery, result: AttemptResult, at: EpochMs): Delivery {
  const delayMs = RETRY_DELAYS_MS[tries]
  if (result !== 'failed' || delayMs === undefined) return { state: result, dueAt: null, tries: tries + 1 }
  return { state: 'pending', dueAt: instantAfter(at, delayMs), tries: tries + 1 }
}

/** Returns a delivery after a redelivery. Only a success changes it. */
export function afterExtraAttempt(delivery: Delivery, result: AttemptResult): Delivery {
  return result === 'delivered' ? { ...delivery, state: 'delivered', dueAt: null } : delivery
}
