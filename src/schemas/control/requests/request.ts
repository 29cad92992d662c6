import { type Static, Type } from 'typebox'
import { CLIENT_HEADER, DASHBOARD_CLIENT } from '../../../kernel/names.ts'
import { nullable } from '../../common.ts'
import { WAIT_LIMITS } from './wait.ts'

const FILTER = {
  operation: Type.Optional(Type.String({ description: 'operationId, such as `startGeneration`.' })),
  method: Type.Optional(Type.String()),
  path: Type.Optional(
    Type.String({ description: 'Path with or without its query; `*` matches any characters.' }),
  ),
  status: Type.Optional(Type.Integer({ minimum: 100, maximum: 599 })),
  client: Type.Optional(
    Type.String({ description: 'Requests of this client alone.', examples: [DASHBOARD_CLIENT] }),
  ),
  exclude_client: Type.Optional(
    Type.String({ description: 'All requests but those of this client.', examples: [DASHBOARD_CLIENT] }),
  ),
}

export const RequestQuery = Type.Object({
  ...FILTER,
  limit: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 1000, description: 'Default: 100; 1000 for `format=har`.' }),
  ),
  format: Type.Optional(
    Type.Enum(['json', 'har'], {
      type: 'string',
      description: '`har`: HAR 1.2, for the tools of a browser. Default: `json`.',
    }),
  ),
})
export type RequestQuery = Static<typeof RequestQuery>

export const WaitQuery = Type.Object({ ...FILTER, ...WAIT_LIMITS })
export type WaitQuery = Static<typeof WaitQuery>

export const RequestRecord = Type.Object({
  id: Type.String({ description: '`request-id` of the answer.' }),
  at: Type.Integer({ description: 'World time, in unix milliseconds.' }),
  operation: nullable(Type.String({ description: 'operationId; null for an unknown path.' })),
  method: Type.String(),
  path: Type.String({ description: 'Path with its query.' }),
  status: nullable(Type.Integer({ description: 'Null when the connection was cut.' })),
  duration_ms: Type.Number(),
  workspace_id: nullable(Type.String()),
  api_key: nullable(Type.String({ description: 'First and last characters of the key.' })),
  request_body: Type.Unknown({ description: 'Without secrets; cut after 16,384 characters.' }),
  response_body: Type.Unknown(),
  rule: nullable(Type.String({ description: 'Id of the rule that applied.' })),
  note: nullable(
    Type.String({ description: 'Substitute action of the emulator, such as the use of a placeholder.' }),
  ),
  directives: nullable(Type.String()),
  client: nullable(
    Type.String({
      description: `Name from the header \`${CLIENT_HEADER}\`; \`${DASHBOARD_CLIENT}\` for the Playground.`,
    }),
  ),
  sdk: nullable(Type.Object({ version: Type.String(), retry_count: Type.Integer() })),
  idempotency_key: nullable(Type.String({ description: 'Value of the header `Idempotency-Key`.' })),
  traceparent: nullable(Type.String({ description: 'Value of the header `traceparent`.' })),
  received: Type.Boolean({
    description:
      'False when the client cannot have read the answer: connection cut, client gone or body spoiled.',
  }),
})
export type RequestRecord = Static<typeof RequestRecord>

export const RequestList = Type.Object({
  requests: Type.Array(RequestRecord, { description: 'Newest first.' }),
  count: Type.Integer({ description: 'Number of all requests that match.' }),
})
export type RequestList = Static<typeof RequestList>

/** HAR 1.2, whose entries are described at http://www.softwareishard.com/blog/har-12-spec/. */
export const Har = Type.Object({
  log: Type.Object({
    version: Type.Literal('1.2'),
    creator: Type.Object({ name: Type.String(), version: Type.String() }),
    entries: Type.Array(Type.Unknown(), { description: 'Oldest first, at world time.' }),
  }),
})
export type Har = Static<typeof Har>
