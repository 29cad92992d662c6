import { ApiError, type ErrorCode, validationError } from '../../kernel/errors.ts'
import { parseDirectives } from '../../simulator/rules/directives.ts'
import { type Effect, type InjectedError, NO_EFFECT } from '../../simulator/rules/effect.ts'

/**
 * Parses the directives of a request.
 *
 * @param header name of the header for error messages
 * @throws ApiError 400 for an unknown directive and for a value out of range
 */
export function readDirectiveHeader(header: string, value: string | undefined): Effect {
  if (value === undefined) return NO_EFFECT
  const parsed = parseDirectives(value)
  if (!parsed.ok)
    throw validationError([{ field: header, code: 'invalid_directive', message: parsed.problem }])
  return parsed.effect
}

/** Returns the error that an effect injects, or null. */
export function errorOf({ error }: Effect): ApiError | null {
  return error === null ? null : injectedError(error)
}

/** Code and message of each status, from the documented examples. */
const TYPICAL: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  400: ['input_validation_error', 'The request is not valid.'],
  401: ['unauthorized', 'Invalid API key.'],
  402: ['insufficient_credits', 'Insufficient credits.'],
  403: ['forbidden', 'Forbidden.'],
  404: ['not_found', 'Not found.'],
  409: ['idempotency_duplicate', 'Duplicate idempotency key.'],
  422: ['idempotency_conflict', 'The idempotency key was used with another body.'],
  429: ['rate_limited', 'Rate limit exceeded.'],
  503: ['service_unavailable', 'Service unavailable.'],
}

/** Builds an injected error. A 429 has `retry-after`, as in production. */
function injectedError({ status, code, message, headers }: InjectedError): ApiError {
  const [typicalCode, typicalMessage] = TYPICAL[status] ?? ['unknown_error', 'An unknown error occurred.']
  return new ApiError(typicalCode, message ?? typicalMessage, {
    injectedStatus: status,
    injectedCode: code,
    headers: status === 429 ? { 'retry-after': '1', ...headers } : headers,
  })
}
