import { Type } from 'typebox'
import type { Api } from '../../http/typed-fastify.ts'
import { WorldParams } from '../../schemas/control/worlds/world.ts'
import { NO_CONTENT } from '../answers.ts'
import type { ControlDeps } from '../deps.ts'
import { sendEvents } from './send-events.ts'

const streamEvents = {
  tags: ['Events'],
  operationId: 'streamEvents',
  summary: 'Follow a world',
  description: `Server-sent events: \`request\`, \`run.created\`, \`run.running\`, \`run.completed\`, \`run.failed\`,
\`webhook.attempt\`, \`clock\` and \`reset\`. A client that reconnects with \`Last-Event-ID\` is sent what it missed, up to 1,000
events. The connection of a client that does not read is cut.`,
  params: WorldParams,
  headers: Type.Object({ 'last-event-id': Type.Optional(Type.String({ pattern: '^\\d{1,15}$' })) }),
  response: { ...NO_CONTENT, 200: { description: 'text/event-stream', type: 'string' } },
}

export function eventRoutes(api: Api, { services: { worlds }, stopping }: ControlDeps): void {
  // A HEAD request would hold the connection open without ever being sent anything.
  const options = { schema: streamEvents, exposeHeadRoute: false }
  api.get('/worlds/:world/events', options, async (request, reply) => {
    const { feed } = await worlds.get(request.params.world)
    const lastId = request.headers['last-event-id']
    return sendEvents(reply, { feed, lastId: lastId === undefined ? null : Number(lastId), stopping })
  })
}
