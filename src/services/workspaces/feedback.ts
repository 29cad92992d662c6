import { notFound } from '../../kernel/errors.ts'
import { seededId } from '../../kernel/ids.ts'
import type { EpochMs } from '../../kernel/units.ts'
import type { IdempotencyClaim, NewFeedback, Store } from '../../store/store.ts'
import type { Caller } from '../worlds/caller.ts'
import { duplicateKey } from '../requests/idempotency.ts'

interface RecordFeedback extends Omit<NewFeedback, 'id'> {
  readonly claim: IdempotencyClaim | null
}

interface Receipt {
  readonly id: string
  readonly receivedAt: EpochMs
}

export class Feedback {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Throws 404 for a workspace, project or run that is not there. */
  async record({ world }: Caller, { claim, ...feedback }: RecordFeedback): Promise<Receipt> {
    const receivedAt = world.clock.now()
    const { workspaceId, projectId, runId } = feedback
    const found = await Promise.all([
      workspaceId === null || this.#store.findWorkspace(world.key, workspaceId),
      projectId === null || this.#store.findProject(world.key, projectId),
      runId === null || this.#store.findRun(world.key, runId),
    ])
    if (found.includes(null)) throw notFound()
    const build = (ordinal: number) => ({
      ...feedback,
      id: seededId('fb', world.seed, ordinal),
      summary: feedback.summary.toWellFormed(),
      detail: feedback.detail.toWellFormed(),
    })
    const result = await this.#store.feedback.record({ world: world.key, claim, build }, receivedAt)
    switch (result.outcome) {
      case 'recorded':
        return { id: result.feedback.id, receivedAt }
      case 'duplicate_key':
        throw duplicateKey()
      case 'unknown_world':
        throw notFound()
    }
  }
}
