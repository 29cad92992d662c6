import { Type } from 'typebox'

/** Well below 5,000 ms, after which vitest and jest fail a test without showing the message of this API. */
export const WAIT_MS_DEFAULT = 2000

/** Number of matches to wait for, and the timeout. */
export const WAIT_LIMITS = {
  count: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: 'Default: 1.' })),
  timeout_ms: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 60_000,
      description: `Milliseconds of wall time. Default: ${WAIT_MS_DEFAULT}.`,
    }),
  ),
}
