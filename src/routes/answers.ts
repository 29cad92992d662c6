import type { TSchema } from 'typebox'
import { ref } from '../schemas/common.ts'
import { ErrorEnvelope } from '../schemas/error.ts'

const refusal = (description: string) => ({ description, ...ref(ErrorEnvelope) })

const REFUSALS = {
  400: refusal('The request is wrong: not JSON, or with wrong fields, each of which is named.'),
  401: refusal('No API key, or one that is not valid.'),
  402: refusal('The workspace cannot pay for it.'),
  403: refusal('The key may not do this.'),
  404: refusal('No such thing in this world.'),
  409: refusal('The idempotency key was used here within two hours.'),
  429: refusal('Too many requests with this key; `retry-after` tells when to come back.'),
  500: refusal('Something unexpected, or an injected failure.'),
}

/** The answers of an operation: its success, and the refusals that FLORA declares on every operation. */
export function answers<Status extends 200 | 201, Schema extends TSchema & { readonly $id: string }>(
  status: Status,
  schema: Schema,
) {
  const success = { description: 'Success.', ...ref(schema) }
  return { [status]: success, ...REFUSALS } as Record<Status, typeof success> & typeof REFUSALS
}

/** Those of an operation that can be told to be done once: what is new is 201, a repeat 200. */
export function answersOnce<Schema extends TSchema & { readonly $id: string }>(schema: Schema) {
  return {
    ...answers(201, schema),
    200: { description: 'The same request was made before: the run it began, as it is now.', ...ref(schema) },
    422: refusal('The idempotency key was used with another body.'),
  }
}

/** As `answers`, for a handler that returns written JSON. It states the type of its answer itself. */
export const writtenAnswers = (schema: TSchema & { readonly $id: string }): unknown => answers(200, schema)
