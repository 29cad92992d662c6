import { ApiError, type ErrorCode, validationError } from '../../kernel/errors.ts'
import { parseDirectives } from '../../simulator/rules/directives.ts'
import { type Effect, type InjectedError, NO_EFFECT } from '../../simulator/rules/effect.ts'

/**
 * Reads the directives of one request.
 *
 * @param header name of the header, for the error
 * @throws ApiError 400 for an unknown directive and for a value out of range
 */
export function readDirectiveHeader(header: string, value: string | undefined): Effect {
  if (value === undefined) return NO_EFFECT
  const parsed = parseDirectives(value)
  if (!parsed.ok) throw validationError([{ field: header, message: parsed.problem }])
  return parsed.effect
}

/** The error to answer with instead of doing the work; null for none. */
export function errorOf({ error }: Effect): ApiError | null {
  return error === null ? null : injectedError(error)
}

/** What production would most likely mean by a status: the code and message of its documented example. */
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

/** The error that a rule or directive asks for. A 429 has `retry-after`, as production sends it. */
function injectedError({ status, code, message, headers }: InjectedError): ApiError {
  const [typicalCode, typicalMessage] = TYPICAL[status] ?? ['unknown_error', 'An unknown error occurred.']
  return new ApiError(typicalCode, message ?? typicalMessage, {
    injectedStatus: status,
    injectedCode: code,
    headers: status === 429 ? { 'retry-after': '1', ...headers } : headers,
  })
}
