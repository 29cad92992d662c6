import type { EpochMs } from '../../kernel/units.ts'
import { execute, getRow, type Steps } from '../sql.ts'
import type { WorldKey } from '../worlds/world-records.ts'

/** The right to do something once. It is taken with the change that it guards, or not at all. */
export interface IdempotencyClaim {
  /** Workspace, operation and destination. */
  readonly scope: string
  readonly key: string
  readonly expiresAt: EpochMs
  /** Hash of the request, where a repeat of the same request is answered instead of refused. */
  readonly fingerprint?: string
}

/** What an idempotency key was used for before. */
export interface EarlierUse {
  readonly fingerprint: string | null
  readonly runId: string | null
}

/** What the key was used for, if it is taken at `now`. */
export function* findEarlierUse(
  world: WorldKey,
  { scope, key }: IdempotencyClaim,
  now: EpochMs,
): Steps<EarlierUse | null> {
  const row = yield* getRow<{ fingerprint: string | null; run_id: string | null }>(
    `SELECT fingerprint, run_id FROM idempotency_keys
     WHERE world = @world AND scope = @scope AND key = @key AND expires_at > @now`,
    { world, scope, key, now },
  )
  return row === null ? null : { fingerprint: row.fingerprint, runId: row.run_id }
}

export function* isClaimed(world: WorldKey, claim: IdempotencyClaim, now: EpochMs): Steps<boolean> {
  return (yield* findEarlierUse(world, claim, now)) !== null
}

/** Takes a free key. Deletes expired keys first, so that the table holds no more than one window of work. */
export function* takeClaim(
  world: WorldKey,
  { scope, key, expiresAt, fingerprint }: IdempotencyClaim,
  now: EpochMs,
  runId: string | null = null,
): Steps<void> {
  yield* execute('DELETE FROM idempotency_keys WHERE world = @world AND expires_at <= @now', { world, now })
  yield* execute(
    `INSERT INTO idempotency_keys (world, scope, key, expires_at, fingerprint, run_id)
     VALUES (@world, @scope, @key, @expiresAt, @fingerprint, @runId)`,
    { world, scope, key, expiresAt, fingerprint: fingerprint ?? null, runId },
  )
}
