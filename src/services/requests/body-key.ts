import type { Profile } from '../../simulator/runs/plan.ts'
import type { Caller } from '../worlds/caller.ts'
import { createHash } from 'node:crypto'
import { ApiError } from '../../kernel/errors.ts'
import { epochMs } from '../../kernel/units.ts'
import type { EarlierUse, IdempotencyClaim } from '../../store/requests/idempotency-keys.ts'

/** FLORA documents 24 hours for keys in bodies. Measured in production: 2 hours, as for keys in headers. */
const WINDOW_MS: Readonly<Record<Profile, number>> = {
  docs: 24 * 60 * 60 * 1000,
  measured: 2 * 60 * 60 * 1000,
}

/**
 * Builds the claim for an idempotency key in a body. A repeat of the request is answered with the run of the first one.
 *
 * @param request values that a repeat must have in common with the first request
 */
export function bodyClaim(
  { operation, key, request }: { operation: string; key: string; request: readonly unknown[] },
  { now, world }: Pick<Caller, 'now' | 'world'>,
): IdempotencyClaim {
  const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest('base64url')
  return { scope: `${operation} body`, key, expiresAt: epochMs(now + WINDOW_MS[world.profile]), fingerprint }
}

/**
 * Returns the id of the run that the key started.
 *
 * @throws ApiError 422 when the key was used for another request
 */
export function repeatedRun(earlier: EarlierUse, { fingerprint }: IdempotencyClaim): string {
  if (earlier.fingerprint === fingerprint && earlier.runId !== null) return earlier.runId
  throw new ApiError('idempotency_conflict', 'The idempotency key was used with another body.')
}
