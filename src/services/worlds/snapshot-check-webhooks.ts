import type { FieldProblem } from '../../kernel/errors.ts'
import type { Snapshot } from '../../schemas/control/worlds/snapshot.ts'
import { at } from './snapshot-problem.ts'

type Tables = Snapshot['tables']

/** The first webhook without a run, or at odds with itself, or secret without a workspace. */
export function webhookProblem(tables: Tables): FieldProblem | null {
  const { workspaces, runs, webhooks } = tables
  const homes = new Map(runs.map((run) => [run.id, run.workspace_id]))
  for (const [index, webhook] of webhooks.entries()) {
    if (homes.get(webhook.run_id) !== webhook.workspace_id) {
      return at('webhooks', index, 'run_id', 'No such run in its workspace')
    }
    if ((webhook.state === 'pending') !== (webhook.due_at !== null)) {
      return at('webhooks', index, 'due_at', 'Must be there exactly when the state is pending')
    }
  }
  const known = new Set(workspaces.map(({ id }) => id))
  const stray = tables.webhook_secrets.findIndex((row) => !known.has(row.workspace_id))
  return stray === -1
    ? null
    : at('webhook_secrets', stray, 'workspace_id', 'No such workspace in the snapshot')
}
