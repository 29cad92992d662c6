import type Database from 'better-sqlite3'
import { epochMs } from '../../kernel/units.ts'
import type { WorldKey } from '../records.ts'
import type { WebhookSecrets } from './records.ts'

interface Row {
  secret: string
  previous: string | null
  previous_until: number | null
  rotations: number
}

export class WebhookSecretTable {
  readonly #find
  readonly #save

  constructor(db: Database.Database) {
    this.#find = db.prepare<[number, string], Row>(
      'SELECT secret, previous, previous_until, rotations FROM webhook_secrets WHERE world = ? AND workspace_id = ?',
    )
    // A world that was dropped in the meantime must not leave rows behind.
    this.#save = db.prepare<[object]>(
      `INSERT INTO webhook_secrets (world, workspace_id, secret, previous, previous_until, rotations)
       SELECT @world, @workspaceId, @secret, @previous, @previousUntil, @rotations
       WHERE EXISTS (SELECT 1 FROM worlds WHERE world = @world)
       ON CONFLICT (world, workspace_id) DO UPDATE SET secret = excluded.secret, previous = excluded.previous,
         previous_until = excluded.previous_until, rotations = excluded.rotations`,
    )
  }

  find(world: WorldKey, workspaceId: string): WebhookSecrets | null {
    const row = this.#find.get(world, workspaceId)
    if (row === undefined) return null
    const { secret, previous, previous_until: until, rotations } = row
    return { secret, previous, previousUntil: until === null ? null : epochMs(until), rotations }
  }

  /** False when the world is gone. */
  save(world: WorldKey, workspaceId: string, secrets: WebhookSecrets): boolean {
    return this.#save.run({ ...secrets, world, workspaceId }).changes === 1
  }
}
