import { setImmediate as turn } from 'node:timers/promises'
import type { ClockMode } from '../../kernel/clock.ts'
import { CLOCK_MAX } from '../../kernel/instants.ts'
import { ApiError, validationError } from '../../kernel/errors.ts'
import { type EpochMs, epochMs } from '../../kernel/units.ts'
import type { RunChange } from '../../store/runs/run-records.ts'
import { lastRunEnd } from '../../store/runs/run-schedule.ts'
import { settleSome } from '../../store/runs/settle.ts'
import type { Store } from '../../store/store.ts'
import { moveClock, saveClock } from '../../store/worlds/clock.ts'
import type { RunReader } from '../runs/run-reader.ts'
import type { Dispatch } from '../webhooks/webhooks.ts'
import type { World } from './world.ts'

/** Target of a clock: a duration ahead, an instant, the end of all runs, or the end of one run. */
export type ClockTarget =
  | { readonly ms: number }
  | { readonly to: EpochMs }
  | { readonly until: 'idle' }
  | { readonly until: 'run'; readonly runId: string }

/** The outcome of a clock move. */
export interface Advance {
  readonly now: EpochMs
  /** Starts and ends of runs in order: the first ones of `total`. */
  readonly changes: readonly RunChange[]
  readonly total: number
}

/** Changes that an answer lists. 100,000 runs would make an answer of 20 MB and delay other requests. */
const CHANGES_LISTED_MAX = 10_000

/** Moves towards idle. Webhook receivers can start runs without end. */
const ROUNDS_MAX = 100

/** Runs that one transaction settles, so that other requests wait a few milliseconds at most. */
const SETTLE_AT_ONCE = 500

/** Moves the clocks of worlds and stores their states. */
export class Clocks {
  readonly #store: Store
  readonly #reader: RunReader
  readonly #dispatch: Dispatch

  constructor(store: Store, reader: RunReader, dispatch: Dispatch) {
    this.#store = store
    this.#reader = reader
    this.#dispatch = dispatch
  }

  /**
   * Moves a world's clock ahead. A run that has ended does not move it. Resolves after the attempts of the webhooks that
   * are due by then.
   *
   * @throws ApiError 404 for an unknown run; 400 for an instant in the past or after the year 9998; 409 when receivers of
   *   webhooks start runs without end
   */
  async advance(world: World, target: ClockTarget): Promise<Advance> {
    const first = await this.#advanceOnce(world, target)
    if (!('until' in target && target.until === 'idle')) return first
    let [now, total] = [first.now, first.total]
    const changes = [...first.changes]
    // Receivers of webhooks may have started runs.
    for (let round = 1; (await this.#store.read(lastRunEnd(world.key, now))) !== null; round += 1) {
      if (round === ROUNDS_MAX) {
        throw new ApiError(
          'conflict',
          'The clock was moved, but idle was not reached: receivers of webhooks keep starting runs.',
        )
      }
      const next = await this.#advanceOnce(world, target)
      // Appends only while the list is complete, so that it has no gap.
      if (changes.length === total)
        changes.push(...next.changes.slice(0, CHANGES_LISTED_MAX - changes.length))
      now = next.now
      total += next.total
    }
    return { now, changes, total }
  }

  async #advanceOnce(world: World, target: ClockTarget): Promise<Advance> {
    const instant = await this.#resolve(world, target)
    if (!(instant <= CLOCK_MAX)) {
      throw validationError([{ field: 'body', message: 'Must not lead beyond the year 9998' }])
    }
    const before = world.clock.now()
    const moved = await this.#moveTo(world, instant)
    await this.#dispatch.drain(world, before)
    return moved
  }

  /** Like `advance`, but does not wait for the attempts of webhooks. */
  async jumpTo(world: World, instant: EpochMs): Promise<void> {
    const before = world.clock.now()
    await this.#moveTo(world, instant < CLOCK_MAX ? instant : CLOCK_MAX)
    this.#dispatch.wake(world, before)
  }

  /**
   * Sets the mode and the time of a clock.
   *
   * @param mode null to keep it
   * @param instant null to keep the time
   * @throws ApiError 400 for an instant in the past
   */
  async configure(world: World, mode: ClockMode | null, instant: EpochMs | null): Promise<void> {
    const now = world.clock.now()
    if (instant !== null) checkAhead('now', instant, now)
    if (instant !== null) await this.advance(world, { to: instant })
    if (mode === null || mode === world.clock.mode) return
    const clock = world.clock.switchTo(mode, epochMs(instant ?? now))
    await this.#store.write(() => saveClock(world.key, clock))
    await world.feed.noteMove('clock', world)
    this.#dispatch.wake(world, now)
  }

  async #resolve(world: World, target: ClockTarget): Promise<EpochMs> {
    const now = world.clock.now()
    if ('ms' in target) return epochMs(now + target.ms)
    if ('to' in target) return checkAhead('to', target.to, now)
    if (target.until === 'idle') return (await this.#store.read(lastRunEnd(world.key, now))) ?? now
    return (await this.#reader.get(world.key, target.runId)).plan.endsAt
  }

  /** Moves the clock ahead and settles the runs that end on the way. Does nothing for an instant in the past. */
  async #moveTo(world: World, instant: EpochMs): Promise<Advance> {
    const { key, clock, feed } = world
    const before = clock.now()
    if (instant <= before) return { now: before, changes: [], total: 0 }
    const state = clock.jumpTo(instant)
    const span = { after: before, until: instant }
    const moved = await this.#store.write(() => moveClock(key, state, span, CHANGES_LISTED_MAX))
    await feed.catchUp(instant)
    await feed.noteMove('clock', world)
    while (await this.#store.write(() => settleSome(key, instant, SETTLE_AT_ONCE))) await turn()
    return { now: clock.now(), ...moved }
  }
}

function checkAhead(field: string, instant: EpochMs, now: EpochMs): EpochMs {
  if (instant >= now) return instant
  const message = `Must not be before the world's time, ${now}; only a reset or a restore moves it back`
  throw validationError([{ field, message }])
}
