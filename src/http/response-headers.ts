import type { FastifyReply, FastifyRequest } from 'fastify'
import { VERSION } from '../config/package-root.ts'

/** Sets the headers that every answer has. */
export function setCommonHeaders({ id }: FastifyRequest, reply: FastifyReply): void {
  reply.header('request-id', id).header('x-flora-emulator', VERSION)
}
