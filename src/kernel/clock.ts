import { setTimeout as timer } from 'node:timers/promises'
import { CLOCK_MAX } from './instants.ts'
import { type EpochMs, epochMs } from './units.ts'

/** Returns wall time. No other file reads the machine's clock; code that needs an instant takes it as an argument. */
export const wallNow = (): EpochMs => epochMs(Date.now())

/** Returns milliseconds of a clock that never jumps, for rate limits and durations. Its zero has no meaning. */
export const monotonicNow = (): number => performance.now()

/** Waits `ms` of wall time and resolves with true. Resolves early, with false, when `signal` aborts. */
export async function wallDelay(ms: number, signal: AbortSignal): Promise<boolean> {
  return timer(ms, true, { signal }).catch(() => false)
}

/** Waits `ms` of wall time for a fault. Resolves with false when the emulator stops before. */
export type Wait = (ms: number) => Promise<boolean>

/**
 * Calls `ring` once, after `ms` of wall time or after 24.8 days, whichever is sooner. Does not keep the process alive.
 *
 * @returns a function that cancels the alarm
 */
export function wallAlarm(ms: number, ring: () => void): () => void {
  // Longer times overflow Node's timers. Callers with such times read what is due when the alarm rings, and set another.
  const alarm = setTimeout(ring, Math.min(ms, 2_147_483_647))
  alarm.unref()
  return () => clearTimeout(alarm)
}

/** A time limit of one operation. */
export interface Deadline {
  readonly signal: AbortSignal
  /** Removes timer and listener. Call it when the operation has ended. */
  readonly clear: () => void
}

/**
 * Creates a signal that aborts after `ms` of wall time, or when `stopping` aborts. `AbortSignal.any` would be shorter, but
 * Node 20 garbage-collects its signal while a request waits for it, so that it never aborts.
 */
export function deadline(ms: number, stopping: AbortSignal): Deadline {
  const controller = new AbortController()
  const abort = (): void => controller.abort()
  const cancel = wallAlarm(ms, abort)
  stopping.addEventListener('abort', abort)
  if (stopping.aborted) abort()
  return {
    signal: controller.signal,
    clear: () => {
      cancel()
      stopping.removeEventListener('abort', abort)
    },
  }
}

/**
 * Calls `tick` every `ms` of wall time. Does not keep the process alive.
 *
 * @returns a function that stops the calls
 */
export function wallTicker(ms: number, tick: () => void): () => void {
  const ticker = setInterval(tick, ms)
  ticker.unref()
  return () => clearInterval(ticker)
}

/**
 * The state of a world's clock, as it is stored. `real` is wall time plus an offset. `manual` and `auto` stand at an
 * instant until they are moved: `manual` by requests of the control API, `auto` also by reads of runs.
 */
export type ClockState =
  | { readonly mode: 'real'; readonly offsetMs: number }
  | { readonly mode: 'manual' | 'auto'; readonly nowMs: EpochMs }

export type ClockMode = ClockState['mode']

/** The clock of a world. It never goes back. */
export class WorldClock {
  #state: ClockState
  #latest: EpochMs
  readonly #wall: () => EpochMs

  constructor(state: ClockState, wall: () => EpochMs = wallNow) {
    this.#state = state
    this.#wall = wall
    this.#latest = read(state, wall)
  }

  get state(): ClockState {
    return this.#state
  }

  get mode(): ClockMode {
    return this.#state.mode
  }

  /** Returns world time. Read it once per use case, because two readings in one request can differ. */
  now(): EpochMs {
    // NTP or a user can set wall time back, but a completed run must stay completed.
    const now = read(this.#state, this.#wall)
    if (now > this.#latest) this.#latest = now
    return this.#latest
  }

  /** Moves to `instant`, unless it has passed. Returns the state to store. */
  jumpTo(instant: EpochMs): ClockState {
    return instant <= this.now() ? this.#state : this.switchTo(this.#state.mode, instant)
  }

  /** Changes the mode, and moves to `instant` unless it has passed. Returns the state to store. */
  switchTo(mode: ClockMode, instant: EpochMs): ClockState {
    const from = epochMs(Math.max(instant, this.now()))
    this.#state = clockState(mode, from, this.#wall())
    return this.#state
  }
}

/** Returns the state of a clock that shows `instant` when wall time is `wall`. */
export function clockState(mode: ClockMode, instant: EpochMs, wall: EpochMs): ClockState {
  return mode === 'real' ? { mode, offsetMs: instant - wall } : { mode, nowMs: instant }
}

function read(state: ClockState, wall: () => EpochMs): EpochMs {
  return epochMs(Math.min(state.mode === 'real' ? wall() + state.offsetMs : state.nowMs, CLOCK_MAX))
}
