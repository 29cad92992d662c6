import type { EmulatorOptions } from '../../../src/index.ts'
import { startApi } from '../api.ts'
import { expectGoodClient } from '../checks.ts'
import { FernClient, FernError } from './fern-client.ts'

type Fetch = typeof globalThis.fetch
type Options = EmulatorOptions & Partial<Pick<ConstructorParameters<typeof FernClient>[0], 'retryOn'>>

/** A client whose answers are compared with openapi.yaml. It sleeps no time, and records how long it would. */
export async function startFern(
  { retryOn = 'recommended', ...options }: Options = {},
  wrap = (fetch: Fetch) => fetch,
) {
  const { emulator, world, apiKey } = await startApi({ rateLimit: 'off', ...options })
  // The client sleeps no time, and starts runs to have lists of them.
  expectGoodClient(emulator, ['ignores-retry-after', 'never-read'])
  const slept: number[] = []
  const client = new FernClient({
    baseUrl: emulator.baseUrl,
    apiKey,
    retryOn,
    fetch: wrap(emulator.fetch),
    sleep: async (ms) => slept.push(ms),
  })
  const count = async (operation: string) => world.requests.count({ operation })
  return { client, world, slept, count, baseUrl: emulator.baseUrl }
}

/** Returns the error of a request that must fail. */
export const failureOf = async (request: Promise<unknown>): Promise<FernError> => {
  const error: unknown = await request.catch((caught: unknown) => caught)
  if (!(error instanceof FernError)) throw new Error(`expected a FernError, got ${String(error)}`)
  return error
}
