import type Database from 'better-sqlite3'
import { type EpochMs, epochMs } from '../../simulator/units.ts'
import type { WorldKey } from '../records.ts'

/** When webhooks are attempted. What is due, now or later, is in a partial index, however long the history is. */
export class WebhookSchedule {
  readonly #reschedule
  readonly #due
  readonly #nextDue
  readonly #releaseReordered
  readonly #worldsWithDue

  constructor(db: Database.Database) {
    this.#reschedule = db.prepare<[number, number, string]>(
      `UPDATE webhooks SET due_at = ? + delay_ms
       WHERE world = ? AND run_id = ? AND state = 'pending' AND tries = 0`,
    )
    // Read from the index alone, because it is asked at every move of a clock.
    this.#due = db
      .prepare<[number, number], number>(
        `SELECT ordinal FROM webhooks INDEXED BY webhooks_due
         WHERE world = ? AND due_at <= ? ORDER BY due_at, ordinal`,
      )
      .pluck()
    this.#nextDue = db
      .prepare<[number, number], number | null>(
        'SELECT min(due_at) FROM webhooks INDEXED BY webhooks_due WHERE world = ? AND due_at > ?',
      )
      .pluck()
    this.#releaseReordered = db.prepare<[object]>(
      `UPDATE webhooks SET state = 'pending', due_at = @now
       WHERE world = @world AND state = 'held' AND mode = 'reorder' AND id <> @exceptId
         AND EXISTS (SELECT 1 FROM runs WHERE runs.world = @world AND runs.id = run_id AND ends_at <= @now)`,
    )
    this.#worldsWithDue = db
      .prepare<[], string>(
        `SELECT name FROM worlds
         WHERE EXISTS (SELECT 1 FROM webhooks WHERE webhooks.world = worlds.world AND due_at IS NOT NULL)`,
      )
      .pluck()
  }

  /** The run was made to end at another time. */
  reschedule(world: WorldKey, runId: string, runEndsAt: EpochMs): void {
    this.#reschedule.run(runEndsAt, world, runId)
  }

  due(world: WorldKey, until: EpochMs): number[] {
    return this.#due.all(world, until)
  }

  nextDue(world: WorldKey, now: EpochMs): EpochMs | null {
    const next = this.#nextDue.get(world, now)
    return typeof next === 'number' ? epochMs(next) : null
  }

  releaseReordered(world: WorldKey, exceptId: string, now: EpochMs): number {
    return this.#releaseReordered.run({ world, exceptId, now }).changes
  }

  worldsWithDue(): string[] {
    return this.#worldsWithDue.all()
  }
}
