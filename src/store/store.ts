import type { ClockState } from '../clock.ts'
import type { GenerationRequest, Plan } from '../simulator/plan.ts'
import type { RunStatus } from '../simulator/state-at.ts'
import type { EpochMs, MicroUsd } from '../simulator/units.ts'

declare const worldKey: unique symbol

/** The store's own number for a world; every other record is found by it first. */
export type WorldKey = number & { readonly [worldKey]: true }

export interface WorldRecord {
  readonly key: WorldKey
  readonly name: string
  readonly seed: string
  readonly createdAt: EpochMs
  readonly clock: ClockState
}

/** A world with everything that is in it when it is created. */
export interface NewWorld extends Omit<WorldRecord, 'key'> {
  readonly workspaces: readonly NewWorkspace[]
  readonly projects: readonly NewProject[]
  readonly runs: readonly SampleRun[]
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

export interface ProjectRecord extends NewProject {
  /** Counts the world's projects in order of creation, from 1. */
  readonly ordinal: number
  readonly modifiedAt: EpochMs
}

/** The history that a run is listed in. */
export type RunList = 'generation'

interface NewRun {
  readonly id: string
  readonly request: GenerationRequest
  readonly plan: Plan
}

export interface RunRecord extends NewRun {
  /** Counts the runs of one history of a world in order of creation, from 1. */
  readonly ordinal: number
  readonly workspaceId: string
  readonly projectId: string
  readonly createdAt: EpochMs
  readonly quote: MicroUsd
}

/** A run that is there from the beginning: over, and paid for before the opening balance. */
export type SampleRun = Omit<RunRecord, 'ordinal'> & { readonly list: RunList }

/** The right to do something once: taken with the change that it guards, or not at all. */
export interface IdempotencyClaim {
  /** Workspace, operation and destination. */
  readonly scope: string
  readonly key: string
  readonly expiresAt: EpochMs
}

export interface CreateProject {
  readonly world: WorldKey
  readonly claim: IdempotencyClaim | null
  /** Called inside the transaction with the number the project will have. */
  readonly build: (ordinal: number) => NewProject
}

export type CreateProjectResult =
  | { readonly outcome: 'created'; readonly project: ProjectRecord }
  | { readonly outcome: 'duplicate_key' }

export interface CreateRun {
  readonly world: WorldKey
  readonly list: RunList
  readonly workspaceId: string
  readonly projectId: string
  readonly quote: MicroUsd
  readonly claim: IdempotencyClaim | null
  /** Called inside the transaction with the number the run will have. Pure: it may be called again after a failure. */
  readonly build: (ordinal: number) => NewRun
}

export type CreateRunResult =
  | { readonly outcome: 'created'; readonly run: RunRecord }
  | { readonly outcome: 'duplicate_key' }
  | { readonly outcome: 'insufficient_credits' }

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
  readonly status: RunStatus | null
}

export interface ProjectQuery extends Slice {
  readonly world: WorldKey
  readonly workspaceId: string
  /** A part of the name, in any case. */
  readonly search: string | null
}

export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly more: boolean
  /** How many rows match in all; null where counting would cost more as history grows. */
  readonly total: number | null
}

/**
 * Everything that outlives a request. Each method is one fact, whole or not at all; it reports what happened and leaves
 * the meaning to the services. Asynchronous so that writes which arrive together can share one commit.
 */
export interface Store {
  findWorld(name: string): Promise<WorldRecord | null>
  /** Creates the world, or returns the one that is there. */
  createWorld(world: NewWorld): Promise<WorldRecord>
  saveClock(world: WorldKey, clock: ClockState): Promise<void>

  listWorkspaces(world: WorldKey): Promise<readonly WorkspaceRecord[]>
  findWorkspace(world: WorldKey, id: string): Promise<WorkspaceRecord | null>
  /** What the workspace can spend at `now`: settled, less what is reserved. Null when there is no such workspace. */
  balanceAt(world: WorldKey, workspaceId: string, now: EpochMs): Promise<MicroUsd | null>

  findProject(world: WorldKey, id: string): Promise<ProjectRecord | null>
  /** The workspace that a project belongs to; null for an unknown project. */
  workspaceOf(world: WorldKey, projectId: string): Promise<string | null>
  listProjects(query: ProjectQuery): Promise<Page<ProjectRecord>>
  createProject(command: CreateProject, now: EpochMs): Promise<CreateProjectResult>

  isClaimed(world: WorldKey, claim: IdempotencyClaim, now: EpochMs): Promise<boolean>

  /** In one transaction: the claim, the settlement of runs that are over, the reservation, the run. */
  createRun(command: CreateRun, now: EpochMs): Promise<CreateRunResult>
  findRun(world: WorldKey, id: string): Promise<RunRecord | null>
  listRuns(query: RunQuery, now: EpochMs): Promise<Page<RunRecord>>

  /** Commits what is waiting and lets go of the file. */
  close(): Promise<void>
}
