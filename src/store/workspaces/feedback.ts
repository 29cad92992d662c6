import { nextOrdinal } from '../../kernel/ordinals.ts'
import type { EpochMs } from '../../kernel/units.ts'
import { type IdempotencyClaim, isClaimed, takeClaim } from '../requests/idempotency-keys.ts'
import { execute, getRow, type Steps } from '../sql.ts'
import type { WorldKey } from '../worlds/world-records.ts'
import { worldExists } from '../worlds/worlds.ts'

export interface NewFeedback {
  readonly id: string
  readonly kind: string
  readonly summary: string
  readonly detail: string
  readonly attemptedTools: readonly string[]
  readonly workspaceId: string | null
  readonly projectId: string | null
  readonly runId: string | null
}

export interface RecordFeedback {
  readonly world: WorldKey
  readonly claim: IdempotencyClaim | null
  /** Called inside the transaction with the ordinal of the feedback. */
  readonly build: (ordinal: number) => NewFeedback
}

export type RecordFeedbackResult =
  | { readonly outcome: 'recorded'; readonly feedback: NewFeedback }
  | { readonly outcome: 'duplicate_key' }
  /** The world was dropped or reset while the request was in flight. */
  | { readonly outcome: 'unknown_world' }

/** Keeps a message to FLORA. Nothing in the API reads it, but snapshots hold it. */
export function* recordFeedback(
  { world, claim, build }: RecordFeedback,
  now: EpochMs,
): Steps<RecordFeedbackResult> {
  if (!(yield* worldExists(world))) return { outcome: 'unknown_world' }
  if (claim !== null && (yield* isClaimed(world, claim, now))) return { outcome: 'duplicate_key' }
  const last = yield* getRow<{ ordinal: number }>(
    'SELECT ordinal FROM feedback WHERE world = @world ORDER BY ordinal DESC LIMIT 1',
    { world },
  )
  const ordinal = nextOrdinal(last?.ordinal)
  const feedback = build(ordinal)
  if (claim !== null) yield* takeClaim(world, claim, now)
  const { attemptedTools, ...columns } = feedback
  yield* execute(
    `INSERT INTO feedback (world, ordinal, id, kind, summary, detail, attempted_tools, workspace_id, project_id,
       run_id, received_at)
     VALUES (@world, @ordinal, @id, @kind, @summary, @detail, @tools, @workspaceId, @projectId, @runId, @now)`,
    { ...columns, world, ordinal, tools: JSON.stringify(attemptedTools), now },
  )
  return { outcome: 'recorded', feedback }
}
