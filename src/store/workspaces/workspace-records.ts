import type { EpochMs, MicroUsd } from '../../kernel/units.ts'
import type { IdempotencyClaim } from '../requests/idempotency-keys.ts'
import type { Slice } from '../store.ts'
import type { WorldKey } from '../worlds/world-records.ts'

export interface NewWorkspace {
  readonly id: string
  readonly name: string
  readonly createdAt: EpochMs
  readonly balance: MicroUsd
}

export interface WorkspaceRecord {
  readonly id: string
  readonly name: string
  readonly createdAt: EpochMs
}

export interface NewProject {
  readonly id: string
  readonly workspaceId: string
  readonly name: string
  readonly origin: string | null
  readonly createdAt: EpochMs
}

export interface ProjectRecord extends NewProject {
  /** Counts the projects of a world in order of creation, from 1. */
  readonly ordinal: number
  readonly modifiedAt: EpochMs
}

/** Positions are the last activity and the ordinal of a project. */
export interface ProjectQuery extends Slice<readonly [modifiedAt: number, ordinal: number]> {
  readonly world: WorldKey
  readonly workspaceId: string
  /** Part of the name, in any case; null for all. */
  readonly search: string | null
}

/** A folder of projects, or one of the library. */
export interface NewFolder {
  readonly id: string
  readonly workspaceId: string
  readonly name: string
  readonly createdAt: EpochMs
}

export interface CreateProject {
  readonly world: WorldKey
  readonly claim: IdempotencyClaim | null
  /** Null puts the project in no folder. */
  readonly folderId: string | null
  /** Called inside the transaction with the ordinal of the project. */
  readonly build: (ordinal: number) => NewProject
}

export type CreateProjectResult =
  | { readonly outcome: 'created'; readonly project: ProjectRecord }
  | { readonly outcome: 'duplicate_key' }
  | { readonly outcome: 'unknown_workspace' }
  /** The workspace has no folder of that id. */
  | { readonly outcome: 'unknown_folder' }

/** A change of a workspace's balance. */
export interface LedgerEntry {
  readonly at: EpochMs
  readonly kind: 'reserve' | 'settle' | 'refund' | 'adjust'
  readonly workspaceId: string
  readonly runId: string | null
  /** Difference that the entry makes to the balance. */
  readonly amount: MicroUsd
  /** Balance after the entry. */
  readonly balance: MicroUsd
}

export interface LedgerQuery {
  readonly world: WorldKey
  readonly workspaceId: string | null
  readonly runId: string | null
  readonly limit: number
}
