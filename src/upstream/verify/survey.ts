import type { Shape } from '../drift/shape.ts'
import { keyOf, type Surface } from '../drift/surface.ts'
import { isRecord, parseJson } from '../json.ts'
import type { Progress } from '../progress.ts'
import type { Answer, Ask } from './ask.ts'
import { ordersOf } from './order.ts'
import { type Ids, NO_IDS, type Read, READS } from './reads.ts'
import { type Refusal, REFUSALS } from './refusals.ts'
import { type Tally, tally } from './tally.ts'

/** How a server refused a request. */
export interface Refused {
  readonly status: number
  readonly code: string | null
  /** Names of members of the error, such as `code` and `fields`. */
  readonly members: readonly string[]
}

/** What was seen on one side, without any value of the account. */
export interface Survey {
  /** How each read was answered, by operation: a status, and whether the body was no JSON object. */
  readonly reads: ReadonlyMap<string, string>
  readonly tallies: ReadonlyMap<string, Tally>
  /** Orders of lists by operation; null for too few rows. */
  readonly orders: ReadonlyMap<string, readonly string[] | null>
  /** Rows of a page without `limit`, of lists with more pages. */
  readonly pageSizes: ReadonlyMap<string, number>
  /** By the name of the refusal. */
  readonly refused: ReadonlyMap<string, Refused>
  readonly headers: ReadonlySet<string>
  readonly requests: number
}

/**
 * Reads one side. Every request is a GET request.
 *
 * @param api the documented answers
 */
export async function survey(ask: Ask, api: Surface, progress: Progress): Promise<Survey> {
  const shapes = new Map(api.operations.map((operation) => [keyOf(operation), operation.shapes.answer]))
  const found = {
    reads: new Map<string, string>(),
    tallies: new Map<string, Tally>(),
    orders: new Map<string, string[] | null>(),
    pageSizes: new Map<string, number>(),
    refused: new Map<string, Refused>(),
    headers: new Set<string>(),
    requests: 0,
  }
  const ids = { ...NO_IDS }
  const send: Ask = async (path, headers) => {
    found.requests += 1
    progress.update(`${found.requests} of ${READS.length + REFUSALS.length} requests`)
    return ask(path, headers)
  }
  for (const read of READS)
    await readOnce(read, { send, ids, found, shapeOf: (operation) => shapes.get(operation) })
  for (const refusal of REFUSALS) await refuseOnce(refusal, { send, ids, found })
  return found
}

interface Reading {
  readonly send: Ask
  readonly ids: Ids
  readonly found: {
    readonly reads: Map<string, string>
    readonly tallies: Map<string, Tally>
    readonly orders: Map<string, string[] | null>
    readonly pageSizes: Map<string, number>
    readonly refused: Map<string, Refused>
    readonly headers: Set<string>
  }
}

async function readOnce(
  { operation, path: pathOf, list, learn }: Read,
  { send, ids, found, shapeOf }: Reading & { readonly shapeOf: (key: string) => Shape | undefined },
): Promise<void> {
  const path = pathOf(ids)
  const [method = '', template = ''] = operation.split(' ')
  const shape = shapeOf(keyOf({ method, path: template }))
  if (path === null || shape === undefined) return
  const answer = await send(path)
  const value = answer.status === 200 ? bodyOf(answer) : null
  const isBroken = answer.status === 200 && !isRecord(value)
  found.reads.set(operation, isBroken ? '200 without a JSON object' : `${answer.status}`)
  if (!isRecord(value)) return
  for (const name of Object.keys(answer.headers)) found.headers.add(name)
  const members: Tally = new Map()
  tally(shape, value, '', members)
  found.tallies.set(operation, members)
  const rows = list === undefined ? null : value[list]
  if (!Array.isArray(rows)) return
  found.orders.set(operation, ordersOf(rows))
  const { meta } = value
  if (isRecord(meta) && typeof meta['next_cursor'] === 'string') found.pageSizes.set(operation, rows.length)
  for (const row of rows.slice(0, 1)) if (isRecord(row)) learn?.(row, ids)
}

async function refuseOnce({ name, path, headers }: Refusal, { send, ids, found }: Reading): Promise<void> {
  if (path.includes('{workspace}') && ids.workspace === null) return
  const answer = await send(path.replace('{workspace}', encodeURIComponent(ids.workspace ?? '')), headers)
  const value = bodyOf(answer)
  const error = isRecord(value) && isRecord(value['error']) ? value['error'] : {}
  const { code } = error
  found.refused.set(name, {
    status: answer.status,
    // A code is a word of the API. Anything else might be data.
    code: typeof code === 'string' && /^[a-zA-Z_]{1,60}$/.test(code) ? code : null,
    members: Object.keys(error)
      .filter((member) => /^[a-z_]{1,40}$/.test(member))
      .toSorted(),
  })
}

function bodyOf({ text }: Answer): unknown {
  try {
    return parseJson(text)
  } catch {
    return null
  }
}
