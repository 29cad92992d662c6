import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Catalogue } from '../services/catalogue.ts'
import type { Caller } from '../services/caller.ts'
import type { Clocks } from '../services/clocks.ts'
import type { Generations } from '../services/generations.ts'
import type { Idempotency } from '../services/idempotency.ts'
import type { Keys } from '../services/keys.ts'
import type { Outputs } from '../services/outputs.ts'
import type { Projects } from '../services/projects.ts'
import type { RateLimiter } from '../services/rate-limiter.ts'
import type { Runs } from '../services/runs.ts'
import type { Workspaces } from '../services/workspaces.ts'
import type { Worlds } from '../services/worlds.ts'

/** Where the emulated API is mounted; a base URL ends in it. */
export const API_PREFIX = '/api/v1'

/** The use cases that the routes translate to and from HTTP. */
export interface Services {
  readonly keys: Keys
  readonly worlds: Worlds
  readonly clocks: Clocks
  readonly rateLimiter: RateLimiter
  readonly idempotency: Idempotency
  readonly catalogue: Catalogue
  readonly generations: Generations
  readonly runs: Runs
  readonly projects: Projects
  readonly workspaces: Workspaces
  readonly outputs: Outputs
}

/** A Fastify instance whose handlers are typed by their TypeBox schemas. */
export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

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
