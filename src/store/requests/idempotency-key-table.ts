import type Database from 'better-sqlite3'
import type { EpochMs } from '../../kernel/units.ts'
import type { EarlierUse, IdempotencyClaim, WorldKey } from '../records.ts'

export class IdempotencyKeyTable {
  readonly #find
  readonly #insert
  readonly #deleteExpired

  constructor(db: Database.Database) {
    this.#find = db.prepare<[number, string, string, number], EarlierUse>(
      `SELECT fingerprint, run_id AS runId FROM idempotency_keys
       WHERE world = ? AND scope = ? AND key = ? AND expires_at > ?`,
    )
    this.#insert = db.prepare<[number, string, string, number, string | null, string | null]>(
      'INSERT INTO idempotency_keys (world, scope, key, expires_at, fingerprint, run_id) VALUES (?, ?, ?, ?, ?, ?)',
    )
    this.#deleteExpired = db.prepare<[number, number]>(
      'DELETE FROM idempotency_keys WHERE world = ? AND expires_at <= ?',
    )
  }

  /** What the key was used for, if it is taken. */
  find(world: WorldKey, claim: IdempotencyClaim, now: EpochMs): EarlierUse | null {
    return this.#find.get(world, claim.scope, claim.key, now) ?? null
  }

  isTaken(world: WorldKey, claim: IdempotencyClaim, now: EpochMs): boolean {
    return this.find(world, claim, now) !== null
  }

  /** Takes a key that is free; forgets expired ones first, which keeps the table as small as two hours of work. */
  take(world: WorldKey, claim: IdempotencyClaim, now: EpochMs, runId: string | null = null): void {
    this.#deleteExpired.run(world, now)
    const { scope, key, expiresAt, fingerprint = null } = claim
    this.#insert.run(world, scope, key, expiresAt, fingerprint, runId)
  }
}
