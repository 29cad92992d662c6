import type Database from 'better-sqlite3'
import type { EpochMs } from '../../simulator/units.ts'
import type { IdempotencyClaim, WorldKey } from '../records.ts'

export class IdempotencyKeyTable {
  readonly #find
  readonly #insert
  readonly #deleteExpired

  constructor(db: Database.Database) {
    this.#find = db
      .prepare<[number, string, string, number], number>(
        'SELECT 1 FROM idempotency_keys WHERE world = ? AND scope = ? AND key = ? AND expires_at > ?',
      )
      .pluck()
    this.#insert = db.prepare<[number, string, string, number]>(
      'INSERT INTO idempotency_keys (world, scope, key, expires_at) VALUES (?, ?, ?, ?)',
    )
    this.#deleteExpired = db.prepare<[number, number]>(
      'DELETE FROM idempotency_keys WHERE world = ? AND expires_at <= ?',
    )
  }

  isTaken(world: WorldKey, claim: IdempotencyClaim, now: EpochMs): boolean {
    return this.#find.get(world, claim.scope, claim.key, now) !== undefined
  }

  /** Takes a key that is free; forgets expired ones first, which keeps the table as small as two hours of work. */
  take(world: WorldKey, { scope, key, expiresAt }: IdempotencyClaim, now: EpochMs): void {
    this.#deleteExpired.run(world, now)
    this.#insert.run(world, scope, key, expiresAt)
  }
}
