import { Type } from 'typebox'
import { wallTicker } from '../../kernel/clock.ts'
import type { Api } from '../../http/typed-fastify.ts'
import { WorldParams } from '../../schemas/control/worlds/world.ts'
import type { FeedEvent } from '../../services/requests/event-feed.ts'
import { NO_CONTENT } from '../answers.ts'
import type { ControlDeps } from '../deps.ts'
import { renderRequest } from './requests.ts'
import { renderWebhook } from '../webhooks/render-webhook.ts'

/** Often enough that proxies and clients keep an idle stream. */
const HEARTBEAT_MS = 15_000

const streamEvents = {
  tags: ['Events'],
  operationId: 'streamEvents',
  summary: 'Follow a world',
  description: `Server-sent events: \`request\`, \`run.created\`, \`run.running\`, \`run.completed\`, \`run.failed\`,
\`webhook.attempt\`, \`clock\` and \`reset\`. A client that comes back with \`Last-Event-ID\` is given what it missed, up to 1,000 events.`,
  params: WorldParams,
  headers: Type.Object({ 'last-event-id': Type.Optional(Type.String({ pattern: '^\\d{1,15}$' })) }),
  response: { ...NO_CONTENT, 200: { description: 'text/event-stream', type: 'string' } },
}

export function eventRoutes(api: Api, { services: { worlds }, stopping }: ControlDeps): void {
  api.get('/worlds/:world/events', { schema: streamEvents }, async (request, reply) => {
    const { feed } = await worlds.get(request.params.world)
    const lastId = request.headers['last-event-id']
    const { raw } = reply.hijack()
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    })
    raw.write(': connected\n\n')
    const onEvent = (event: FeedEvent): void => {
      raw.write(`id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(renderEvent(event))}\n\n`)
    }
    const onEnd = (): void => {
      raw.end()
    }
    const since = lastId === undefined ? null : Number(lastId)
    const unsubscribe = await feed.subscribe(since, { onEvent, onEnd })
    const stopBeating = wallTicker(HEARTBEAT_MS, () => raw.write(': still here\n\n'))
    const end = (): void => {
      unsubscribe()
      stopBeating()
      raw.end()
    }
    raw.once('close', end)
    stopping.addEventListener('abort', end, { once: true })
    raw.once('close', () => stopping.removeEventListener('abort', end))
  })
}

function renderEvent(event: FeedEvent): object {
  const { type, at } = event
  switch (event.type) {
    case 'request':
      return { type, at, request: renderRequest(event.entry) }
    case 'clock':
    case 'reset':
      return { type, at, now: at }
    case 'webhook.attempt':
      return { type, at, webhook: renderWebhook(event), message: event.message }
    case 'run.created':
    case 'run.running':
    case 'run.completed':
    case 'run.failed':
      return { type, at, run_id: event.runId }
  }
}
