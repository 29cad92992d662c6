import { Type } from 'typebox'

/** vitest and jest fail a test after 5,000 ms without this API's message, so it gives up well before. */
export const WAIT_MS_DEFAULT = 2000

/** How many matches a call waits for, and for how long. */
export const WAIT_LIMITS = {
  count: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: '1 when absent.' })),
  timeout_ms: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 60_000,
      description: `Milliseconds of wall time; ${WAIT_MS_DEFAULT} when absent.`,
    }),
  ),
}
