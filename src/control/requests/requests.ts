import { Type } from 'typebox'
import { ApiError } from '../../kernel/errors.ts'
import type { Api } from '../../http/typed-fastify.ts'
import {
  type RequestList,
  RequestList as RequestListSchema,
  type RequestQuery,
  RequestQuery as RequestQuerySchema,
  type Har,
  Har as HarSchema,
  type RequestRecord,
  WaitQuery,
} from '../../schemas/control/requests/request.ts'
import { WAIT_MS_DEFAULT } from '../../schemas/control/requests/wait.ts'
import { WorldParams } from '../../schemas/control/worlds/world.ts'
import type { RecordedRequest, RequestFilter } from '../../services/requests/recorded-request.ts'
import { answers, NO_CONTENT } from '../answers.ts'
import type { ControlDeps } from '../deps.ts'
import { BODY_SHOWN_MAX } from './body-shown.ts'
import { journalHar } from './journal-har.ts'

const tags = ['Requests']
const LISTED_DEFAULT = 100

const listRequests = {
  tags,
  operationId: 'listRequests',
  summary: 'List requests',
  description: 'Requests of the world, newest first: the last 1,000, in memory.',
  params: WorldParams,
  querystring: RequestQuerySchema,
  response: answers(200, Type.Union([RequestListSchema, HarSchema])),
}

const waitForRequests = {
  tags,
  operationId: 'waitForRequests',
  summary: 'Wait for requests',
  description:
    'Answers when `count` requests match. 408 after `timeout_ms`, with the requests that came closest.',
  params: WorldParams,
  querystring: WaitQuery,
  response: answers(200, RequestListSchema),
}

const clearRequests = {
  tags,
  operationId: 'clearRequests',
  summary: 'Clear the journal',
  params: WorldParams,
  response: NO_CONTENT,
}

export function requestRoutes(api: Api, { services: { worlds }, stopping }: ControlDeps): void {
  api.get(
    '/worlds/:world/requests',
    { schema: listRequests },
    async ({ params, query, protocol, host }): Promise<RequestList | Har> => {
      const { journal } = await worlds.get(params.world)
      const found = journal.list(filterOf(query))
      return query.format === 'har'
        ? journalHar(found.slice(0, query.limit).toReversed(), `${protocol}://${host}`)
        : renderList(found, query.limit ?? LISTED_DEFAULT)
    },
  )

  api.get('/worlds/:world/requests/wait', { schema: waitForRequests }, async ({ params, query }) => {
    const { journal } = await worlds.get(params.world)
    const { count = 1, timeout_ms: timeoutMs = WAIT_MS_DEFAULT } = query
    const filter = filterOf(query)
    const found = await journal.waitFor(filter, count, { timeoutMs, stopping })
    if (found.length >= count) return renderList(found, LISTED_DEFAULT)
    // Answers 404 when the world was deleted meanwhile.
    await worlds.get(params.world)
    const seen = `${found.length} of ${count} after ${timeoutMs} ms`
    throw new ApiError('timeout', `${seen}. ${journal.explain(filter)}`)
  })

  api.delete('/worlds/:world/requests', { schema: clearRequests }, async ({ params }, reply) => {
    const { journal } = await worlds.get(params.world)
    journal.clear()
    return reply.code(204).send(null)
  })
}

const filterOf = ({
  operation,
  method,
  path,
  status,
  client,
  exclude_client: excludeClient,
}: RequestQuery): RequestFilter => ({
  operation,
  method,
  path,
  status,
  client,
  excludeClient,
})

const renderList = (requests: readonly RecordedRequest[], limit: number): RequestList => ({
  requests: requests.slice(0, limit).map(renderRequest),
  count: requests.length,
})

export const renderRequest = (request: RecordedRequest): RequestRecord => ({
  id: request.id,
  at: request.at,
  operation: request.operation,
  method: request.method,
  path: request.path,
  status: request.status,
  duration_ms: request.durationMs,
  workspace_id: request.workspaceId,
  api_key: request.apiKey,
  request_body: readBody(request.requestBody),
  response_body: readBody(request.responseBody),
  rule: request.rule,
  note: request.note,
  directives: request.directives,
  client: request.client,
  sdk: request.sdk === null ? null : { version: request.sdk.version, retry_count: request.sdk.retryCount },
  idempotency_key: request.idempotencyKey,
  traceparent: request.traceParent,
  received: request.isReceived,
})

/** Parses JSON. Returns a body that is cut or broken as text. */
function readBody(body: string | Buffer | null): unknown {
  if (body === null) return null
  const text = body.toString()
  if (text.length > BODY_SHOWN_MAX) return `${text.slice(0, BODY_SHOWN_MAX)}…`
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
