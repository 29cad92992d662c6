import { epochMs } from '../../kernel/units.ts'
import { execute, getRow, type Steps } from '../sql.ts'
import { findWorkspace } from '../workspaces/workspaces.ts'
import type { WorldKey } from '../worlds/world-records.ts'
import type { WebhookSecrets } from './webhook-records.ts'

interface Row {
  secret: string
  previous: string | null
  previous_until: number | null
  rotations: number
}

/** Null for a workspace that has the secret of the fixtures. */
export function* findSecrets(world: WorldKey, workspaceId: string): Steps<WebhookSecrets | null> {
  const row = yield* getRow<Row>(
    `SELECT secret, previous, previous_until, rotations FROM webhook_secrets
     WHERE world = @world AND workspace_id = @workspaceId`,
    { world, workspaceId },
  )
  if (row === null) return null
  const { secret, previous, previous_until: until, rotations } = row
  return { secret, previous, previousUntil: until === null ? null : epochMs(until), rotations }
}

/**
 * Changes the secrets of a workspace. Null for an unknown workspace.
 *
 * @param step pure
 */
export function* rotateSecrets(
  world: WorldKey,
  workspaceId: string,
  step: (before: WebhookSecrets | null) => WebhookSecrets,
): Steps<WebhookSecrets | null> {
  if ((yield* findWorkspace(world, workspaceId)) === null) return null
  const next = step(yield* findSecrets(world, workspaceId))
  yield* execute(
    `INSERT INTO webhook_secrets (world, workspace_id, secret, previous, previous_until, rotations)
     VALUES (@world, @workspaceId, @secret, @previous, @previousUntil, @rotations)
     ON CONFLICT (world, workspace_id) DO UPDATE SET secret = excluded.secret, previous = excluded.previous,
       previous_until = excluded.previous_until, rotations = excluded.rotations`,
    { ...next, world, workspaceId },
  )
  return next
}
