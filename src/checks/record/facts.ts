import type { ClockMode } from '../../kernel/clock.ts'
import type { EpochMs, MicroUsd } from '../../kernel/units.ts'
import type { Plan, RunRequest } from '../../simulator/runs/plan.ts'
import type { WebhookMode, WebhookState } from '../../simulator/webhooks/webhook.ts'

/** What happened in one world, as far as it was kept. The checks depend on nothing else. */
export interface WorldFacts {
  /** World time at which the facts were read. */
  readonly now: EpochMs
  readonly clock: ClockMode
  /** True when the client has ended, so that nothing reads unfinished runs any more. */
  readonly isFinal: boolean
  /** Requests of the client, oldest first. */
  readonly requests: readonly RequestFact[]
  /** The runs that these requests started. */
  readonly runs: readonly RunFact[]
  readonly webhooks: readonly WebhookFact[]
  /** Uploads and downloads, oldest first. */
  readonly transfers: readonly Transfer[]
  /** What the API knows of an operation, by operationId. */
  readonly operations: ReadonlyMap<string, OperationFact>
  /** Names of the parameters of each model, by id. */
  readonly models: ReadonlyMap<string, readonly string[]>
}

/** A request with its answer, without secrets. */
export interface RequestFact {
  readonly id: string
  /** World time. */
  readonly at: EpochMs
  readonly operation: string | null
  readonly method: string
  /** Includes the query. */
  readonly path: string
  /** Null when the connection was cut. */
  readonly status: number | null
  readonly durationMs: number
  /** Shortened. */
  readonly apiKey: string | null
  /** JSON text, truncated when it is long. */
  readonly requestBody: string | null
  /** Hash of a body that is truncated. Null for any other. */
  readonly bodyHash: string | null
  readonly responseBody: string | Buffer | null
  readonly idempotencyKey: string | null
  /** False when the client cannot have read the answer: connection cut, client gone or body spoiled. */
  readonly isReceived: boolean
  /** Arrival on a monotonic clock. */
  readonly arrivedMs: number
  /** What `retry-after` of the answer asked for. */
  readonly retryAfterMs: number | null
  /** Mode of the world's clock at the request. */
  readonly clock: ClockMode
  /** Retries of this request so far, where an SDK says so. */
  readonly sdk: { readonly retryCount: number } | null
}

export interface RunFact {
  readonly id: string
  readonly projectId: string
  readonly createdAt: EpochMs
  readonly quote: MicroUsd
  readonly request: Pick<RunRequest, 'callbackUrl'>
  readonly plan: Plan
}

export interface WebhookFact {
  readonly id: string
  readonly runId: string
  readonly url: string
  readonly state: WebhookState
  readonly attempts: readonly AttemptFact[]
}

export interface AttemptFact {
  readonly at: EpochMs
  readonly status: number | null
  readonly durationMs: number
  /** Fault of this attempt. */
  readonly mode: WebhookMode | null
}

export type Transfer =
  | {
      readonly kind: 'download'
      readonly runId: string
      readonly file: string
      readonly status: number
      /** Part of the file that was sent; null for none. */
      readonly range: ByteRange | null
      /** False when the connection ended before the last byte. */
      readonly isComplete: boolean
    }
  | { readonly kind: 'upload'; readonly assetId: string; readonly method: string }

/** Bytes from `start` up to and without `end`, of a file of `size`. */
export interface ByteRange {
  readonly start: number
  readonly end: number
  readonly size: number
}

export interface OperationFact {
  /** Names of the members of its body. */
  readonly fields: readonly string[]
  readonly isDeprecated: boolean
}
