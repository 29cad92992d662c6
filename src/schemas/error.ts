import { type Static, Type } from 'typebox'
import { component } from './common.ts'
import { ERROR_CODES } from './refusals.ts'

export const ErrorEnvelope = component(
  'Error',
  { '*': 'oas', 'error.fields.code': 'next', 'error.fields.valid_values': 'next' },
  Type.Object(
    {
      error: Type.Object({
        // Any text for the server, because rules and directives may inject other codes.
        code: Type.Unsafe<string>({
          type: 'string',
          enum: ERROR_CODES,
          description: 'Machine-readable reason. Rules and directives may inject any other.',
          examples: ['input_validation_error'],
        }),
        message: Type.String({ description: 'The reason in words.', examples: ['prompt: Required'] }),
        fields: Type.Optional(
          Type.Array(
            Type.Object({
              field: Type.String({ description: 'Dotted path of the wrong part.', examples: ['prompt'] }),
              message: Type.String({ examples: ['Required'] }),
              code: Type.Optional(
                Type.String({
                  description: 'Machine-readable cause, such as `required` or `invalid_enum_value`.',
                  examples: ['required'],
                }),
              ),
              valid_values: Type.Optional(
                Type.Array(Type.String(), {
                  description: 'Every valid value, where they are a closed list.',
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
