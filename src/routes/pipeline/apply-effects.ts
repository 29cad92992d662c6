import { DIRECTIVES_HEADER } from '../../kernel/names.ts'
import type { FastifyReply, FastifyRequest, onRequestHookHandler, preHandlerHookHandler } from 'fastify'
import type { Wait } from '../../kernel/clock.ts'
import { ApiError } from '../../kernel/errors.ts'
import type { Catalogue } from '../../services/models/catalogue.ts'
import { errorOf, readDirectiveHeader } from '../../services/rules/effects.ts'
import type { Worlds } from '../../services/worlds/worlds.ts'
import { withPromptDirectives } from '../../simulator/rules/directives.ts'
import { type Effect, mergeEffects } from '../../simulator/rules/effect.ts'
import { effectOf, identityOf } from '../context.ts'
import { journal } from './journal-requests.ts'
import { textMember } from './request-members.ts'
import { subjectOf } from './rule-subject.ts'
import { cutConnection } from './spoil-answers.ts'

/** Reads the directives in the header. Answers 400 when one is unknown or out of range. */
export const readDirectives: onRequestHookHandler = (request, _reply, done) => {
  try {
    request.effect = readDirectiveHeader(DIRECTIVES_HEADER, request.headers[DIRECTIVES_HEADER]?.toString())
    done()
  } catch (error) {
    done(error as Error)
  }
}

export interface EffectDeps {
  readonly worlds: Worlds
  readonly catalogue: Catalogue
  readonly wait: Wait
}

/** Delays, fails or cuts a request before it is handled, as its rule and directives ask. */
export function applyEffects(deps: EffectDeps): preHandlerHookHandler {
  return (request, reply, done) => {
    const effect = withPromptDirectives(effectOf(request), textMember(request.body, 'prompt') ?? '')
    request.effect = effect
    if (identityOf(request).world.rules.isEmpty && !isDisturbance(effect)) {
      done()
      return
    }
    disturb(request, reply, deps).then((goOn) => (goOn ? done() : undefined), done)
  }
}

const isDisturbance = ({ delayMs, drop, error }: Effect): boolean =>
  delayMs !== null || drop !== null || error !== null

/** Returns false when the connection was cut. */
async function disturb(request: FastifyRequest, reply: FastifyReply, deps: EffectDeps): Promise<boolean> {
  const applied = await identityOf(request).world.rules.apply(subjectOf(request, deps.catalogue))
  request.rule = applied.rule
  // Directives win, because they are meant for this request alone.
  const effect = mergeEffects(applied.effect, effectOf(request))
  request.effect = effect
  if (effect.delayMs !== null && !(await deps.wait(effect.delayMs))) {
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
