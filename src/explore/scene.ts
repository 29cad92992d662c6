import type { WorldHandle } from '../client/world-handle.ts'

/** Options of a client in the world of one experiment. The SDK takes them as they are. */
export interface ClientOptions {
  readonly baseURL: string
  readonly apiKey: string
  readonly fetch: typeof globalThis.fetch
}

/** What a scenario is called with. */
export interface Scene {
  /** The world of this experiment. */
  readonly world: WorldHandle
  /** Options for `new FLORA(client)`. */
  readonly client: ClientOptions
  /** Aborts at the time limit, when the scenario is taken to hang. */
  readonly signal: AbortSignal
}

export type Scenario = (scene: Scene) => Promise<void>
