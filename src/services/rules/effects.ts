import { type ApiError, injectedError, validationError } from '../../kernel/errors.ts'
import { parseDirectives } from '../../simulator/rules/directives.ts'
import { type Effect, NO_EFFECT } from '../../simulator/rules/effect.ts'

export { withPromptDirectives } from '../../simulator/rules/directives.ts'
export { type Effect, mergeEffects, NO_EFFECT } from '../../simulator/rules/effect.ts'
export type { WebhookEffect, WebhookMode } from '../../simulator/webhooks/webhook.ts'

/** What the directives of one request ask for. Throws 400 on `header` when one is unknown or out of range. */
export function effectOf(header: string, value: string | undefined): Effect {
  if (value === undefined) return NO_EFFECT
  const parsed = parseDirectives(value)
  if (!parsed.ok) throw validationError([{ field: header, message: parsed.problem }])
  return parsed.effect
}

export function errorOf({ error }: Effect): ApiError | null {
  return error === null ? null : injectedError(error)
}
