import type { EpochMs } from '../../kernel/units.ts'
import type { Delivery, WebhookMode, WebhookState } from '../../simulator/webhooks/webhook.ts'
import type { WorldKey } from '../records.ts'

/** One request to a receiver. */
export interface WebhookAttempt {
  /** World time. */
  readonly at: EpochMs
  /** What the receiver answered; null when it did not. */
  readonly status: number | null
  readonly durationMs: number
  /** Why it did not count. */
  readonly error: string | null
  /** The header of that name that was sent, if any. */
  readonly signature: string | null
}

/** What is to be announced to whom; its body follows from the run. */
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
  readonly workspaceId: string
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

/** The secrets that deliveries of a workspace are signed with. */
export interface WebhookSecrets {
  readonly secret: string
  /** The one before, while both are in use. */
  readonly previous: string | null
  /** World time at which `previous` is out of use. */
  readonly previousUntil: EpochMs | null
  /** How often the secret was changed. */
  readonly rotations: number
}

/** Announcements of the ends of runs. Those that `Store.createRun` makes are committed with their run. */
export interface WebhookStore {
  find(world: WorldKey, id: string): Promise<WebhookRecord | null>
  /** Newest first. */
  list(query: WebhookQuery): Promise<readonly WebhookRecord[]>
  /** For a run that is there; null when it is not. `build` is pure. */
  add(
    world: WorldKey,
    runId: string,
    build: (ordinal: number, runEndsAt: EpochMs) => NewWebhook,
  ): Promise<WebhookRecord | null>
  read(world: WorldKey, ordinal: number): Promise<WebhookRecord | null>
  /** The ordinals of those due by `until`, in order of their time. */
  due(world: WorldKey, until: EpochMs): Promise<readonly number[]>
  /** When the next one after `now` is due. */
  nextDue(world: WorldKey, now: EpochMs): Promise<EpochMs | null>
  /** Changes one as `step` says, which is pure and may refuse with null. */
  change(
    world: WorldKey,
    id: string,
    step: (webhook: WebhookRecord) => WebhookChange | null,
  ): Promise<ChangeWebhookResult>
  /**
   * Holds one that is to go after the next to the same URL, at its first attempt. False when it is that next itself, and
   * goes on.
   */
  holdForNext(world: WorldKey, webhook: WebhookRecord): Promise<boolean>
  /** Makes due what was held for this one, which was delivered; returns how many. */
  releaseAfter(world: WorldKey, delivered: WebhookRecord, now: EpochMs): Promise<number>
  /** The names of worlds in which something is due, now or later. */
  worldsWithDue(): Promise<readonly string[]>
  /** Null for a workspace that has the secret of the fixtures. */
  secrets(world: WorldKey, workspaceId: string): Promise<WebhookSecrets | null>
  /** Null when the world is gone. `step` is pure. */
  rotate(
    world: WorldKey,
    workspaceId: string,
    step: (before: WebhookSecrets | null) => WebhookSecrets,
  ): Promise<WebhookSecrets | null>
}
