import { type Static, Type } from 'typebox'
import { nullable } from '../../common.ts'
import { WAIT_LIMITS } from '../requests/wait.ts'

const InboxMessage = Type.Object({
  id: Type.Integer({ description: 'Counts the messages of the inbox.' }),
  at: Type.Integer({ description: 'Wall time, which signatures go by, in unix milliseconds.' }),
  headers: Type.Record(Type.String(), Type.String(), { description: 'Names in lower case.' }),
  body: Type.String({ description: 'As it arrived.' }),
  verified: Type.Boolean({ description: 'Whether a receiver that knows the secret must accept it.' }),
  problem: nullable(Type.String(), 'Why not.'),
  status: Type.Integer({ description: 'What was answered.' }),
})

export const InboxList = Type.Object({
  url: Type.String({ description: 'What to give as `callback_url`.' }),
  messages: Type.Array(InboxMessage, { description: 'Oldest first; the last 1,000, kept in memory.' }),
})
export type InboxList = Static<typeof InboxList>

export const InboxWaitQuery = Type.Object(WAIT_LIMITS)

export const InboxReplyBody = Type.Object({
  status: Type.Integer({ minimum: 200, maximum: 599, description: 'What it answers.' }),
  times: Type.Optional(
    nullable(
      Type.Integer({ minimum: 1, maximum: 1_000_000 }),
      'How often, before it answers 200 again; null, or absent, for always.',
    ),
  ),
})
