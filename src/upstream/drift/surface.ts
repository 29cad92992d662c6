import type { Shape } from './shape.ts'

/** Where a field stands. `error` is the body of an answer with an error status. */
export type Place = 'query' | 'body' | 'answer' | 'error'

export const PLACES: readonly Place[] = ['query', 'body', 'answer', 'error']

/** What a description says about one operation. Places that it does not describe are absent. */
export interface Operation {
  /** In capitals. */
  readonly method: string
  /** Below the base URL, such as `/runs/{runId}`. */
  readonly path: string
  readonly shapes: { readonly [At in Place]?: Shape }
  /** Such as `200`, `4XX` or `default`; null when the description has none. */
  readonly statuses: ReadonlySet<string> | null
  /** True when the answer describes one row of a paged list instead of the page. */
  readonly answersRow?: boolean
}

/** An API as a document or a client describes it. */
export interface Surface {
  /** Such as `@flora-ai/flora 0.11.0`. */
  readonly name: string
  readonly source: 'openapi' | 'sdk' | 'fern' | 'mcp'
  readonly operations: readonly Operation[]
}

/** Identifies an operation whatever its path parameters are called. */
export const keyOf = ({ method, path }: Pick<Operation, 'method' | 'path'>): string =>
  `${method} ${path.replace(/\{[^}]*\}/g, '{}')}`

/** A path below the base URL, without the prefix under which FLORA mounts its API. */
export function pathBelowBase(path: string): string {
  const below = path.replace(/^\/?api\/v1(?=\/|$)/, '').replace(/\/$/, '')
  return below.startsWith('/') ? below : `/${below}`
}
