import { Type } from 'typebox'
import type { Api } from '../../http/typed-fastify.ts'
import {
  NewWebhookBody,
  RedeliverBody,
  WebhookAnswer as WebhookSchema,
  type WebhookList,
  WebhookList as WebhookListSchema,
  WebhookQuery,
} from '../../schemas/control/webhooks/webhook.ts'
import { WorldParams } from '../../schemas/control/worlds/world.ts'
import { answers } from '../answers.ts'
import type { ControlDeps } from '../deps.ts'
import { renderWebhook } from './render-webhook.ts'

const tags = ['Webhooks']
const params = Type.Object({ ...WorldParams.properties, id: Type.String() })
const LISTED_DEFAULT = 100

const listWebhooks = {
  tags,
  operationId: 'listWebhooks',
  summary: 'List webhooks',
  description: 'Returns webhooks with their attempts, newest first.',
  params: WorldParams,
  querystring: WebhookQuery,
  response: answers(200, WebhookListSchema),
}

const addWebhook = {
  tags,
  operationId: 'addWebhook',
  summary: 'Add a webhook to a run',
  description:
    'Sends a webhook as if the run had been started with this `callback_url`. Sends it at once when the run has ended.',
  params: WorldParams,
  body: NewWebhookBody,
  response: answers(201, WebhookSchema),
}

const getWebhook = {
  tags,
  operationId: 'getWebhook',
  summary: 'Read a webhook',
  params,
  response: answers(200, WebhookSchema),
}

const redeliverWebhook = {
  tags,
  operationId: 'redeliverWebhook',
  summary: 'Redeliver a webhook',
  description: 'Answers after the attempt. Attempts that are due stay due, unless this one is delivered.',
  params,
  body: RedeliverBody,
  response: answers(200, WebhookSchema),
}

const holdWebhook = {
  tags,
  operationId: 'holdWebhook',
  summary: 'Hold a webhook back',
  description: 'Holds a pending webhook. Nothing is sent until it is released.',
  params,
  response: answers(200, WebhookSchema),
}

const releaseWebhook = {
  tags,
  operationId: 'releaseWebhook',
  summary: 'Release a held webhook',
  description: 'Answers after the attempt when the run has ended, else at once.',
  params,
  response: answers(200, WebhookSchema),
}

export function webhookRoutes(api: Api, { services: { worlds, webhooks } }: ControlDeps): void {
  api.get('/worlds/:world/webhooks', { schema: listWebhooks }, async (request): Promise<WebhookList> => {
    const { run_id: runId = null, state = null, limit = LISTED_DEFAULT } = request.query
    const world = await worlds.get(request.params.world)
    return { webhooks: (await webhooks.list(world, { runId, state, limit })).map(renderWebhook) }
  })

  api.post('/worlds/:world/webhooks', { schema: addWebhook }, async (request, reply) => {
    const { run_id: runId, url, mode = null } = request.body
    const world = await worlds.get(request.params.world)
    reply.code(201)
    return renderWebhook(await webhooks.add(world, runId, url, mode))
  })

  api.get('/worlds/:world/webhooks/:id', { schema: getWebhook }, async ({ params: { world, id } }) =>
    renderWebhook(await webhooks.get(await worlds.get(world), id)),
  )

  api.post('/worlds/:world/webhooks/:id/redeliver', { schema: redeliverWebhook }, async (request) => {
    const world = await worlds.get(request.params.world)
    return renderWebhook(await webhooks.redeliver(world, request.params.id, request.body.mode ?? null))
  })

  api.post('/worlds/:world/webhooks/:id/hold', { schema: holdWebhook }, async ({ params: { world, id } }) =>
    renderWebhook(await webhooks.hold(await worlds.get(world), id)),
  )

  api.post(
    '/worlds/:world/webhooks/:id/release',
    { schema: releaseWebhook },
    async ({ params: { world, id } }) => renderWebhook(await webhooks.release(await worlds.get(world), id)),
  )
}
