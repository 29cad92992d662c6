import type { EpochMs } from '../../kernel/units.ts'
import type { KeyHolder } from './api-keys.ts'
import type { World } from './world.ts'

/** An API key with its world. */
export interface Identity extends Omit<KeyHolder, 'worldName'> {
  readonly world: World
}

/** The identity of a request at the instant at which it is handled. */
export interface Caller extends Identity {
  /** World time, read once for each request, so that all of its steps use the same instant. */
  readonly now: EpochMs
  /** The request's place in a trace, for the webhooks of the run that it starts. Null without one. */
  readonly traceParent: string | null
}

/** The part of a caller that reads need. The control API reads without a key. */
export type Reader = Pick<Caller, 'world' | 'now'>

/** Creates a reader for the control API, which never moves the clock. */
export const readerOf = (world: World): Reader => ({ world, now: world.clock.now() })
