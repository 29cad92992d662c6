import type { WorldHandle } from '../../client/world-handle.ts'
import type { ClockMode } from '../../kernel/clock.ts'
import type { FaultSettings } from '../faults/catalogue.ts'
import type { Ending } from './evidence.ts'

/** Part of an emulator that trials use. */
export interface TrialEmulator {
  readonly url: string
  world(name: string): WorldHandle
}

/** Runs the client once in a world, to its end or the time limit. */
export type RunClient = (world: WorldHandle, stopping: AbortSignal) => Promise<Ending>

export interface TrialSettings extends FaultSettings {
  readonly seed: string
  readonly clock: ClockMode
  readonly timeoutSeconds: number
}

/** What all trials of an exploration share. */
export interface Lab {
  readonly emulator: TrialEmulator
  readonly runClient: RunClient
  readonly settings: TrialSettings
  /** Returns the name of a world that no other trial has. */
  readonly nextWorld: () => string
  /** Aborts when the exploration is interrupted. */
  readonly stopping: AbortSignal
}
