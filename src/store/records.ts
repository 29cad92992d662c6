import type { ClockMode, ClockState } from '../kernel/clock.ts'
import type { Canvas } from '../simulator/canvas/canvas.ts'
import type { RunRequest, Plan, Profile } from '../simulator/runs/plan.ts'
import type { RunStatus } from '../simulator/runs/state-at.ts'
import type { EpochMs, MicroUsd } from '../kernel/units.ts'
import type { AssetRecord, NewAsset, SampleAsset } from './assets/records.ts'
import type { NewWebhook } from './webhooks/records.ts'

export type * from './assets/records.ts'

declare const worldKey: unique symbol

/** The store's own number for a world; every other record is found by it first. */
export type WorldKey = number & { readonly [worldKey]: true }

/** What a world was told by itself; whatever is absent is as the emulator's options say. */
export interface WorldSettings {
  readonly clock?: ClockMode
  /** Where a manual or auto clock starts, at first and after each reset. */
  readonly startsAt?: EpochMs
  readonly durationScale?: number
  /** Null for no limit. */
  readonly rateLimit?: { readonly limit: number; readonly windowMs: number } | null
  readonly profile?: Profile
}

export interface WorldRecord {
  readonly key: WorldKey
  readonly name: string
  readonly seed: string
  readonly createdAt: EpochMs
  readonly clock: ClockState
  readonly settings: WorldSettings
}

/** What can change about a world that is there. */
export type WorldChange = Partial<Pick<WorldRecord, 'seed' | 'clock' | 'settings'>>

/** A world with everything that is in it when it is created. */
export interface NewWorld extends Omit<WorldRecord, 'key'> {
  /** Wall time; worlds that have not been used for long may be dropped. */
  readonly usedAt: EpochMs
  readonly workspaces: readonly NewWorkspace[]
  readonly projects: readonly NewProject[]
  readonly folders: readonly NewFolder[]
  readonly libraryFolders: readonly NewFolder[]
  readonly runs: readonly SampleRun[]
  readonly assets: readonly SampleAsset[]
  readonly canvases: readonly { readonly projectId: string; readonly canvas: Canvas }[]
}

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

/** A folder of projects, or one of the library. */
export interface NewFolder {
  readonly id: string
  readonly workspaceId: string
  readonly name: string
  readonly createdAt: EpochMs
}

export interface ProjectRecord extends NewProject {
  /** Counts the world's projects in order of creation, from 1. */
  readonly ordinal: number
  readonly modifiedAt: EpochMs
}

/** The history that a run is listed in; runs of actions are among the generations. */
export type RunList = 'generation' | 'technique'

interface NewRun {
  readonly id: string
  readonly request: RunRequest
  readonly plan: Plan
}

export interface RunRecord extends NewRun {
  readonly list: RunList
  /** Counts the runs of one history of a world in order of creation, from 1. */
  readonly ordinal: number
  readonly workspaceId: string
  readonly projectId: string
  readonly createdAt: EpochMs
  readonly quote: MicroUsd
}

/** A run that is there from the beginning: over, and paid for before the opening balance. */
export type SampleRun = Omit<RunRecord, 'ordinal'>

/** The right to do something once: taken with the change that it guards, or not at all. */
export interface IdempotencyClaim {
  /** Workspace, operation and destination. */
  readonly scope: string
  readonly key: string
  readonly expiresAt: EpochMs
  /** Of the request, where a repeat of the same one is answered rather than refused. */
  readonly fingerprint?: string
}

/** What a key was used for before. */
export interface EarlierUse {
  readonly fingerprint: string | null
  readonly runId: string | null
}

export interface CreateProject {
  readonly world: WorldKey
  readonly claim: IdempotencyClaim | null
  /** Where to put the project; in none when absent. */
  readonly folderId?: string | null
  /** Called inside the transaction with the number the project will have. */
  readonly build: (ordinal: number) => NewProject
}

export type CreateProjectResult =
  | { readonly outcome: 'created'; readonly project: ProjectRecord }
  | { readonly outcome: 'duplicate_key' }
  | { readonly outcome: 'unknown_workspace' }
  /** None of that id in the workspace. */
  | { readonly outcome: 'unknown_folder' }

export interface CreateRun {
  readonly world: WorldKey
  readonly list: RunList
  readonly workspaceId: string
  /** Or a project to create for the run, given its number. */
  readonly projectId: string | ((ordinal: number) => NewProject)
  readonly quote: MicroUsd
  readonly claim: IdempotencyClaim | null
  /** Called inside the transaction with the number the run will have. Pure: it may be called again after a failure. */
  readonly build: (ordinal: number) => NewRun & {
    /** Announces its end. */
    readonly webhook?: NewWebhook
  }
}

export type CreateRunResult =
  | { readonly outcome: 'created'; readonly run: RunRecord }
  | { readonly outcome: 'duplicate_key'; readonly earlier: EarlierUse }
  | { readonly outcome: 'insufficient_credits' }
  /** The world was dropped or reset, or lost the workspace, while the request was under way. */
  | { readonly outcome: 'unknown_workspace' }

/** Rows older than `before` (an ordinal; null for the newest), newest first. */
interface Slice {
  readonly before: number | null
  readonly limit: number
}

export interface RunQuery extends Slice {
  readonly world: WorldKey
  readonly list: RunList
  readonly workspaceId: string | null
  readonly projectId: string | null
  /** Null for all. */
  readonly techniqueId: string | null
  readonly status: RunStatus | null
}

export interface ProjectQuery extends Slice {
  readonly world: WorldKey
  readonly workspaceId: string
  /** A part of the name, in any case. */
  readonly search: string | null
}

export interface AssetQuery extends Slice {
  readonly world: WorldKey
  readonly workspaceId: string | null
  readonly projectId: string | null
  /** A part of the name, in any case. */
  readonly search: string | null
}

export interface CreateAsset {
  readonly world: WorldKey
  readonly claim: IdempotencyClaim | null
  /** Called inside the transaction with the number the asset will have. */
  readonly build: (ordinal: number) => NewAsset
  /** Null for an asset that is yet to be uploaded. */
  readonly bytes: Uint8Array | null
}

export type CreateAssetResult =
  | { readonly outcome: 'created'; readonly asset: AssetRecord }
  | { readonly outcome: 'duplicate_key' }
  | { readonly outcome: 'unknown_workspace' }

export type ChangeAssetResult =
  | { readonly outcome: 'changed'; readonly asset: AssetRecord }
  | { readonly outcome: 'refused'; readonly asset: AssetRecord }
  | { readonly outcome: 'duplicate_key' }
  | { readonly outcome: 'unknown_asset' }

export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly more: boolean
  /** How many rows match in all; null where counting would cost more as history grows. */
  readonly total: number | null
}
