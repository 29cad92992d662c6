import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify'
import { DEFAULT_WORLD } from '../../kernel/names.ts'
import type { KeyHolder, ApiKeys } from '../../services/worlds/api-keys.ts'
import type { World } from '../../services/worlds/world.ts'
import type { Worlds } from '../../services/worlds/worlds.ts'
import { numberRequest } from './number-request.ts'

/** Sets `request.identity` from the API key. Answers 401 without a valid one. Creates the world on first use. */
export function authenticate(keys: ApiKeys, worlds: Worlds): onRequestHookHandler {
  return (request, reply, done) => {
    let holder: KeyHolder
    try {
      holder = keys.read(request.headers.authorization)
    } catch (error) {
      numberRequest(request, reply, worlds.loaded(DEFAULT_WORLD))
      done(error as Error)
      return
    }
    // A loaded world saves a promise for each request.
    const world = worlds.loaded(holder.worldName)
    if (world !== null) {
      admit(request, reply, holder, world)
      done()
      return
    }
    worlds.open(holder.worldName).then((opened) => {
      admit(request, reply, holder, opened)
      done()
    }, done)
  }
}

function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  { key, role, paid }: KeyHolder,
  world: World,
): void {
  numberRequest(request, reply, world)
  request.identity = { key, role, paid, world }
}
