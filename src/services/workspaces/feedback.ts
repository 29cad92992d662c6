import { notFound } from '../../kernel/errors.ts'
import { seededId } from '../../kernel/ids.ts'
import type { EpochMs } from '../../kernel/units.ts'
import type { IdempotencyClaim } from '../../store/requests/idempotency-keys.ts'
import { findRun } from '../../store/runs/runs.ts'
import type { Store } from '../../store/store.ts'
import { type NewFeedback, recordFeedback } from '../../store/workspaces/feedback.ts'
import { findProject } from '../../store/workspaces/projects.ts'
import { findWorkspace } from '../../store/workspaces/workspaces.ts'
import type { Caller } from '../worlds/caller.ts'
import { duplicateKey } from '../requests/idempotency.ts'

/** Feedback to store. */
interface RecordFeedback extends Omit<NewFeedback, 'id'> {
  readonly claim: IdempotencyClaim | null
}

/** Confirms stored feedback. */
interface Receipt {
  readonly id: string
  readonly receivedAt: EpochMs
}

/** Stores feedback to FLORA in the world. */
export class Feedback {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** @throws ApiError 404 for an unknown workspace, project or run, 409 for an idempotency key that was used */
  async record({ world, now }: Caller, { claim, ...feedback }: RecordFeedback): Promise<Receipt> {
    const { workspaceId, projectId, runId } = feedback
    const found = await Promise.all([
      workspaceId === null || this.#store.read(findWorkspace(world.key, workspaceId)),
      projectId === null || this.#store.read(findProject(world.key, projectId)),
      runId === null || this.#store.read(findRun(world.key, runId)),
    ])
    if (found.includes(null)) throw notFound()
    const build = (ordinal: number) => ({ ...feedback, id: seededId('fb', world.seed, ordinal) })
    const result = await this.#store.write(() => recordFeedback({ world: world.key, claim, build }, now))
    switch (result.outcome) {
      case 'recorded':
        return { id: result.feedback.id, receivedAt: now }
      case 'duplicate_key':
        throw duplicateKey()
      case 'unknown_world':
        throw notFound()
    }
  }
}
