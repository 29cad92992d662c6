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

/** Where to move a clock: so far ahead, to an instant, to the end of all runs, or to the end of one. */
export type ClockTarget =
  | { readonly ms: number }
  | { readonly to: EpochMs }
  | { readonly until: 'idle' }
  | { readonly until: 'run'; readonly runId: string }

export interface Advance {
  readonly now: EpochMs
  /** What began and ended on the way, in order: the first of `total`. */
  readonly changes: readonly RunChange[]
  readonly total: number
}

/** The rest is counted: a hundred thousand runs would make an answer of twenty megabytes, and everybody else wait. */
const CHANGES_LISTED_MAX = 10_000

/** Runs that start runs without end must not keep an answer for ever. */
const ROUNDS_MAX = 100

/** Runs that one transaction settles while a clock moves, so that other requests wait a few milliseconds at most. */
const SETTLE_AT_ONCE = 500

/** Moves the clocks of worlds, and stores where they stand. */
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
   * Moves a world's clock ahead; a run that is over leaves it alone. Resolves when the webhooks that are due then were
   * attempted. Throws 404 for an unknown run, 400 for an instant that has passed or lies beyond the last, and 409 when idle
   * is not reached because receivers go on starting runs.
   */
  async advance(world: World, target: ClockTarget): Promise<Advance> {
    const first = await this.#advanceOnce(world, target)
    if (!('until' in target && target.until === 'idle')) return first
    let [now, total] = [first.now, first.total]
    const changes = [...first.changes]
    // Receivers of webhooks may start further runs.
    for (let round = 1; (await this.#store.read(lastRunEnd(world.key, now))) !== null; round += 1) {
      if (round === ROUNDS_MAX) {
        throw new ApiError(
          'conflict',
          'Runs go on starting runs; the clock was moved, but idle was not reached.',
        )
      }
      const next = await this.#advanceOnce(world, target)
      // The first of all: nothing behind a gap.
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
      throw validationError([{ field: 'body', message: 'Leads beyond the year 9998' }])
    }
    const before = world.clock.now()
    const moved = await this.#moveTo(world, instant)
    await this.#dispatch.drain(world, before)
    return moved
  }

  /** As `advance`, for whoever does not wait for webhooks. */
  async jumpTo(world: World, instant: EpochMs): Promise<void> {
    const before = world.clock.now()
    await this.#moveTo(world, instant)
    this.#dispatch.wake(world, before)
  }

  /** Makes a clock run in another mode, or from a later instant. Throws 400 for an earlier one. */
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

  /** Moves ahead to `target`; one that has passed leaves the clock alone. */
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
  const message = `Is before the world's time, ${now}; only a reset or restore goes back`
  throw validationError([{ field, message }])
}
