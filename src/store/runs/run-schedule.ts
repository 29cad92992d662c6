import type Database from 'better-sqlite3'
import { type EpochMs, epochMs, type MicroUsd, microUsd } from '../../kernel/units.ts'
import type { RunChange } from '../control-records.ts'
import type { RunList, WorldKey } from '../records.ts'
import { LIMIT } from '../engine/sql-limit.ts'

/** A run that is over, and what its end does to the money. */
export interface SettledRun {
  readonly id: string
  readonly workspaceId: string
  readonly endsAt: EpochMs
  readonly outcome: 'completed' | 'failed'
  readonly reserved: MicroUsd
  readonly charged: MicroUsd
  readonly list: RunList
  readonly ordinal: number
}

/** An array, because every creation settles: better-sqlite3 makes those at a fraction of the cost of an object. */
type Row = [
  id: string,
  workspaceId: string,
  endsAt: number,
  outcome: SettledRun['outcome'],
  reserved: number,
  charged: number,
  list: RunList,
  ordinal: number,
]

interface Change {
  id: string
  at: number
  what: RunChange['status']
}

/** When runs begin, end and are settled. What is under way is unsettled, so partial indexes find it in any history. */
export class RunSchedule {
  readonly #over
  readonly #markSettled
  readonly #due
  readonly #changes
  readonly #countChanges
  readonly #nextChange
  readonly #lastEnd

  constructor(db: Database.Database) {
    // Two statements, because an UPDATE that returns rows builds a table of its own for them, each time.
    this.#over = db
      .prepare<[object], Row>(
        `SELECT id, workspace_id, ends_at, outcome, reserved_micro_usd, charged_micro_usd, list, ordinal
         FROM runs INDEXED BY runs_unsettled
         WHERE world = @world AND settled = 0 AND ends_at <= @now ORDER BY ends_at ${LIMIT}`,
      )
      .raw()
    this.#markSettled = db.prepare<[number, string, number]>(
      'UPDATE runs SET settled = 1 WHERE world = ? AND list = ? AND ordinal = ?',
    )
    this.#due = db
      .prepare<[number, string, number], number>(
        `SELECT coalesce(sum(reserved_micro_usd - charged_micro_usd), 0) FROM runs
         WHERE world = ? AND workspace_id = ? AND settled = 0 AND ends_at <= ?`,
      )
      .pluck()
    const within = 'WHERE world = @world AND settled = 0 AND'
    this.#changes = db.prepare<[object], Change>(
      `SELECT id, starts_at AS at, 'running' AS what, list, ordinal FROM runs INDEXED BY runs_unsettled_by_start
         ${within} starts_at > @after AND starts_at <= @until AND ends_at > starts_at
       UNION ALL
       SELECT id, ends_at, outcome, list, ordinal FROM runs INDEXED BY runs_unsettled
         ${within} ends_at > @after AND ends_at <= @until
       ORDER BY 2, 4, 5, 3 DESC ${LIMIT}`,
    )
    this.#countChanges = db
      .prepare<[object], number>(
        `SELECT (SELECT count(*) FROM runs INDEXED BY runs_unsettled_by_start
                   ${within} starts_at > @after AND starts_at <= @until AND ends_at > starts_at)
              + (SELECT count(*) FROM runs INDEXED BY runs_unsettled
                   ${within} ends_at > @after AND ends_at <= @until)`,
      )
      .pluck()
    this.#nextChange = db
      .prepare<[object], number | null>(
        `SELECT min(at) FROM (
           SELECT min(starts_at) AS at FROM runs INDEXED BY runs_unsettled_by_start ${within} starts_at > @now
           UNION ALL SELECT min(ends_at) FROM runs INDEXED BY runs_unsettled ${within} ends_at > @now)`,
      )
      .pluck()
    this.#lastEnd = db
      .prepare<[number, number], number | null>(
        `SELECT max(ends_at) FROM runs INDEXED BY runs_unsettled WHERE world = ? AND settled = 0 AND ends_at > ?`,
      )
      .pluck()
  }

  /** Marks runs that are over by `now`, at most `limit` (null: all), and returns them in the order in which they ended. */
  settle(world: WorldKey, now: EpochMs, limit: number | null = null): SettledRun[] {
    const runs = this.#over.all({ world, now, limit: limit ?? -1 }).map(toSettledRun)
    if (runs.length > 1) runs.sort(byEnd)
    for (const { list, ordinal } of runs) this.#markSettled.run(world, list, ordinal)
    return runs
  }

  /** What `settle` would give back to the workspace, without writing. */
  due(world: WorldKey, workspaceId: string, now: EpochMs): MicroUsd {
    return microUsd(this.#due.get(world, workspaceId, now) ?? 0)
  }

  changes(world: WorldKey, after: EpochMs, until: EpochMs, limit: number): RunChange[] {
    const rows = this.#changes.all({ world, after, until, limit })
    return rows.map(({ id, at, what }) => ({ at: epochMs(at), runId: id, status: what }))
  }

  countChanges(world: WorldKey, after: EpochMs, until: EpochMs): number {
    return this.#countChanges.get({ world, after, until }) ?? 0
  }

  nextChange(world: WorldKey, now: EpochMs): EpochMs | null {
    return instant(this.#nextChange.get({ world, now }))
  }

  lastEnd(world: WorldKey, now: EpochMs): EpochMs | null {
    return instant(this.#lastEnd.get(world, now))
  }
}

const byEnd = (a: SettledRun, b: SettledRun): number =>
  a.endsAt - b.endsAt || a.ordinal - b.ordinal || (a.list < b.list ? -1 : 1)

const toSettledRun = ([
  id,
  workspaceId,
  endsAt,
  outcome,
  reserved,
  charged,
  list,
  ordinal,
]: Row): SettledRun => ({
  id,
  workspaceId,
  endsAt: epochMs(endsAt),
  outcome,
  reserved: microUsd(reserved),
  charged: microUsd(charged),
  list,
  ordinal,
})

const instant = (value: number | null | undefined): EpochMs | null =>
  typeof value === 'number' ? epochMs(value) : null
