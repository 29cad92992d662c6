import type { AdvanceAnswer, AdvanceBody, Clock } from '../schemas/control/worlds/world.ts'
import type { Call } from './control-client.ts'

/** The clock of a world. It never goes back. */
export interface WorldClockHandle {
  /** Reads mode and time. */
  get(): Promise<Clock>
  /** Reads the time of the world, in unix milliseconds. */
  now(): Promise<number>
  /**
   * Changes the mode of the clock, or the instant from which it continues.
   *
   * @param change `mode`: `@default` unchanged; `now`: unix milliseconds, not before the time of the world, `@default`
   *   unchanged
   * @throws {ControlError} `input_validation_error` for an earlier instant
   * @example
   * ```ts
   * await world.clock.set({ mode: 'auto' })
   * ```
   */
  set(change: { readonly mode?: Clock['mode']; readonly now?: number }): Promise<Clock>
  /**
   * Moves the clock ahead, and resolves when the webhooks that fell due were attempted. Pass exactly one member: `ms`,
   * `seconds`, `to` an instant, or `until`, which is `idle` (no run is pending or running) or the id of a run.
   *
   * @throws {ControlError} `input_validation_error`, or `not_found` for an unknown run
   * @example Finish one run, or all of them.
   * ```ts
   * await world.clock.advance({ until: run_id })
   * await world.clock.advance({ until: 'idle' })
   * ```
   * @example Pass the window of an idempotency key, which is two hours.
   * ```ts
   * await world.clock.advance({ seconds: 2 * 60 * 60 })
   * ```
   */
  advance(by: Omit<AdvanceBody, 'to'> & { readonly to?: number | Date }): Promise<AdvanceAnswer>
}

export function clockHandle(call: Call): WorldClockHandle {
  return {
    get: async () => call('GET', '/clock'),
    now: async () => (await call<Clock>('GET', '/clock')).now,
    set: async (change) => call('PUT', '/clock', change),
    advance: async ({ to, ...by }) =>
      call('POST', '/clock/advance', to === undefined ? by : { ...by, to: Number(to) }),
  }
}
