import type { ErrorCode, FieldProblem } from '../kernel/errors.ts'
import type { Source } from './provenance.ts'

/** An answer that is not a success: its name in openapi.yaml, and an example of each code that it may have. */
export interface Refusal {
  readonly source: Source
  readonly name: string
  readonly description: string
  readonly codes: Partial<Readonly<Record<ErrorCode, RefusalExample>>>
}

interface RefusalExample {
  readonly source: Source
  readonly message: string
  readonly fields?: readonly FieldProblem[]
}

/**
 * Refusals by status. FLORA declares all of them but 422 and 503 on every operation, with a closed list of codes that has
 * none of those with another source than `oas`.
 */
export const REFUSALS = {
  400: {
    source: 'oas',
    name: 'BadRequest',
    description: 'Invalid JSON or invalid fields. The message names each field.',
    codes: {
      input_validation_error: {
        source: 'oas',
        message: 'prompt: Required',
        fields: [{ field: 'prompt', message: 'Required', code: 'required' }],
      },
      invalid_json: { source: 'oas', message: 'Request body is not valid JSON.' },
    },
  },
  401: {
    source: 'oas',
    name: 'Unauthorized',
    description: 'Missing or invalid API key.',
    codes: {
      unauthorized: { source: 'oas', message: 'Invalid API key.' },
      invalid_api_key: { source: 'oas', message: 'Invalid API key.' },
    },
  },
  402: {
    source: 'oas',
    name: 'PaymentRequired',
    description: 'The balance of the workspace is lower than the price.',
    codes: { insufficient_credits: { source: 'oas', message: 'Insufficient credits.' } },
  },
  403: {
    source: 'oas',
    name: 'Forbidden',
    description: 'The API key has no access.',
    codes: {
      forbidden: { source: 'oas', message: 'Forbidden.' },
      paid_plan_required: { source: 'skills', message: 'The API needs a paid plan.' },
    },
  },
  404: {
    source: 'oas',
    name: 'NotFound',
    description: 'Not found in this world.',
    codes: { not_found: { source: 'oas', message: 'Not found.' } },
  },
  409: {
    source: 'oas',
    name: 'Conflict',
    description:
      'The idempotency key was used within the last two hours, or the state does not allow the operation.',
    codes: {
      idempotency_duplicate: { source: 'oas', message: 'Duplicate idempotency key.' },
      conflict: { source: 'docs', message: 'The upload is complete already.' },
    },
  },
  422: {
    source: 'docs',
    name: 'KeyOfAnotherBody',
    description: 'The idempotency key was used with another body.',
    codes: {
      idempotency_conflict: { source: 'docs', message: 'The idempotency key was used with another body.' },
    },
  },
  429: {
    source: 'oas',
    name: 'TooManyRequests',
    description: 'Too many requests with this API key. Retry after the seconds in `retry-after`.',
    codes: { rate_limited: { source: 'oas', message: 'Rate limit exceeded.' } },
  },
  500: {
    source: 'oas',
    name: 'InternalError',
    description: 'Unexpected or injected error.',
    codes: { unknown_error: { source: 'oas', message: 'An unknown error occurred.' } },
  },
  503: {
    source: 'docs',
    name: 'Unavailable',
    description: 'The emulator is stopping, or a limit of the process is reached.',
    codes: { service_unavailable: { source: 'docs', message: 'The emulator is stopping.' } },
  },
} as const satisfies Readonly<Record<number, Refusal>>

/** Codes of the emulated API, in the order of their statuses. */
export const ERROR_CODES: readonly string[] = Object.values(REFUSALS).flatMap(({ codes }) =>
  Object.keys(codes),
)
