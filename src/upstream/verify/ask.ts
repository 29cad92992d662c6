import type { IncomingHttpHeaders } from 'node:http'

/** An answer of a server, of either side. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/**
 * Sends a GET request to one side.
 *
 * @param path below the base URL
 * @param headers sent instead of the API key
 */
export type Ask = (path: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>
