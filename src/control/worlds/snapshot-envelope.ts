import { setImmediate as turn } from 'node:timers/promises'
import { DEPTH_MAX, parseJson } from '../../http/json-body.ts'
import { JsonScanner } from '../../http/json-scanner.ts'

/** Parsing this many values takes 100 ms. A row has at most half as many, because a request body has at most 1 MB. */
export const VALUES_MAX = 1_000_000
/** Rows, and bytes, between turns of the event loop; scanning them takes 5 ms. */
const ROWS_AT_ONCE = 5000
const BYTES_AT_ONCE = 4 * 1024 * 1024

export type Members = Readonly<Record<string, unknown>>

export interface Envelope {
  /** The snapshot with empty tables. */
  readonly members: Members
  /** Index of the rows of each table in the document. */
  readonly rowsAt: ReadonlyMap<string, number>
}

/**
 * Reads everything of a snapshot but its rows.
 *
 * @param bytes JSON. Any value but an object counts as an empty object, so that the answer names the required members.
 * @throws ApiError 400 for what is not JSON, and for rows with more than a million values
 */
export async function readEnvelope(bytes: Buffer): Promise<Envelope> {
  const scanner = new JsonScanner(bytes, VALUES_MAX)
  const members: [string, unknown][] = []
  const rowsAt = new Map<string, number>()
  const first = scanner.peek()
  if (first === '{') {
    for (const name of scanner.members()) {
      const isTables = name === 'tables' && scanner.peek() === '{'
      members.push([name, isTables ? await skipTables(scanner, rowsAt) : readValue(scanner, name)])
    }
  } else if (first !== '') scanner.skip()
  scanner.end()
  return { members: Object.fromEntries(members), rowsAt }
}

async function skipTables(scanner: JsonScanner, rowsAt: Map<string, number>): Promise<Members> {
  const tables: [string, unknown][] = []
  for (const table of scanner.members()) {
    const isArray = scanner.peek() === '['
    rowsAt.set(table, scanner.at)
    if (isArray) await skipRows(scanner)
    tables.push([table, isArray ? [] : readValue(scanner, `tables.${table}`)])
  }
  return Object.fromEntries(tables)
}

async function skipRows(scanner: JsonScanner): Promise<void> {
  let turnedAt = scanner.at
  for (const index of scanner.elements()) {
    scanner.skip()
    if (index % ROWS_AT_ONCE > 0 && scanner.at - turnedAt < BYTES_AT_ONCE) continue
    turnedAt = scanner.at
    await turn()
  }
}

const readValue = (scanner: JsonScanner, field: string): unknown =>
  parseJson(scanner.read(), { field, depthMax: DEPTH_MAX })
