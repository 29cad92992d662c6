import { type EpochMs, epochMs } from '../../kernel/units.ts'

/** Ways in which the delivery of a webhook can go wrong on purpose. */
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

/** What a rule or directive decides about the webhook of the run that a request starts. */
export interface WebhookEffect {
  readonly mode: WebhookMode | null
  /** World time from the end of the run to the first attempt. */
  readonly delayMs: number
}

export type WebhookState = 'pending' | 'held' | 'delivered' | 'failed' | 'blocked'

/** What came of an attempt: a 2xx answer, anything else, or a target that may not be called. */
export type AttemptResult = 'delivered' | 'failed' | 'blocked'

/** Where a delivery stands. */
export interface Delivery {
  readonly state: WebhookState
  /** World time of the next attempt; null when there is none. */
  readonly dueAt: EpochMs | null
  /** Attempts that were due; those out of turn do not count. */
  readonly tries: number
}

/** From an attempt that failed to the next one: documented by FLORA, which gives up after the fourth. */
const RETRY_DELAYS_MS = [10_000, 60_000, 300_000] as const

/** Held deliveries wait for a release; the others are due when the run ends. */
export function firstDelivery(effect: WebhookEffect, runEndsAt: EpochMs): Delivery {
  const isHeld = effect.mode === 'hold'
  return {
    state: isHeld ? 'held' : 'pending',
    dueAt: isHeld ? null : epochMs(runEndsAt + effect.delayMs),
    tries: 0,
  }
}

/** Where a delivery stands after an attempt that was due `at`. */
export function afterDueAttempt({ tries }: Delivery, result: AttemptResult, at: EpochMs): Delivery {
  const delayMs = RETRY_DELAYS_MS[tries]
  if (result !== 'failed' || delayMs === undefined) return { state: result, dueAt: null, tries: tries + 1 }
  return { state: 'pending', dueAt: epochMs(at + delayMs), tries: tries + 1 }
}

/** After an attempt out of turn, which changes what is due only by its success. */
export function afterExtraAttempt(delivery: Delivery, result: AttemptResult): Delivery {
  return result === 'delivered' ? { ...delivery, state: 'delivered', dueAt: null } : delivery
}
