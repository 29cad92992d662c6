import type Database from 'better-sqlite3'
import { epochMs } from '../../kernel/units.ts'
import type { WebhookMode, WebhookState } from '../../simulator/webhooks/webhook.ts'
import type { WorldKey } from '../records.ts'
import type { NewWebhook, WebhookAttempt, WebhookQuery, WebhookRecord } from './records.ts'
import { LIMIT } from '../engine/sql-limit.ts'

const COLUMNS = 'ordinal, id, run_id, workspace_id, url, mode, delay_ms, state, due_at, tries, attempt_log'

interface WebhookRow {
  ordinal: number
  id: string
  run_id: string
  workspace_id: string
  url: string
  mode: WebhookMode | null
  delay_ms: number
  state: WebhookState
  due_at: number | null
  tries: number
  attempt_log: string
}

/** The run that a webhook announces. */
export interface AnnouncedRun {
  readonly id: string
  readonly workspaceId: string
}

export class WebhookTable {
  readonly #find
  readonly #read
  readonly #lastOrdinal
  readonly #insert
  readonly #save
  readonly #lists

  constructor(db: Database.Database) {
    this.#find = db.prepare<[number, string], WebhookRow>(
      `SELECT ${COLUMNS} FROM webhooks WHERE world = ? AND id = ?`,
    )
    this.#read = db.prepare<[number, number], WebhookRow>(
      `SELECT ${COLUMNS} FROM webhooks WHERE world = ? AND ordinal = ?`,
    )
    this.#lastOrdinal = db
      .prepare<[number], number>('SELECT ordinal FROM webhooks WHERE world = ? ORDER BY ordinal DESC LIMIT 1')
      .pluck()
    this.#insert = db.prepare<[object]>(
      `INSERT INTO webhooks (world, ${COLUMNS})
       VALUES (@world, @ordinal, @id, @runId, @workspaceId, @url, @mode, @delayMs, @state, @dueAt, @tries, @log)`,
    )
    this.#save = db.prepare<[object]>(
      `UPDATE webhooks SET mode = @mode, state = @state, due_at = @dueAt, tries = @tries, attempt_log = @log
       WHERE world = @world AND ordinal = @ordinal`,
    )
    const list = (index: string, condition: string) =>
      db.prepare<[object], WebhookRow>(
        `SELECT ${COLUMNS} FROM webhooks ${index} WHERE world = @world ${condition}
         ORDER BY ordinal DESC ${LIMIT}`,
      )
    this.#lists = {
      all: list('', ''),
      byState: list('INDEXED BY webhooks_by_state', 'AND state = @state'),
      byRun: list('INDEXED BY webhooks_by_run', 'AND run_id = @runId AND (@state IS NULL OR state = @state)'),
    }
  }

  find(world: WorldKey, id: string): WebhookRecord | null {
    const row = this.#find.get(world, id)
    return row === undefined ? null : toWebhook(row)
  }

  read(world: WorldKey, ordinal: number): WebhookRecord | null {
    const row = this.#read.get(world, ordinal)
    return row === undefined ? null : toWebhook(row)
  }

  nextOrdinal(world: WorldKey): number {
    return (this.#lastOrdinal.get(world) ?? 0) + 1
  }

  insert(world: WorldKey, ordinal: number, run: AnnouncedRun, webhook: NewWebhook): WebhookRecord {
    const { id: runId, workspaceId } = run
    const record = { ...webhook, ordinal, runId, workspaceId, attempts: [] }
    this.#insert.run(toColumns(world, record))
    return record
  }

  /** As `insert`, with the next number. */
  add(world: WorldKey, run: AnnouncedRun, webhook: NewWebhook): WebhookRecord {
    return this.insert(world, this.nextOrdinal(world), run, webhook)
  }

  save(world: WorldKey, webhook: WebhookRecord): void {
    this.#save.run(toColumns(world, webhook))
  }

  list(query: WebhookQuery): WebhookRecord[] {
    const { all, byState, byRun } = this.#lists
    const byFilter = query.state === null ? all : byState
    return (query.runId === null ? byFilter : byRun).all(query).map(toWebhook)
  }
}

const toColumns = (world: WorldKey, { attempts, ...columns }: WebhookRecord): object => ({
  ...columns,
  world,
  log: JSON.stringify(attempts),
})

const toWebhook = (row: WebhookRow): WebhookRecord => ({
  ordinal: row.ordinal,
  id: row.id,
  runId: row.run_id,
  workspaceId: row.workspace_id,
  url: row.url,
  mode: row.mode,
  delayMs: row.delay_ms,
  state: row.state,
  dueAt: row.due_at === null ? null : epochMs(row.due_at),
  tries: row.tries,
  attempts: JSON.parse(row.attempt_log) as WebhookAttempt[],
})
