import type { FastifyReply, FastifyRequest } from 'fastify'
import { VERSION } from '../config/package-root.ts'

/** Headers of every answer. FLORA documents `request-id`; SDK 0.12 reads `x-request-id`. */
export const commonHeaders = (id: string) => ({
  'request-id': id,
  'x-request-id': id,
  'x-flora-emulator': VERSION,
})

/** Replaces the id in the headers of an answer. */
export function setRequestId(reply: FastifyReply, id: string): void {
  reply.header('request-id', id).header('x-request-id', id)
}

export function setCommonHeaders({ id }: FastifyRequest, reply: FastifyReply): void {
  reply.headers(commonHeaders(id))
}
