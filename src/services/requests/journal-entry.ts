import { matchesGlob } from '../../simulator/rules/rules.ts'
import type { EpochMs } from '../../kernel/units.ts'
import { bearerKey } from '../worlds/api-keys.ts'
import { redact, redactKey, redactPath, redactText } from './redact.ts'

/** A request of the emulated API, as it was received and answered. */
export interface JournalEntry {
  /** The `request-id` of the answer. */
  readonly id: string
  /** World time. */
  readonly at: EpochMs
  /** The operationId; null for a path that leads nowhere. */
  readonly operation: string | null
  readonly method: string
  /** With the query, as it was sent. */
  readonly path: string
  /** Null when the connection was cut instead of answered. */
  readonly status: number | null
  readonly durationMs: number
  readonly workspaceId: string | null
  readonly apiKey: string | null
  readonly requestBody: unknown
  /** As it was sent; JSON unless a rule spoiled it. */
  readonly responseBody: string | Buffer | null
  /** The rule that applied. */
  readonly rule: string | null
  readonly directives: string | null
  /** Name that the client gives itself in a header, such as `dashboard`. */
  readonly client: string | null
  /** What the emulator did in place of what was asked, such as a stand-in for a file it may not fetch. */
  readonly note: string | null
  /** What an official SDK says about itself. */
  readonly sdk: { readonly version: string; readonly retryCount: number } | null
}

/** What is kept of a request; an entry is made of it when somebody looks, because few ever do. */
export interface Exchange extends Omit<JournalEntry, 'apiKey'> {
  /** The header. */
  readonly authorization: string | undefined
}

/** Without the secrets. */
export function toEntry({ authorization, ...exchange }: Exchange): JournalEntry {
  const { path, requestBody, responseBody } = exchange
  const key = bearerKey(authorization ?? '')
  return {
    ...exchange,
    path: redactPath(path),
    apiKey: key === null ? null : redactKey(key),
    requestBody: redact(requestBody),
    responseBody: typeof responseBody === 'string' ? redactText(responseBody) : responseBody,
  }
}

/** What an entry must be; members that are absent do not matter. */
export interface JournalFilter {
  readonly operation?: string | undefined
  readonly method?: string | undefined
  /** With `*` for any characters. */
  readonly path?: string | undefined
  readonly status?: number | undefined
  readonly client?: string | undefined
  /** Leaves out the requests of this client. */
  readonly excludeClient?: string | undefined
}

export function fits(
  entry: Pick<JournalEntry, 'operation' | 'method' | 'path' | 'status' | 'client'>,
  { operation, method, path, status, client, excludeClient }: JournalFilter,
): boolean {
  return (
    (operation === undefined || entry.operation === operation) &&
    (method === undefined || entry.method === method.toUpperCase()) &&
    (path === undefined || fitsPath(entry.path, path)) &&
    (status === undefined || entry.status === status) &&
    (client === undefined || entry.client === client) &&
    (excludeClient === undefined || entry.client !== excludeClient)
  )
}

/** With or without its query. */
function fitsPath(actual: string, pattern: string): boolean {
  return matchesGlob(pattern, actual) || matchesGlob(pattern, actual.split('?', 1)[0] ?? '')
}
