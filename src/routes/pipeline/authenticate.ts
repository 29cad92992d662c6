import type { FastifyRequest, onRequestHookHandler } from 'fastify'
import type { KeyHolder, ApiKeys } from '../../services/worlds/api-keys.ts'
import type { World } from '../../services/worlds/world.ts'
import type { Worlds } from '../../services/worlds/worlds.ts'

/** Sets `request.identity` from the API key. Answers 401 without a valid one. Creates the world on first use. */
export function authenticate(keys: ApiKeys, worlds: Worlds): onRequestHookHandler {
  return (request, _reply, done) => {
    let holder: KeyHolder
    try {
      holder = keys.read(request.headers.authorization)
    } catch (error) {
      done(error as Error)
      return
    }
    const world = worlds.loaded(holder.worldName)
    if (world !== null) {
      admit(request, holder, world)
      done()
      return
    }
    worlds.open(holder.worldName).then((opened) => {
      admit(request, holder, opened)
      done()
    }, done)
  }
}

function admit(request: FastifyRequest, { key, role, paid }: KeyHolder, world: World): void {
  request.identity = { key, role, paid, world }
}
