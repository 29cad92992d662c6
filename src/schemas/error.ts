import { type Static, Type } from 'typebox'
import { component } from './common.ts'

export const ErrorEnvelope = component(
  'Error',
  Type.Object(
    {
      error: Type.Object({
        code: Type.String({ description: 'Machine-readable reason.', examples: ['input_validation_error'] }),
        message: Type.String({ description: 'The reason in words.', examples: ['prompt: Required'] }),
        fields: Type.Optional(
          Type.Array(
            Type.Object({
              field: Type.String({ description: 'Dotted path of the wrong part.', examples: ['prompt'] }),
              message: Type.String({ examples: ['Required'] }),
              code: Type.Optional(
                Type.String({
                  description: 'Machine-readable cause; only on edits of a canvas.',
                  examples: ['node_not_found'],
                }),
              ),
            }),
            { description: 'Every wrong part of the request; only on validation errors.' },
          ),
        ),
      }),
    },
    { description: 'The body of every answer that is not a success.' },
  ),
)
export type ErrorEnvelope = Static<typeof ErrorEnvelope>
