import type Database from 'better-sqlite3'
import { type EpochMs, epochMs } from '../../kernel/units.ts'
import type { WorldKey } from '../records.ts'

/** When webhooks are attempted. What is due, now or later, is in a partial index, however long the history is. */
export class WebhookSchedule {
  readonly #reschedule
  readonly #due
  readonly #nextDue
  readonly #isHolding
  readonly #holdForNext
  readonly #releaseAfter
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
    const waiting = `world = @world AND state = 'held' AND mode = 'reorder' AND url = @url`
    this.#isHolding = db.prepare<[object]>(
      `SELECT 1 FROM webhooks INDEXED BY webhooks_by_state WHERE ${waiting} LIMIT 1`,
    )
    this.#holdForNext = db.prepare<[number, number]>(
      `UPDATE webhooks SET state = 'held', due_at = NULL WHERE world = ? AND ordinal = ? AND state = 'pending'`,
    )
    // Without its mode, so that it is not held again.
    this.#releaseAfter = db.prepare<[object]>(
      `UPDATE webhooks SET state = 'pending', due_at = @now, mode = NULL WHERE ${waiting}`,
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

  /** Whether something waits for the next webhook to that URL. */
  isHolding(world: WorldKey, url: string): boolean {
    return this.#isHolding.get({ world, url }) !== undefined
  }

  /** False when it is not pending any more. */
  holdForNext(world: WorldKey, ordinal: number): boolean {
    return this.#holdForNext.run(world, ordinal).changes === 1
  }

  releaseAfter(world: WorldKey, url: string, now: EpochMs): number {
    return this.#releaseAfter.run({ world, url, now }).changes
  }

  worldsWithDue(): string[] {
    return this.#worldsWithDue.all()
  }
}
