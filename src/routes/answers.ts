import type { TSchema } from 'typebox'
import { ref } from '../schemas/common.ts'
import { ErrorEnvelope } from '../schemas/error.ts'

const refusal = (description: string) => ({ description, ...ref(ErrorEnvelope) })

const REFUSALS = {
  400: refusal('Invalid JSON or invalid fields. The message names each field.'),
  401: refusal('Missing or invalid API key.'),
  402: refusal('The balance of the workspace is lower than the price.'),
  403: refusal('The API key has no access.'),
  404: refusal('Not found in this world.'),
  409: refusal(
    'The idempotency key was used within the last two hours, or the state does not allow the operation.',
  ),
  429: refusal('Too many requests with this API key. Retry after the seconds in `retry-after`.'),
  500: refusal('Unexpected or injected error.'),
}

/** Declares the answers of an operation: its success, and the errors that FLORA declares on every operation. */
export function answers<Status extends 200 | 201, Schema extends TSchema & { readonly $id: string }>(
  status: Status,
  schema: Schema,
) {
  const success = { description: 'Success.', ...ref(schema) }
  return { [status]: success, ...REFUSALS } as Record<Status, typeof success> & typeof REFUSALS
}

/** Declares the answers of an operation with an idempotency key in its body: 201 when created, 200 when replayed. */
export function replayableAnswers<Schema extends TSchema & { readonly $id: string }>(schema: Schema) {
  return {
    ...answers(201, schema),
    200: {
      description: 'The request was made before. Returns the current state of the run that it started.',
      ...ref(schema),
    },
    422: refusal('The idempotency key was used with another body.'),
  }
}

/** As `answers`, for a handler that returns written JSON. It states the type of its answer itself. */
export const writtenAnswers = (schema: TSchema & { readonly $id: string }): unknown => answers(200, schema)
