import type { EpochMs, MicroUsd } from '../../kernel/units.ts'
import type { Plan, RunRequest } from '../../simulator/runs/plan.ts'
import type { RunStatus } from '../../simulator/runs/state-at.ts'
import type { EarlierUse, IdempotencyClaim } from '../requests/idempotency-keys.ts'
import type { Slice } from '../store.ts'
import type { NewWebhook } from '../webhooks/webhook-records.ts'
import type { NewProject } from '../workspaces/workspace-records.ts'
import type { WorldKey } from '../worlds/world-records.ts'

/** The history that a run is listed in. Runs of actions are among the generations. */
export type RunKind = 'generation' | 'technique'

/** A run as it is decided, before it has a place in the world's history. */
interface NewRun {
  readonly id: string
  readonly request: RunRequest
  readonly plan: Plan
}

export interface RunRecord extends NewRun {
  readonly kind: RunKind
  /** Counts the runs of a world in order of creation, from 1. */
  readonly ordinal: number
  readonly workspaceId: string
  readonly projectId: string
  readonly createdAt: EpochMs
  /** Reserved at creation. */
  readonly quote: MicroUsd
}

/** A run of the fixtures: it has ended, and was paid before the opening balance. */
export type SampleRun = Omit<RunRecord, 'ordinal'>

export interface CreateRun {
  readonly world: WorldKey
  readonly kind: RunKind
  readonly workspaceId: string
  /** Or a project to create for the run, from its ordinal. */
  readonly projectId: string | ((ordinal: number) => NewProject)
  readonly quote: MicroUsd
  readonly claim: IdempotencyClaim | null
  /** Builds a run that the balance does not cover as unpaid, instead of refusing it. It reserves nothing. @default false */
  readonly failsUnpaid?: boolean
  /** Called inside the transaction with the ordinal of the run. Pure: it may be called again after a failure. */
  readonly build: (
    ordinal: number,
    isPaid: boolean,
  ) => NewRun & {
    /** Announces the end of the run. */
    readonly webhook?: NewWebhook
  }
}

export type CreateRunResult =
  | { readonly outcome: 'created'; readonly run: RunRecord }
  | { readonly outcome: 'duplicate_key'; readonly earlier: EarlierUse }
  | { readonly outcome: 'insufficient_credits' }
  /** The world was dropped or reset, or lost the workspace, while the request was in flight. */
  | { readonly outcome: 'unknown_workspace' }
  | { readonly outcome: 'unknown_project' }

export type EndRunResult =
  | { readonly outcome: 'ended'; readonly run: RunRecord }
  | { readonly outcome: 'already_over'; readonly run: RunRecord }
  | { readonly outcome: 'unknown_run' }

export interface RunQuery extends Slice {
  readonly world: WorldKey
  /** Null for both. Then no other filter is served by an index. */
  readonly kind: RunKind | null
  readonly workspaceId: string | null
  readonly projectId: string | null
  readonly techniqueId: string | null
  readonly status: RunStatus | null
}

/** The start or the end of a run. */
export interface RunChange {
  readonly at: EpochMs
  readonly runId: string
  readonly status: Exclude<RunStatus, 'pending'>
}

/** A run that has ended, with what its end does to the balance. */
export interface SettledRun {
  readonly id: string
  readonly kind: RunKind
  readonly ordinal: number
  readonly workspaceId: string
  readonly startsAt: EpochMs
  readonly endsAt: EpochMs
  readonly outcome: 'completed' | 'failed'
  readonly reserved: MicroUsd
  readonly charged: MicroUsd
}
