import type { FastifyRequest } from 'fastify'
import type { UrlBase } from '../routes/context.ts'
import type { World } from '../services/worlds/world.ts'

/** The base of the URLs in an answer about a world. */
export const urlBaseIn = (
  { name }: World,
  { protocol, host }: Pick<FastifyRequest, 'protocol' | 'host'>,
): UrlBase => ({
  origin: `${protocol}://${host}`,
  worldName: name,
})
