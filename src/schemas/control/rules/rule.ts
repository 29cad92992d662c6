import { type Static, Type } from 'typebox'
import { OUTPUT_FAULTS } from '../../../simulator/rules/output-fault.ts'
import { WebhookMode } from '../webhooks/webhook.ts'

const Text = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 500, description }))

/** A name is a token of RFC 9110, a value visible ASCII. `headerProblem` refuses what the server writes itself. */
const ErrorHeaders = Type.Record(
  Type.String({ pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$" }),
  Type.String({ pattern: '^[\\x20-\\x7e]{0,1000}$' }),
  {
    additionalProperties: false,
    description:
      'Further headers of the answer. Headers of framing and connection, such as `content-length`, are refused.',
  },
)

export const RuleBody = Type.Object({
  match: Type.Optional(
    Type.Object(
      {
        operation: Text('An operationId of openapi.yaml, such as `startGeneration`.'),
        method: Type.Optional(
          Type.String({
            pattern:
              '^(?:[Gg][Ee][Tt]|[Pp][Oo][Ss][Tt]|[Pp][Uu][Tt]|[Pp][Aa][Tt][Cc][Hh]|[Dd][Ee][Ll][Ee][Tt][Ee])$',
          }),
        ),
        path: Text('With `*` for any characters; `/api/v1` may be left out.'),
        workspace_id: Text('The workspace that the request names.'),
        type: Type.Optional(Type.Enum(['image', 'video', 'audio', 'text'], { type: 'string' })),
        model: Text('The model that is used, with `*` for any characters.'),
        prompt: Text('A part of the prompt.'),
      },
      { description: 'What a request must be; all that is there must hold. Empty: every request.' },
    ),
  ),
  times: Type.Optional(
    Type.Union([Type.Integer({ minimum: 1, maximum: 1e9 }), Type.Null()], {
      description: 'How often it applies; null for always.',
    }),
  ),
  effect: Type.Object(
    {
      delay_ms: Type.Optional(Type.Integer({ minimum: 0, maximum: 600_000, description: 'Wait first.' })),
      error: Type.Optional(
        Type.Object(
          {
            status: Type.Integer({ minimum: 400, maximum: 599 }),
            code: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
            message: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
            headers: Type.Optional(ErrorHeaders),
          },
          { description: 'Answer with this error instead.' },
        ),
      ),
      drop: Type.Optional(
        Type.Enum(['before', 'after'], {
          type: 'string',
          description: 'Cut the connection before, or after, the work was done.',
        }),
      ),
      body: Type.Optional(
        Type.Enum(['truncated', 'malformed'], {
          type: 'string',
          description: 'Cut the connection in the middle of the answer, or answer with broken JSON.',
        }),
      ),
      outcome: Type.Optional(
        Type.Object(
          {
            status: Type.Enum(['completed', 'failed'], { type: 'string' }),
            error_code: Type.Optional(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_]{0,63}$' })),
            error_message: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
          },
          { description: 'How the run that the request starts will end.' },
        ),
      ),
      duration_seconds: Type.Optional(
        Type.Number({ minimum: 0, maximum: 86_400, description: 'How long that run takes.' }),
      ),
      webhook: Type.Optional(
        Type.Object(
          {
            mode: Type.Optional(WebhookMode),
            delay_seconds: Type.Optional(
              Type.Number({
                minimum: 0,
                maximum: 86_400,
                description: 'From the end of the run to the first attempt, by the clock of the world.',
              }),
            ),
          },
          { minProperties: 1, description: 'How the end of that run is announced to its `callback_url`.' },
        ),
      ),
      output: Type.Optional(
        Type.Enum([...OUTPUT_FAULTS], {
          type: 'string',
          description: "What is wrong with the files of that run's outputs.",
        }),
      ),
    },
    { description: 'What happens to the request; at least one member.' },
  ),
})
export type RuleBody = Static<typeof RuleBody>

export const RuleAnswer = Type.Object({
  id: Type.String({ examples: ['rule_1'] }),
  match: Type.Unsafe<NonNullable<RuleBody['match']>>(Type.Object({})),
  times: Type.Union([Type.Integer(), Type.Null()]),
  effect: Type.Unsafe<RuleBody['effect']>(Type.Object({})),
  applied: Type.Integer({ minimum: 0, description: 'How often it applied.' }),
})
export type RuleAnswer = Static<typeof RuleAnswer>
