import type { FastifyReply, FastifyRequest } from 'fastify'
import { VERSION } from '../config/package-root.ts'

/** The headers of every answer. */
export function stamp({ id }: FastifyRequest, reply: FastifyReply): void {
  reply.header('request-id', id).header('x-flora-emulator', VERSION)
}
