import { REFUSALS, type Refusal } from '../../schemas/refusals.ts'
import { componentRef, mapValues, type SharedResponse } from './api-document.ts'
import { marked } from './marked.ts'

const text = { type: 'string' }

/** Headers of answers. */
export const headers = {
  RequestId: {
    ...marked('docs'),
    description: 'Identifies the request in the journal.',
    schema: { type: 'string', pattern: '^req_\\S+$', examples: ['req_abc123'] },
  },
  XRequestId: {
    ...marked('next'),
    description: 'The same as `request-id`, where SDK 0.12 reads it.',
    schema: text,
  },
  RetryAfter: {
    ...marked('docs'),
    description: 'Seconds to wait before the next attempt.',
    schema: { type: 'integer', minimum: 0, examples: [5] },
  },
  IdempotentReplayed: {
    ...marked('docs'),
    description: 'Marks the answer to a repeated request.',
    schema: { type: 'string', enum: ['true'] },
  },
}

/** Header names of every answer. */
export const COMMON_HEADERS = {
  'request-id': componentRef('headers', 'RequestId'),
  'x-request-id': componentRef('headers', 'XRequestId'),
}

export const parameters = {
  IdempotencyKey: {
    ...marked('oas'),
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      'Makes the request safe to repeat: for two hours, another one with this key is answered 409 `idempotency_duplicate`. A request that failed releases its key.',
    schema: { type: 'string', minLength: 1 },
  },
}

/** Answers that are not a success, by name, each with an example of every code that it may have. */
export const refusals = Object.fromEntries(
  Object.entries(REFUSALS).map(([status, refusal]) => [refusal.name, refusalResponse(status, refusal)]),
)

/** The name of the component for a status; null for a success. */
export function refusalName(status: string): string | null {
  const known: Readonly<Record<string, Refusal>> = REFUSALS
  return known[status]?.name ?? null
}

function refusalResponse(status: string, { source, description, codes }: Refusal): SharedResponse {
  return {
    ...marked(source),
    description,
    headers: {
      ...COMMON_HEADERS,
      ...(status === '429' ? { 'retry-after': componentRef('headers', 'RetryAfter') } : {}),
    },
    content: {
      'application/json': {
        schema: componentRef('schemas', 'Error'),
        examples: mapValues(codes, ({ source: own, ...example }, code) => ({
          ...marked(own),
          value: { error: { code, ...example } },
        })),
      },
    },
  }
}
