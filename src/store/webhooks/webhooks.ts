import { nextOrdinal } from '../../kernel/ordinals.ts'
import { type EpochMs, epochMs } from '../../kernel/units.ts'
import type { WebhookMode, WebhookState } from '../../simulator/webhooks/webhook.ts'
import { findRun } from '../runs/runs.ts'
import { execute, getRow, getRows, LIMIT, type Steps } from '../sql.ts'
import { JsonColumn } from '../stored-json.ts'
import type { WorldKey } from '../worlds/world-records.ts'
import type {
  ChangeWebhookResult,
  NewWebhook,
  WebhookAttempt,
  WebhookChange,
  WebhookQuery,
  WebhookRecord,
} from './webhook-records.ts'

/** Attempts of earlier versions have no mode. */
type StoredAttempt = Omit<WebhookAttempt, 'mode'> & Partial<Pick<WebhookAttempt, 'mode'>>

const ATTEMPTS = new JsonColumn<readonly StoredAttempt[]>('webhooks.attempt_log')

interface Row {
  ordinal: number
  id: string
  run_id: string
  url: string
  mode: WebhookMode | null
  delay_ms: number
  state: WebhookState
  due_at: number | null
  tries: number
  attempt_log: string
}

export function* findWebhook(world: WorldKey, id: string): Steps<WebhookRecord | null> {
  const row = yield* getRow<Row>('SELECT * FROM webhooks WHERE world = @world AND id = @id', { world, id })
  return row === null ? null : toWebhook(row)
}

export function* findWebhookByOrdinal(world: WorldKey, ordinal: number): Steps<WebhookRecord | null> {
  const text = 'SELECT * FROM webhooks WHERE world = @world AND ordinal = @ordinal'
  const row = yield* getRow<Row>(text, { world, ordinal })
  return row === null ? null : toWebhook(row)
}

/** Newest first. */
export function* listWebhooks({ world, runId, state, limit }: WebhookQuery): Steps<readonly WebhookRecord[]> {
  const rows = yield* getRows<Row>(
    `SELECT * FROM webhooks ${filterOf(runId, state)} ORDER BY ordinal DESC ${LIMIT}`,
    {
      world,
      runId,
      state,
      limit,
    },
  )
  return rows.map(toWebhook)
}

function filterOf(runId: string | null, state: string | null): string {
  if (runId !== null)
    return 'INDEXED BY webhooks_by_run WHERE world = @world AND run_id = @runId AND (@state IS NULL OR state = @state)'
  if (state !== null) return 'INDEXED BY webhooks_by_state WHERE world = @world AND state = @state'
  return 'WHERE world = @world'
}

/** Adds a webhook of an existing run. */
export function* addWebhook(world: WorldKey, runId: string, webhook: NewWebhook): Steps<WebhookRecord> {
  return yield* insertWebhook(world, yield* nextWebhookOrdinal(world), runId, webhook)
}

/**
 * Announces a run to one more URL. Null for an unknown run.
 *
 * @param build pure
 */
export function* addWebhookFor(
  world: WorldKey,
  runId: string,
  build: (ordinal: number, runEndsAt: EpochMs) => NewWebhook,
): Steps<WebhookRecord | null> {
  const run = yield* findRun(world, runId)
  if (run === null) return null
  const ordinal = yield* nextWebhookOrdinal(world)
  return yield* insertWebhook(world, ordinal, runId, build(ordinal, run.plan.endsAt))
}

/** @param step pure; null refuses the change */
export function* changeWebhook(
  world: WorldKey,
  id: string,
  step: (webhook: WebhookRecord) => WebhookChange | null,
): Steps<ChangeWebhookResult> {
  const before = yield* findWebhook(world, id)
  if (before === null) return { outcome: 'unknown_webhook' }
  const change = step(before)
  if (change === null) return { outcome: 'refused', webhook: before }
  const webhook = { ...before, ...change }
  const { ordinal, mode, state, dueAt, tries, attempts } = webhook
  yield* execute(
    `UPDATE webhooks SET mode = @mode, state = @state, due_at = @dueAt, tries = @tries, attempt_log = @log
     WHERE world = @world AND ordinal = @ordinal`,
    { world, ordinal, mode, state, dueAt, tries, log: ATTEMPTS.write(attempts) },
  )
  return { outcome: 'changed', webhook }
}

function* nextWebhookOrdinal(world: WorldKey): Steps<number> {
  const text = 'SELECT ordinal FROM webhooks WHERE world = @world ORDER BY ordinal DESC LIMIT 1'
  return nextOrdinal((yield* getRow<{ ordinal: number }>(text, { world }))?.ordinal)
}

function* insertWebhook(
  world: WorldKey,
  ordinal: number,
  runId: string,
  webhook: NewWebhook,
): Steps<WebhookRecord> {
  const record = { ...webhook, ordinal, runId, attempts: [] }
  const { attempts, ...columns } = record
  yield* execute(
    `INSERT INTO webhooks (world, ordinal, id, run_id, url, mode, delay_ms, state, due_at, tries, attempt_log)
     VALUES (@world, @ordinal, @id, @runId, @url, @mode, @delayMs, @state, @dueAt, @tries, @log)`,
    { ...columns, world, log: ATTEMPTS.write(attempts) },
  )
  return record
}

const toWebhook = (row: Row): WebhookRecord => ({
  ordinal: row.ordinal,
  id: row.id,
  runId: row.run_id,
  url: row.url,
  mode: row.mode,
  delayMs: row.delay_ms,
  state: row.state,
  dueAt: row.due_at === null ? null : epochMs(row.due_at),
  tries: row.tries,
  attempts: ATTEMPTS.read(row.attempt_log).map(({ mode = null, ...attempt }) => ({ ...attempt, mode })),
})
