import { ApiError, validationError } from '../../kernel/errors.ts'
import { epochMs } from '../../kernel/units.ts'
import { type IdempotencyClaim, isClaimed } from '../../store/requests/idempotency-keys.ts'
import type { Store } from '../../store/store.ts'
import type { Caller } from '../worlds/caller.ts'

/** Documented, and measured in production. */
const WINDOW_MS = 2 * 60 * 60 * 1000
const KEY_LENGTH_MAX = 255

/** An idempotency key and its scope: operation, workspace and project (measured; see docs/fidelity.md). */
export interface KeyUse {
  readonly key: string
  readonly operation: string
  readonly workspaceId: string | null
  readonly projectId: string | null
}

/** Checks the idempotency keys of headers. */
export class Idempotency {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /**
   * Builds the claim that a use case stores with its change.
   *
   * @throws ApiError 409 for a key that was used, before any other check of the request; 400 for a key that is too long
   */
  async claim({ world, now }: Caller, use: KeyUse): Promise<IdempotencyClaim> {
    const { key, operation, workspaceId, projectId } = use
    if (key.length > KEY_LENGTH_MAX) {
      const message = `At most ${KEY_LENGTH_MAX} characters`
      throw validationError([{ field: 'Idempotency-Key', code: 'too_big', message }])
    }
    const scope = `${operation} ${workspaceId ?? '-'} ${projectId ?? '-'}`
    const claim = { scope, key, expiresAt: epochMs(now + WINDOW_MS) }
    if (await this.#store.read(isClaimed(world.key, claim, now))) throw duplicateKey()
    return claim
  }
}

/** Builds the 409 for an idempotency key that was used. */
export const duplicateKey = (): ApiError =>
  new ApiError('idempotency_duplicate', 'Duplicate idempotency key.')
