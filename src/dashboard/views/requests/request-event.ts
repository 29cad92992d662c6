import type { RequestRecord } from '../../../schemas/control/requests/request.ts'
import { member } from '../../member.ts'
import type { LiveEvent } from '../../state/event-stream.ts'

/** Returns the request of a `request` event; null for other events. */
export function requestOf({ type, data }: LiveEvent): RequestRecord | null {
  if (type !== 'request') return null
  const request = member(data, 'request')
  return isRequest(request) ? request : null
}

const isRequest = (value: unknown): value is RequestRecord => typeof member(value, 'id') === 'string'
