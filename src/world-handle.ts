import type { Services } from './routes/context.ts'
import { apiKeyOf, DEFAULT_WORLD, WORLD_NAME } from './services/keys.ts'
import { epochMs } from './simulator/units.ts'

/** One isolated copy of the emulated service. */
export interface WorldHandle {
  readonly name: string
  /** The key that makes a client work in this world: `sk_test_<name>`. */
  readonly apiKey: string
  readonly clock: WorldClockHandle
}

/** A world's time, in unix milliseconds. */
export interface WorldClockHandle {
  now(): Promise<number>
  /** Moves ahead by so many milliseconds or seconds, or to an instant. Returns the time it is then. */
  advance(
    by: { readonly ms: number } | { readonly seconds: number } | { readonly to: number | Date },
  ): Promise<number>
}

/** Throws RangeError for a name that a key could not hold. */
export function worldHandle({ worlds, clocks }: Services, name = DEFAULT_WORLD): WorldHandle {
  if (!WORLD_NAME.test(name)) {
    throw new RangeError(`World name ${JSON.stringify(name)} must match ${String(WORLD_NAME)}`)
  }
  const clock: WorldClockHandle = {
    now: async () => (await worlds.open(name)).clock.now(),
    advance: async (by) => {
      const world = await worlds.open(name)
      const instant =
        'to' in by ? Number(by.to) : world.clock.now() + ('ms' in by ? by.ms : by.seconds * 1000)
      if (!Number.isFinite(instant)) throw new RangeError('clock.advance takes finite numbers')
      return clocks.advance(world, epochMs(instant))
    },
  }
  return { name, apiKey: apiKeyOf(name), clock }
}
