import type { EpochMs } from '../../kernel/units.ts'
import type { IdempotencyClaim, WorldKey } from '../records.ts'

export interface NewFeedback {
  readonly id: string
  readonly kind: string
  readonly summary: string
  readonly detail: string
  readonly attemptedTools: readonly string[]
  readonly workspaceId: string | null
  readonly projectId: string | null
  readonly runId: string | null
}

export interface RecordFeedback {
  readonly world: WorldKey
  readonly claim: IdempotencyClaim | null
  /** Called inside the transaction with the number the feedback will have. */
  readonly build: (ordinal: number) => NewFeedback
}

export type RecordFeedbackResult =
  | { readonly outcome: 'recorded'; readonly feedback: NewFeedback }
  | { readonly outcome: 'duplicate_key' }
  /** Dropped or reset while the request was under way. */
  | { readonly outcome: 'unknown_world' }

/** What users told FLORA; nothing in the API reads it, but snapshots hold it. */
export interface FeedbackStore {
  record(command: RecordFeedback, now: EpochMs): Promise<RecordFeedbackResult>
}
