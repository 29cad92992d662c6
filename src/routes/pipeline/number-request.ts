import type { FastifyReply, FastifyRequest } from 'fastify'
import { setRequestId } from '../../http/response-headers.ts'
import type { World } from '../../services/worlds/world.ts'

/**
 * Gives a request the next id of its world, so that with a chosen seed whole answers repeat.
 *
 * @param world null for a request of no world, which keeps its id
 */
export function numberRequest(request: FastifyRequest, reply: FastifyReply, world: World | null): void {
  const ids = world?.requestIds ?? null
  if (ids === null) return
  request.id = ids.next()
  setRequestId(reply, request.id)
}
