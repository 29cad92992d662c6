/** A webhook as the control API lists it. */
export interface Webhook {
  readonly id: string
  readonly run_id: string
  readonly type: string
  readonly url: string
  readonly state: 'pending' | 'held' | 'delivered' | 'failed' | 'blocked' | 'cancelled'
  readonly next_attempt_at: number | null
  readonly attempts: readonly {
    readonly at: number
    readonly status: number | null
    readonly duration_ms: number
    readonly error: string | null
  }[]
  readonly payload: unknown
}

export interface WebhookList {
  readonly webhooks: readonly Webhook[]
}
