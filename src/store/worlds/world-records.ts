import type { ClockMode, ClockState } from '../../kernel/clock.ts'
import type { RateLimit } from '../../kernel/rate-limit.ts'
import type { EpochMs } from '../../kernel/units.ts'
import type { Canvas } from '../../simulator/canvas/canvas.ts'
import type { Profile } from '../../simulator/runs/plan.ts'
import type { SampleAsset } from '../assets/asset-records.ts'
import type { SampleRun } from '../runs/run-records.ts'
import type { NewFolder, NewProject, NewWorkspace } from '../workspaces/workspace-records.ts'

declare const worldKey: unique symbol

/** The store's number for a world. It is never used again; every other record is found by it first. */
export type WorldKey = number & { readonly [worldKey]: true }

/** Settings of one world. Absent members follow the emulator's options. */
export interface WorldSettings {
  readonly clock?: ClockMode
  /** Where a manual or auto clock starts, at first and after each reset. */
  readonly startsAt?: EpochMs
  readonly durationScale?: number
  /** Null for no limit. */
  readonly rateLimit?: RateLimit | null
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

/** What can change about an existing world. */
export type WorldChange = Partial<Pick<WorldRecord, 'seed' | 'clock' | 'settings'>>

/** A world with its initial contents. */
export interface NewWorld extends Omit<WorldRecord, 'key'> {
  /** Wall time. Worlds that were not used for long may be dropped. */
  readonly usedAt: EpochMs
  readonly workspaces: readonly NewWorkspace[]
  readonly projects: readonly NewProject[]
  readonly folders: readonly NewFolder[]
  readonly libraryFolders: readonly NewFolder[]
  readonly runs: readonly SampleRun[]
  readonly assets: readonly SampleAsset[]
  readonly canvases: readonly { readonly projectId: string; readonly canvas: Canvas }[]
}
