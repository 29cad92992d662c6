import { ApiError, validationError } from '../../kernel/errors.ts'
import { epochMs } from '../../kernel/units.ts'
import { type IdempotencyClaim, isClaimed } from '../../store/requests/idempotency-keys.ts'
import type { Store } from '../../store/store.ts'
import type { Caller } from '../worlds/caller.ts'

/** Documented, and measured in production: duplicates within two hours are refused. */
const WINDOW_MS = 2 * 60 * 60 * 1000
const KEY_LENGTH_MAX = 255

/** A key is used up by workspace, operation and destination (measured; see docs/fidelity.md). */
export interface Repeatable {
  readonly key: string
  readonly operation: string
  readonly workspaceId: string | null
  readonly projectId: string | null
}

export class Idempotency {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /**
   * Makes the claim that the use case hands to the store with its change.
   *
   * @throws ApiError 409 when the key is taken already, before anything else about a repeat is judged
   */
  async claim({ world, now }: Caller, repeatable: Repeatable): Promise<IdempotencyClaim> {
    const { key, operation, workspaceId, projectId } = repeatable
    if (key.length > KEY_LENGTH_MAX) {
      throw validationError([{ field: 'Idempotency-Key', message: `At most ${KEY_LENGTH_MAX} characters` }])
    }
    const scope = `${operation} ${workspaceId ?? '-'} ${projectId ?? '-'}`
    const claim = { scope, key, expiresAt: epochMs(now + WINDOW_MS) }
    if (await this.#store.read(isClaimed(world.key, claim, now))) throw duplicateKey()
    return claim
  }
}

export const duplicateKey = (): ApiError =>
  new ApiError('idempotency_duplicate', 'Duplicate idempotency key.')
