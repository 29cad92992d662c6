import type { ErrorCode, FieldProblem } from '../kernel/errors.ts'

/** An answer that is not a success: its name in openapi.yaml, and an example of each code that it may have. */
export interface Refusal {
  readonly name: string
  readonly description: string
  readonly codes: Partial<Readonly<Record<ErrorCode, RefusalExample>>>
}

interface RefusalExample {
  readonly message: string
  readonly fields?: readonly FieldProblem[]
}

/** Refusals by status. FLORA declares all of them but 422 and 503 on every operation. */
export const REFUSALS = {
  400: {
    name: 'BadRequest',
    description: 'Invalid JSON or invalid fields. The message names each field.',
    codes: {
      input_validation_error: {
        message: 'prompt: Required',
        fields: [{ field: 'prompt', message: 'Required' }],
      },
      invalid_json: { message: 'Request body is not valid JSON.' },
    },
  },
  401: {
    name: 'Unauthorized',
    description: 'Missing or invalid API key.',
    codes: {
      unauthorized: { message: 'Invalid API key.' },
      invalid_api_key: { message: 'Invalid API key.' },
    },
  },
  402: {
    name: 'PaymentRequired',
    description: 'The balance of the workspace is lower than the price.',
    codes: { insufficient_credits: { message: 'Insufficient credits.' } },
  },
  403: {
    name: 'Forbidden',
    description: 'The API key has no access.',
    codes: {
      forbidden: { message: 'Forbidden.' },
      paid_plan_required: { message: 'The API needs a paid plan.' },
    },
  },
  404: {
    name: 'NotFound',
    description: 'Not found in this world.',
    codes: { not_found: { message: 'Not found.' } },
  },
  409: {
    name: 'Conflict',
    description:
      'The idempotency key was used within the last two hours, or the state does not allow the operation.',
    codes: {
      idempotency_duplicate: { message: 'Duplicate idempotency key.' },
      conflict: { message: 'The upload is complete already.' },
    },
  },
  422: {
    name: 'KeyOfAnotherBody',
    description: 'The idempotency key was used with another body.',
    codes: { idempotency_conflict: { message: 'The idempotency key was used with another body.' } },
  },
  429: {
    name: 'TooManyRequests',
    description: 'Too many requests with this API key. Retry after the seconds in `retry-after`.',
    codes: { rate_limited: { message: 'Rate limit exceeded.' } },
  },
  500: {
    name: 'InternalError',
    description: 'Unexpected or injected error.',
    codes: { unknown_error: { message: 'An unknown error occurred.' } },
  },
  503: {
    name: 'Unavailable',
    description: 'The emulator is stopping, or a limit of the process is reached.',
    codes: { service_unavailable: { message: 'The emulator is stopping.' } },
  },
} as const satisfies Readonly<Record<number, Refusal>>

/** Codes of the emulated API, in the order of their statuses. */
export const ERROR_CODES: readonly string[] = Object.values(REFUSALS).flatMap(({ codes }) =>
  Object.keys(codes),
)
