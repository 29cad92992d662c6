import type { RequestList } from '../schemas/control/requests/request.ts'
import { type Call, queryOf } from './control-client.ts'

/**
 * Conditions on a request. All that are present must hold; `{}` matches every request.
 *
 * @example
 * ```ts
 * const failed = await world.requests.count({ operation: 'startGeneration', status: 402 })
 * ```
 */
export interface RequestFilter {
  /** An operationId of openapi.yaml, such as `startGeneration`. `@default` any */
  readonly operation?: string
  /** HTTP method, in any case. `@default` any */
  readonly method?: string
  /** Path with or without its query, such as `/api/v1/runs/*`; `*` matches any characters. `@default` any */
  readonly path?: string
  /** HTTP status of the answer, 100–599. `@default` any */
  readonly status?: number
  /** Name of the client, from its header `x-flora-emulator-client`. `@default` any */
  readonly client?: string
  /** Leaves out the requests of this client. `@default` none */
  readonly exclude_client?: string
}

/** The journal of a world: its last 1,000 requests of the emulated API, in memory, without secrets. */
export interface RequestsHandle {
  /**
   * Lists requests, newest first. `count` is the number of all that match.
   *
   * @param filter `limit`: 0–1,000, `@default` 100; the other members are optional conditions
   * @example
   * ```ts
   * const { requests } = await world.requests.list({ operation: 'startGeneration' })
   * ```
   */
  list(filter?: RequestFilter & { readonly limit?: number }): Promise<RequestList>
  /** Counts the requests that match. */
  count(filter?: RequestFilter): Promise<number>
  /**
   * Resolves when enough requests match, those already received included.
   *
   * @param limits `count`: 1–1,000, `@default` 1; `timeoutMs`: wall time, 0–60,000 ms, `@default` 2000, which is below
   *   the 5,000 ms of vitest and jest
   * @throws {ControlError} `timeout`, whose message lists the requests that came closest
   * @example
   * ```ts
   * const { requests } = await world.requests.waitFor({ operation: 'startGeneration', status: 201 })
   * ```
   */
  waitFor(
    filter?: RequestFilter,
    limits?: { readonly count?: number; readonly timeoutMs?: number },
  ): Promise<RequestList>
  /** Empties the journal. */
  clear(): Promise<void>
}

export function requestsHandle(call: Call): RequestsHandle {
  return {
    list: async (filter = {}) => call('GET', `/requests${queryOf(filter)}`),
    count: async (filter = {}) =>
      (await call<RequestList>('GET', `/requests${queryOf({ ...filter, limit: 0 })}`)).count,
    waitFor: async (filter = {}, { count, timeoutMs } = {}) =>
      call('GET', `/requests/wait${queryOf({ ...filter, count, timeout_ms: timeoutMs })}`),
    clear: async () => call('DELETE', '/requests'),
  }
}
