import type { EpochMs } from '../../kernel/units.ts'
import type { KeyHolder } from './api-keys.ts'
import type { World } from './world.ts'

/** Who makes a request, and in which world. */
export interface Identity extends Omit<KeyHolder, 'worldName'> {
  readonly world: World
}

/** An authenticated request at the instant at which it is handled. */
export interface Caller extends Identity {
  /** World time. Read once for each request, so that everything in it agrees. */
  readonly now: EpochMs
}
/** The part of a caller that reads use. The control API reads without a key. */
export type Reader = Pick<Caller, 'world' | 'now'>

/** A reader of the control API, which never moves the clock. */
export const readerOf = (world: World): Reader => ({ world, now: world.clock.now() })
