import type { FastifyRequest } from 'fastify'
import type { Caller, Identity } from '../services/worlds/caller.ts'
import type { Effect } from '../simulator/rules/effect.ts'
import type { IdempotencyClaim } from '../store/requests/idempotency-keys.ts'

export type { Api } from '../http/typed-fastify.ts'
export type { Services } from '../services/services.ts'

declare module 'fastify' {
  /** What the steps of the pipeline find out about a request, in their order. Null before the step. */
  interface FastifyRequest {
    /** Set by `authenticate`. */
    identity: Identity | null
    /** What rules and directives ask for. Set by `readDirectives`, completed by `applyEffects`. */
    effect: Effect | null
    /** The rule that applies, if any. */
    rule: string | null
    /** The identity at the instant at which the request is handled. Set by `readClock`. */
    caller: Caller | null
    /** What the use case takes with its change. Null without an `Idempotency-Key`. */
    claim: IdempotencyClaim | null
    /** For the journal: what was done in place of what was asked. */
    note: string | null
  }
}

/** The identity of an authenticated request. */
export const identityOf = ({ identity }: FastifyRequest): Identity => known(identity, 'identity')

/** The caller of a request that has passed the pipeline. */
export const callerOf = ({ caller }: FastifyRequest): Caller => known(caller, 'caller')

/** What rules and directives ask for. */
export const effectOf = ({ effect }: FastifyRequest): Effect => known(effect, 'effect')

function known<Value>(value: Value | null, name: string): Value {
  if (value === null) throw new Error(`The request has no ${name} yet: its step of the pipeline comes later.`)
  return value
}

/** Where a client reached this server, for the URLs in its answer. */
export interface UrlBase {
  /** Such as `http://127.0.0.1:4620`. */
  readonly origin: string
  readonly worldName: string
}

export const urlBaseOf = (request: FastifyRequest): UrlBase => ({
  origin: `${request.protocol}://${request.host}`,
  worldName: callerOf(request).world.name,
})
