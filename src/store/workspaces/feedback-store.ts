import type Database from 'better-sqlite3'
import type { EpochMs } from '../../kernel/units.ts'
import type { FeedbackStore, NewFeedback, RecordFeedback, RecordFeedbackResult } from './feedback.ts'
import type { WorldKey } from '../records.ts'
import type { GroupCommit } from '../engine/group-commit.ts'
import type { IdempotencyKeyTable } from '../requests/idempotency-key-table.ts'

class FeedbackTable {
  readonly #last
  readonly #insert

  constructor(db: Database.Database) {
    this.#last = db.prepare<[number], number>('SELECT max(ordinal) FROM feedback WHERE world = ?').pluck()
    // A world that was dropped in the meantime must not leave rows behind.
    this.#insert = db.prepare<[object]>(
      `INSERT INTO feedback (world, ordinal, id, kind, summary, detail, attempted_tools, workspace_id, project_id,
         run_id, received_at)
       SELECT @world, @ordinal, @id, @kind, @summary, @detail, @tools, @workspaceId, @projectId, @runId, @receivedAt
       WHERE EXISTS (SELECT 1 FROM worlds WHERE world = @world)`,
    )
  }

  nextOrdinal(world: WorldKey): number {
    return (this.#last.get(world) ?? 0) + 1
  }

  /** False when the world is gone. */
  insert(world: WorldKey, ordinal: number, feedback: NewFeedback, receivedAt: EpochMs): boolean {
    const { attemptedTools, ...columns } = feedback
    const tools = JSON.stringify(attemptedTools)
    return this.#insert.run({ ...columns, tools, world, ordinal, receivedAt }).changes === 1
  }
}

export class SqliteFeedback implements FeedbackStore {
  readonly #table
  readonly #commit
  readonly #keys

  constructor(db: Database.Database, commit: GroupCommit, keys: IdempotencyKeyTable) {
    this.#table = new FeedbackTable(db)
    this.#commit = commit
    this.#keys = keys
  }

  async record({ world, claim, build }: RecordFeedback, now: EpochMs): Promise<RecordFeedbackResult> {
    return this.#commit.write((): RecordFeedbackResult => {
      if (claim !== null && this.#keys.isTaken(world, claim, now)) return { outcome: 'duplicate_key' }
      const ordinal = this.#table.nextOrdinal(world)
      const feedback = build(ordinal)
      if (!this.#table.insert(world, ordinal, feedback, now)) return { outcome: 'unknown_world' }
      if (claim !== null) this.#keys.take(world, claim, now)
      return { outcome: 'recorded', feedback }
    })
  }
}
