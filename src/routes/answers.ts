import type { TSchema } from 'typebox'
import { ref } from '../schemas/common.ts'
import { ErrorEnvelope } from '../schemas/error.ts'
import { type Refusal, REFUSALS } from '../schemas/refusals.ts'

const refusal = ({ description }: Refusal) => ({ description, ...ref(ErrorEnvelope) })

const { 422: keyOfAnotherBody, ...common } = REFUSALS

const COMMON_REFUSALS = {
  400: refusal(common[400]),
  401: refusal(common[401]),
  402: refusal(common[402]),
  403: refusal(common[403]),
  404: refusal(common[404]),
  409: refusal(common[409]),
  429: refusal(common[429]),
  500: refusal(common[500]),
  503: refusal(common[503]),
}

/** Declares the answers of an operation: its success, and the errors that every operation can answer. */
export function answers<Status extends 200 | 201, Schema extends TSchema & { readonly $id: string }>(
  status: Status,
  schema: Schema,
) {
  const success = { description: 'Success.', ...ref(schema) }
  return { [status]: success, ...COMMON_REFUSALS } as Record<Status, typeof success> & typeof COMMON_REFUSALS
}

/** Declares the answers of an operation with an idempotency key in its body: 201 when created, 200 when replayed. */
export function replayableAnswers<Schema extends TSchema & { readonly $id: string }>(schema: Schema) {
  return {
    ...answers(201, schema),
    200: {
      description: 'The request was made before. Returns the current state of the run that it started.',
      ...ref(schema),
    },
    422: refusal(keyOfAnotherBody),
  }
}

/** Declares the answers of an operation that also answers 200, with something other than what it creates. */
export const answersBeside = <
  Created extends TSchema & { readonly $id: string },
  Other extends TSchema & { readonly $id: string },
>(
  created: Created,
  other: Other,
  description: string,
) => ({ ...answers(201, created), 200: { description, ...ref(other) } })

/** As `answers`, for a handler that returns written JSON. `unknown` switches off the typed reply; the handler states its type. */
export const writtenAnswers = (schema: TSchema & { readonly $id: string }): unknown => answers(200, schema)
