import type { FastifyRequest } from 'fastify'
import type { Caller, Identity } from '../services/worlds/caller.ts'
import type { Effect } from '../simulator/rules/effect.ts'
import type { IdempotencyClaim } from '../store/requests/idempotency-keys.ts'

export type { Api } from '../http/typed-fastify.ts'
export type { Services } from '../services/services.ts'

declare module 'fastify' {
  /** Members that steps of the pipeline set, in their order. Null before the step. */
  interface FastifyRequest {
    /** Set by `authenticate`. */
    identity: Identity | null
    /** Effect of directives and rules. Set by `readDirectives`, completed by `applyEffects`. */
    effect: Effect | null
    /** Id of the rule that applies. Null for none. */
    rule: string | null
    /** The identity at the instant at which the request is handled. Set by `readClock`. */
    caller: Caller | null
    /** Claim that the use case stores with its change. Null without an `Idempotency-Key`. */
    claim: IdempotencyClaim | null
    /** Deviation from the request, for the journal. Set by handlers. */
    note: string | null
  }
}

/** Returns the identity of an authenticated request. */
export const identityOf = ({ identity }: FastifyRequest): Identity => known(identity, 'identity')

/** Returns the caller of a request that has passed the pipeline. */
export const callerOf = ({ caller }: FastifyRequest): Caller => known(caller, 'caller')

/** Returns the effect on a request. */
export const effectOf = ({ effect }: FastifyRequest): Effect => known(effect, 'effect')

function known<Value>(value: Value | null, name: string): Value {
  if (value !== null) return value
  throw new Error(`The request has no ${name}: read it after the step of the pipeline that sets it.`)
}

/** Base of the URLs in an answer: the address at which the client reached this server. */
export interface UrlBase {
  /** Such as `http://127.0.0.1:4620`. */
  readonly origin: string
  readonly worldName: string
}

/** Returns the base of the URLs in the answer to a request. */
export const urlBaseOf = (request: FastifyRequest): UrlBase => ({
  origin: `${request.protocol}://${request.host}`,
  worldName: callerOf(request).world.name,
})
