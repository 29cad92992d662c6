import type {
  FastifyReply,
  FastifyRequest,
  onRequestHookHandler,
  onSendHookHandler,
  preHandlerHookHandler,
} from 'fastify'
import { wallDelay } from '../clock.ts'
import { ApiError } from '../errors.ts'
import { type Effect, effectOf, errorOf, NO_EFFECT, withPromptDirectives } from '../services/effects.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What the directives of this request ask for. */
    effect: Effect
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

/** Waits, fails or cuts the connection as the directives ask, before the work begins. */
export function applyEffects(stopping: AbortSignal): preHandlerHookHandler {
  return (request, reply, done) => {
    request.effect = withPromptDirectives(request.effect, promptOf(request.body))
    if (request.effect === NO_EFFECT) {
      done()
      return
    }
    disturb(request, reply, stopping).then((goOn) => (goOn ? done() : undefined), done)
  }
}

/** Cuts the connection when the work is committed but not yet answered, if the directives ask for it. */
export const cutAfterWork: onSendHookHandler = (request, reply, payload, done) => {
  // Requests that failed before their directives were read have no effect yet.
  if (request.effect?.drop === 'after') cutConnection(reply)
  else done(null, payload)
}

async function disturb(
  { effect }: FastifyRequest,
  reply: FastifyReply,
  stopping: AbortSignal,
): Promise<boolean> {
  if (effect.delayMs !== null && !(await wallDelay(effect.delayMs, stopping))) {
    throw new ApiError('service_unavailable', 'The emulator is stopping.')
  }
  if (effect.drop === 'before') {
    cutConnection(reply)
    return false
  }
  const error = errorOf(effect)
  if (error !== null) throw error
  return true
}

function cutConnection(reply: FastifyReply): void {
  reply.hijack()
  reply.raw.destroy()
}

function promptOf(body: unknown): string {
  const prompt = typeof body === 'object' && body !== null && 'prompt' in body ? body.prompt : ''
  return typeof prompt === 'string' ? prompt : ''
}
