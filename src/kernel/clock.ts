import { setTimeout as timer } from 'node:timers/promises'
import { CLOCK_MAX } from './instants.ts'
import { type EpochMs, epochMs } from './units.ts'

/** Wall time. The only place where the machine's clock is read; everything else is handed an instant. */
export const wallNow = (): EpochMs => epochMs(Date.now())

/** Milliseconds on a clock that never jumps, for what a client waits for: rate limits, durations in logs. */
export const monotonicNow = (): number => performance.now()

/** Waits in wall time, for injected delays; ends early, with false, when `signal` aborts. */
export async function wallDelay(ms: number, signal: AbortSignal): Promise<boolean> {
  return timer(ms, true, { signal }).catch(() => false)
}

/** Calls back after `ms` of wall time, unless it is cancelled; keeps no process alive. Returns how to cancel. */
export function wallAlarm(ms: number, ring: () => void): () => void {
  // Longer than 24.8 days overflows Node's timers; whoever sets an alarm looks again when it rings.
  const alarm = setTimeout(ring, Math.min(ms, 2_147_483_647))
  alarm.unref()
  return () => clearTimeout(alarm)
}

/** Something that has to be over in time. */
export interface Deadline {
  readonly signal: AbortSignal
  /** To be called when it is over, so that nothing is left behind. */
  readonly lift: () => void
}

/**
 * A signal that aborts after `ms` of wall time, or when `stopping` does. `AbortSignal.any` of the two would be shorter, but
 * Node 20 collects it while a request still waits for it, and then it never aborts.
 */
export function deadline(ms: number, stopping: AbortSignal): Deadline {
  const controller = new AbortController()
  const abort = (): void => controller.abort()
  const cancel = wallAlarm(ms, abort)
  stopping.addEventListener('abort', abort)
  if (stopping.aborted) abort()
  return {
    signal: controller.signal,
    lift: () => {
      cancel()
      stopping.removeEventListener('abort', abort)
    },
  }
}

/** Calls back every `ms` of wall time until it is stopped; keeps no process alive. Returns how to stop. */
export function wallTicker(ms: number, tick: () => void): () => void {
  const ticker = setInterval(tick, ms)
  ticker.unref()
  return () => clearInterval(ticker)
}

/**
 * How a world's time runs, and everything needed to go on after a restart.
 * `real` is wall time plus an offset; `manual` and `auto` stand at an instant until they are moved.
 */
export type ClockState =
  | { readonly mode: 'real'; readonly offsetMs: number }
  | { readonly mode: 'manual' | 'auto'; readonly nowMs: EpochMs }

export type ClockMode = ClockState['mode']

/** A world's own time. It never goes back. */
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

  /** Read once per use case; two readings in one request could disagree. */
  now(): EpochMs {
    // Wall time is stepped back by NTP and by people; a run that completed must stay completed.
    const now = read(this.#state, this.#wall)
    if (now > this.#latest) this.#latest = now
    return this.#latest
  }

  /** Moves to `instant` if that is ahead, and returns the state to store. */
  jumpTo(instant: EpochMs): ClockState {
    return instant <= this.now() ? this.#state : this.run(this.#state.mode, instant)
  }

  /** Goes on in another mode, from `instant` if that is ahead; returns the state to store. */
  run(mode: ClockMode, instant: EpochMs): ClockState {
    const from = epochMs(Math.max(instant, this.now()))
    this.#state = clockState(mode, from, this.#wall())
    return this.#state
  }
}

/** A clock that shows `instant` when it is `wall`. */
export function clockState(mode: ClockMode, instant: EpochMs, wall: EpochMs): ClockState {
  return mode === 'real' ? { mode, offsetMs: instant - wall } : { mode, nowMs: instant }
}

function read(state: ClockState, wall: () => EpochMs): EpochMs {
  return epochMs(Math.min(state.mode === 'real' ? wall() + state.offsetMs : state.nowMs, CLOCK_MAX))
}
