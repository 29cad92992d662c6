import { type Static, Type } from 'typebox'
import { OUTPUT_FAULTS } from '../../../simulator/rules/output-fault.ts'
import { WebhookMode } from '../webhooks/webhook.ts'

const Text = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 500, description }))

/** A name is a token of RFC 9110, a value visible ASCII. `headerProblem` refuses what the server writes itself. */
export const ErrorHeaders = Type.Record(
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
        path: Text('`*` stands for any characters. `/api/v1` may be omitted.'),
        workspace_id: Text('Id of the workspace in the path, body or query.'),
        type: Type.Optional(Type.Enum(['image', 'video', 'audio', 'text'], { type: 'string' })),
        model: Text('Model of the request, or the default model of its type. `*` stands for any characters.'),
        prompt: Text('Substring of the prompt, case-sensitive.'),
      },
      { description: 'Conditions, all of which must hold. Without any, the rule matches every request.' },
    ),
  ),
  times: Type.Optional(
    Type.Union([Type.Integer({ minimum: 1, maximum: 1e9 }), Type.Null()], {
      description: 'Number of requests that the rule applies to. Default: null, no limit.',
    }),
  ),
  effect: Type.Object(
    {
      delay_ms: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: 600_000,
          description: 'Milliseconds of wall time to wait before the request is handled.',
        }),
      ),
      error: Type.Optional(
        Type.Object(
          {
            status: Type.Integer({ minimum: 400, maximum: 599 }),
            code: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
            message: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
            headers: Type.Optional(ErrorHeaders),
          },
          { description: 'Error to answer with instead of handling the request.' },
        ),
      ),
      drop: Type.Optional(
        Type.Enum(['before', 'after'], {
          type: 'string',
          description: 'Cut the connection before, or after, the request is handled.',
        }),
      ),
      body: Type.Optional(
        Type.Enum(['truncated', 'malformed'], {
          type: 'string',
          description: 'Cut the connection in the middle of the body, or send broken JSON.',
        }),
      ),
      outcome: Type.Optional(
        Type.Object(
          {
            status: Type.Enum(['completed', 'failed'], { type: 'string' }),
            error_code: Type.Optional(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_]{0,63}$' })),
            error_message: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
          },
          { description: 'Outcome of the run that the request starts.' },
        ),
      ),
      duration_seconds: Type.Optional(
        Type.Number({
          minimum: 0,
          maximum: 86_400,
          description: 'Duration of that run, by the clock of the world.',
        }),
      ),
      webhook: Type.Optional(
        Type.Object(
          {
            mode: Type.Optional(WebhookMode),
            delay_seconds: Type.Optional(
              Type.Number({
                minimum: 0,
                maximum: 86_400,
                description:
                  'Seconds from the end of the run to the first attempt, by the clock of the world.',
              }),
            ),
          },
          { minProperties: 1, description: 'Webhook that is sent to the `callback_url` of that run.' },
        ),
      ),
      output: Type.Optional(
        Type.Enum([...OUTPUT_FAULTS], {
          type: 'string',
          description: "Fault of the files of that run's outputs.",
        }),
      ),
    },
    { description: 'Changes to the request or its run. At least one member.' },
  ),
})
export type RuleBody = Static<typeof RuleBody>

export const RuleAnswer = Type.Object({
  id: Type.String({ examples: ['rule_1'] }),
  match: Type.Unsafe<NonNullable<RuleBody['match']>>(Type.Object({})),
  times: Type.Union([Type.Integer(), Type.Null()]),
  effect: Type.Unsafe<RuleBody['effect']>(Type.Object({})),
  applied: Type.Integer({ minimum: 0, description: 'Number of requests that the rule has applied to.' }),
})
export type RuleAnswer = Static<typeof RuleAnswer>
