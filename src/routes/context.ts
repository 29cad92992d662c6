import type { FastifyRequest } from 'fastify'
import type { Caller } from '../services/worlds/caller.ts'

export type { Api } from '../http/typed-fastify.ts'
export type { Services } from '../services/services.ts'

/** What a URL minted for a client is made of. */
export interface Place {
  /** Where the client reached this server, such as `http://127.0.0.1:4620`. */
  readonly origin: string
  readonly worldName: string
}

export const placeOf = ({ protocol, host, caller }: FastifyRequest): Place => ({
  origin: `${protocol}://${host}`,
  worldName: caller.world.name,
})

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by routes/authenticate.ts for every request of the emulated API. */
    caller: Caller
  }
}
