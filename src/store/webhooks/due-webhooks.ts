import { type EpochMs, epochMs } from '../../kernel/units.ts'
import { execute, getRow, getRows, type Steps } from '../sql.ts'
import type { WorldKey } from '../worlds/world-records.ts'
import type { WebhookRecord } from './webhook-records.ts'

// Webhooks with a due attempt, now or later, are in a partial index, however long the history is.

/** Moves the first attempts of a run's webhooks to its new end. */
export function* rescheduleWebhooks(world: WorldKey, runId: string, runEndsAt: EpochMs): Steps<void> {
  yield* execute(
    `UPDATE webhooks SET due_at = @runEndsAt + delay_ms
     WHERE world = @world AND run_id = @runId AND state = 'pending' AND tries = 0`,
    { world, runId, runEndsAt },
  )
}

/** The ordinals of webhooks that are due by an instant, in order of their time. */
export function* listDueWebhooks(world: WorldKey, until: EpochMs): Steps<readonly number[]> {
  const rows = yield* getRows<{ ordinal: number }>(
    `SELECT ordinal FROM webhooks INDEXED BY webhooks_due
     WHERE world = @world AND due_at <= @until ORDER BY due_at, ordinal`,
    { world, until },
  )
  return rows.map(({ ordinal }) => ordinal)
}

/** When the next attempt after `now` is due; null for none. */
export function* nextDueWebhook(world: WorldKey, now: EpochMs): Steps<EpochMs | null> {
  const row = yield* getRow<{ at: number | null }>(
    'SELECT min(due_at) AS at FROM webhooks INDEXED BY webhooks_due WHERE world = @world AND due_at > @now',
    { world, now },
  )
  return typeof row?.at === 'number' ? epochMs(row.at) : null
}

/** The names of worlds in which an attempt is due, now or later. */
export function* listWorldsWithDueWebhooks(): Steps<readonly string[]> {
  const rows = yield* getRows<{ name: string }>(
    `SELECT name FROM worlds
     WHERE EXISTS (SELECT 1 FROM webhooks WHERE webhooks.world = worlds.world AND due_at IS NOT NULL)`,
    {},
  )
  return rows.map(({ name }) => name)
}

const WAITING = `world = @world AND state = 'held' AND mode = 'reorder' AND url = @url`

/**
 * Holds a webhook until the next one to the same URL was delivered.
 *
 * @returns false for the webhook that others wait for, and for one that has been attempted
 */
export function* holdForNext(world: WorldKey, { ordinal, url, tries }: WebhookRecord): Steps<boolean> {
  if (tries > 0) return false
  const text = `SELECT 1 FROM webhooks INDEXED BY webhooks_by_state WHERE ${WAITING} LIMIT 1`
  if ((yield* getRow(text, { world, url })) !== null) return false
  const held = yield* execute(
    `UPDATE webhooks SET state = 'held', due_at = NULL WHERE world = @world AND ordinal = @ordinal AND state = 'pending'`,
    { world, ordinal },
  )
  return held === 1
}

/** Makes due what was held for a delivered webhook. Returns how many. */
export function* releaseAfter(world: WorldKey, { url }: WebhookRecord, now: EpochMs): Steps<number> {
  // Without its mode, so that it is not held again.
  return yield* execute(
    `UPDATE webhooks SET state = 'pending', due_at = @now, mode = NULL WHERE ${WAITING}`,
    { world, url, now },
  )
}
