import { ApiError, validationError } from '../../kernel/errors.ts'
import { type EpochMs, epochMs } from '../../kernel/units.ts'
import type { IdempotencyClaim, Store } from '../../store/store.ts'
import type { World } from '../worlds/world.ts'

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
   * The claim that the use case hands to the store with its change. Throws 409 when the key is taken already, so that a
   * repeat is told so before anything else about it is judged.
   */
  async claim({ key: world, clock }: World, { key, ...place }: Repeatable): Promise<IdempotencyClaim> {
    if (key.length > KEY_LENGTH_MAX) {
      throw validationError([{ field: 'Idempotency-Key', message: `At most ${KEY_LENGTH_MAX} characters` }])
    }
    const now = clock.now()
    const claim = claimFor(key, place, now)
    if (await this.#store.isClaimed(world, claim, now)) throw duplicateKey()
    return claim
  }
}

function claimFor(key: string, place: Omit<Repeatable, 'key'>, now: EpochMs): IdempotencyClaim {
  const scope = `${place.operation} ${place.workspaceId ?? '-'} ${place.projectId ?? '-'}`
  return { scope, key, expiresAt: epochMs(now + WINDOW_MS) }
}

export const duplicateKey = (): ApiError =>
  new ApiError('idempotency_duplicate', 'Duplicate idempotency key.')
