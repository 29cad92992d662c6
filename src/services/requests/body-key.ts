import { createHash } from 'node:crypto'
import { ApiError } from '../../kernel/errors.ts'
import { type EpochMs, epochMs } from '../../kernel/units.ts'
import type { EarlierUse, IdempotencyClaim } from '../../store/requests/idempotency-keys.ts'

/** Documented for keys in bodies; those in headers have a window of their own. */
const WINDOW_MS = 24 * 60 * 60 * 1000

/** A claim that a repeat of the same request is answered with what the first one began. */
export function bodyClaim(
  { operation, key, request }: { operation: string; key: string; request: readonly unknown[] },
  now: EpochMs,
): IdempotencyClaim {
  const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest('base64url')
  return { scope: `${operation} body`, key, expiresAt: epochMs(now + WINDOW_MS), fingerprint }
}

/** The run that the key began. Throws 422 when that was for another request. */
export function repeatedRun(earlier: EarlierUse, { fingerprint }: IdempotencyClaim): string {
  if (earlier.fingerprint === fingerprint && earlier.runId !== null) return earlier.runId
  throw new ApiError('idempotency_conflict', 'The idempotency key was used with another body.')
}
