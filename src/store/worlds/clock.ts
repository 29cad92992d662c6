import type { ClockState } from '../../kernel/clock.ts'
import type { RunChange } from '../runs/run-records.ts'
import { countRunChanges, listRunChanges, type Span } from '../runs/run-schedule.ts'
import { execute, type Steps } from '../sql.ts'
import type { WorldKey } from './world-records.ts'

/** Milliseconds ahead of wall time for a real clock, the instant for any other. */
export const clockValue = (clock: ClockState): number =>
  clock.mode === 'real' ? clock.offsetMs : clock.nowMs

export function* saveClock(world: WorldKey, clock: ClockState): Steps<void> {
  yield* execute('UPDATE worlds SET clock_mode = @mode, clock_value = @value WHERE world = @world', {
    world,
    mode: clock.mode,
    value: clockValue(clock),
  })
}

/** Saves a clock that was moved along a span, and lists what starts and ends in it before anything of it is settled. */
export function* moveClock(
  world: WorldKey,
  clock: ClockState,
  span: Span,
  limit: number,
): Steps<{ readonly changes: readonly RunChange[]; readonly total: number }> {
  yield* saveClock(world, clock)
  const changes = yield* listRunChanges(world, span, limit)
  return { changes, total: changes.length < limit ? changes.length : yield* countRunChanges(world, span) }
}
