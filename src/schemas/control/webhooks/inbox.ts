import { type Static, Type } from 'typebox'
import { nullable } from '../../common.ts'
import { WAIT_LIMITS } from '../requests/wait.ts'

const InboxMessage = Type.Object({
  id: Type.Integer({ description: 'Position of the message in the inbox, from 1.' }),
  at: Type.Integer({ description: 'Wall time, as in signatures, in unix milliseconds.' }),
  headers: Type.Record(Type.String(), Type.String(), { description: 'Names in lower case.' }),
  body: Type.String({ description: 'Exact body.' }),
  verified: Type.Boolean({ description: 'True if a receiver with the secret must accept the message.' }),
  problem: nullable(Type.String(), 'Reason of a rejection. Null for a verified message.'),
  status: Type.Integer({ description: 'Status of the response.' }),
})

export const InboxList = Type.Object({
  url: Type.String({ description: 'URL for `callback_url`.' }),
  messages: Type.Array(InboxMessage, { description: 'The last 1,000, oldest first, kept in memory.' }),
})
export type InboxList = Static<typeof InboxList>

export const InboxWaitQuery = Type.Object(WAIT_LIMITS)

export const InboxReplyBody = Type.Object({
  status: Type.Integer({ minimum: 200, maximum: 599, description: 'Status of responses.' }),
  times: Type.Optional(
    nullable(
      Type.Integer({ minimum: 1, maximum: 1_000_000 }),
      'Number of responses with this status before 200. Default: null, no limit.',
    ),
  ),
})
