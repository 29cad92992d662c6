import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { ApiError } from '../../kernel/errors.ts'
import type { Api } from '../../http/typed-fastify.ts'
import {
  type InboxList,
  InboxList as InboxListSchema,
  InboxReplyBody,
  InboxWaitQuery,
} from '../../schemas/control/webhooks/inbox.ts'
import { WAIT_MS_DEFAULT } from '../../schemas/control/requests/wait.ts'
import { WorldParams } from '../../schemas/control/worlds/world.ts'
import { INBOX_NAME } from '../../kernel/names.ts'
import type { InboxMessage } from '../../services/webhooks/inboxes.ts'
import { receive } from '../../webhooks/receive.ts'
import { answers, NO_CONTENT } from '../answers.ts'
import { CONTROL_PREFIX } from '../../kernel/paths.ts'
import type { ControlDeps } from '../deps.ts'

const tags = ['Inboxes']
const params = Type.Object({
  ...WorldParams.properties,
  name: Type.String({
    pattern: `^${INBOX_NAME}$`,
    description: 'Any name. An inbox exists from its first use.',
  }),
})
export const INBOX_PATH = '/worlds/:world/inbox/:name'
/** FLORA's messages have a few hundred bytes. */
const BODY_BYTES_MAX = 64 * 1024

const receiveMessage = {
  tags,
  operationId: 'receiveMessage',
  summary: 'Receive a webhook',
  description: 'Stores the message. The URL of an inbox can be used as a `callback_url`.',
  params,
  response: { ...NO_CONTENT, 200: { description: 'Received.', type: 'null' } },
}

const listMessages = {
  tags,
  operationId: 'listMessages',
  summary: 'Read an inbox',
  params,
  response: answers(200, InboxListSchema),
}

const waitForMessages = {
  tags,
  operationId: 'waitForMessages',
  summary: 'Wait for messages',
  description: 'Answers when the inbox holds `count` messages. 408 after `timeout_ms`.',
  params,
  querystring: InboxWaitQuery,
  response: answers(200, InboxListSchema),
}

const setInboxReply = {
  tags,
  operationId: 'setInboxReply',
  summary: 'Set the status that an inbox answers with',
  params,
  body: InboxReplyBody,
  response: NO_CONTENT,
}

const clearInbox = {
  tags,
  operationId: 'clearInbox',
  summary: 'Delete the messages of an inbox',
  params,
  response: NO_CONTENT,
}

/** Registers the receiver. It needs a scope of its own, because it stores bodies as text instead of parsing JSON. */
export function inboxReceiver(api: Api, { services: { worlds, webhookSecrets } }: ControlDeps): void {
  api.removeAllContentTypeParsers()
  api.addContentTypeParser<string>('*', { parseAs: 'string' }, (_request, text, done) => done(null, text))
  const options = { schema: receiveMessage, bodyLimit: BODY_BYTES_MAX }
  api.post(INBOX_PATH, options, async (request, reply) => {
    const world = await worlds.get(request.params.world)
    const body = typeof request.body === 'string' ? request.body : ''
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    )
    const status = await receive(world, request.params.name, { body, headers }, webhookSecrets)
    return reply.code(status).send(null)
  })
}

export function inboxRoutes(api: Api, { services: { worlds }, stopping }: ControlDeps): void {
  const inboxOf = async ({ world, name }: { world: string; name: string }) =>
    (await worlds.get(world)).inboxes.get(name)

  api.get(INBOX_PATH, { schema: listMessages }, async (request) =>
    renderMessages(request, (await inboxOf(request.params)).list()),
  )

  api.get('/worlds/:world/inbox/:name/wait', { schema: waitForMessages }, async (request) => {
    const { count = 1, timeout_ms: timeoutMs = WAIT_MS_DEFAULT } = request.query
    const messages = await (await inboxOf(request.params)).waitFor(count, { timeoutMs, stopping })
    if (messages.length >= count) return renderMessages(request, messages)
    // The world may have been deleted meanwhile.
    await worlds.get(request.params.world)
    const seen = `${messages.length} of ${count} messages after ${timeoutMs} ms`
    throw new ApiError('timeout', `${seen}. GET …/webhooks says what was sent where.`)
  })

  api.put(INBOX_PATH, { schema: setInboxReply }, async (request, reply) => {
    const { status, times = null } = request.body
    ;(await inboxOf(request.params)).replyWith({ status, times })
    return reply.code(204).send(null)
  })

  api.delete(INBOX_PATH, { schema: clearInbox }, async (request, reply) => {
    ;(await inboxOf(request.params)).clear()
    return reply.code(204).send(null)
  })
}

type InboxRequest = Pick<FastifyRequest, 'protocol' | 'host'> & {
  readonly params: { readonly world: string; readonly name: string }
}

const renderMessages = (request: InboxRequest, messages: readonly InboxMessage[]): InboxList => ({
  url: `${request.protocol}://${request.host}${CONTROL_PREFIX}/worlds/${request.params.world}/inbox/${request.params.name}`,
  messages: messages.map(({ ordinal, at, headers, body, problem, status }) => ({
    id: ordinal,
    at,
    headers: { ...headers },
    body,
    verified: problem === null,
    problem,
    status,
  })),
})
