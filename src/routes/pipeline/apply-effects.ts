import type { FastifyReply, FastifyRequest, onRequestHookHandler, preHandlerHookHandler } from 'fastify'
import { wallDelay } from '../../kernel/clock.ts'
import { ApiError } from '../../kernel/errors.ts'
import type { Catalogue } from '../../services/models/catalogue.ts'
import { type Effect, mergeEffects, NO_EFFECT } from '../../simulator/rules/effect.ts'
import { effectOf, errorOf } from '../../services/rules/effects.ts'
import { withPromptDirectives } from '../../simulator/rules/directives.ts'
import type { Worlds } from '../../services/worlds/worlds.ts'
import { cutConnection } from './spoil-answers.ts'
import { journal } from './journal-requests.ts'
import { textMember } from './request-members.ts'
import { subjectOf } from './rule-subject.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What the rules and directives that apply to this request ask for. */
    effect: Effect
    /** The rule that applies. */
    rule: string | null
    /** For the journal: what was done in place of what was asked. */
    note: string | null
  }
}

const HEADER = 'x-flora-emulator'

/** Reads the directives in the header; 400 when one is unknown or out of range. */
export const readDirectives: onRequestHookHandler = (request, _reply, done) => {
  try {
    request.effect = effectOf(HEADER, request.headers[HEADER]?.toString())
    done()
  } catch (error) {
    done(error as Error)
  }
}

export interface EffectDeps {
  readonly worlds: Worlds
  readonly catalogue: Catalogue
  /** Aborts when the emulator stops, so that no injected delay holds it up. */
  readonly stopping: AbortSignal
}

/** Waits, fails or cuts the connection as rules and directives ask, before the work begins. */
export function applyEffects(deps: EffectDeps): preHandlerHookHandler {
  return (request, reply, done) => {
    request.effect = withPromptDirectives(request.effect, textMember(request.body, 'prompt') ?? '')
    const { isEmpty } = request.caller.world.rules
    if (isEmpty && request.effect === NO_EFFECT) {
      done()
      return
    }
    disturb(request, reply, deps).then((goOn) => (goOn ? done() : undefined), done)
  }
}

/** False when the request is over. */
async function disturb(request: FastifyRequest, reply: FastifyReply, deps: EffectDeps): Promise<boolean> {
  const applied = await request.caller.world.rules.apply(subjectOf(request, deps.catalogue))
  request.rule = applied.rule
  // What a request says about itself is meant for it alone, so it wins.
  const effect = mergeEffects(applied.effect, request.effect)
  request.effect = effect
  if (effect.delayMs !== null && !(await wallDelay(effect.delayMs, deps.stopping))) {
    throw new ApiError('service_unavailable', 'The emulator is stopping.')
  }
  if (effect.drop === 'before') {
    journal(deps.worlds, request, reply, { status: null, payload: null })
    cutConnection(reply)
    return false
  }
  const error = errorOf(effect)
  if (error !== null) throw error
  return true
}
