import { typeName } from '../kernel/type-name.ts'
import { isRecord } from './json.ts'
import type { Progress } from './progress.ts'
import { failure, type Reader } from './reader.ts'

/** FLORA's limit of a page. */
const PAGE_ROWS = 100
/** Ten times what the largest known account has. */
const ROWS_MAX = 10_000

interface List {
  readonly path: string
  /** The member with the rows. */
  readonly member: string
  readonly query?: Readonly<Record<string, string>>
}

/**
 * Reads every page of a list.
 *
 * @throws {StartError} exit code 1, when the server fails, lies about the shape of a page, or when its pages never end
 */
export async function readPages(
  reader: Reader,
  { path, member, query = {} }: List,
  progress: Progress,
): Promise<readonly unknown[]> {
  const rows: unknown[] = []
  const seen = new Set<string>()
  for (let cursor: string | null = null; ;) {
    const page = new URLSearchParams({
      ...query,
      limit: String(PAGE_ROWS),
      ...(cursor === null ? {} : { cursor }),
    })
    const answer = await reader.object(`${path}?${page.toString()}`)
    rows.push(...rowsOf(path, member, answer[member]))
    progress.update(`${member}: ${rows.length}`)
    cursor = nextCursor(path, answer['meta'])
    if (cursor === null) return rows
    if (seen.has(cursor))
      throw failure(path, 'repeats a page: meta.next_cursor names one that was read before')
    if (rows.length >= ROWS_MAX)
      throw failure(path, `does not end: ${rows.length} rows, and meta.next_cursor names more`)
    // An empty page that names another one would never reach the limit of rows.
    if (seen.size >= ROWS_MAX / PAGE_ROWS) throw failure(path, `does not end after ${seen.size + 1} pages`)
    seen.add(cursor)
  }
}

/** Reads a list without pages. */
export async function readList(
  reader: Reader,
  { path, member }: List,
  progress: Progress,
): Promise<readonly unknown[]> {
  const rows = rowsOf(path, member, (await reader.object(path))[member])
  progress.update(`${member}: ${rows.length}`)
  return rows
}

function rowsOf(path: string, member: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) {
    throw failure(
      path,
      `answered ${value === undefined ? 'nothing' : typeName(value)} as "${member}", where an array was expected`,
    )
  }
  if (value.length > ROWS_MAX)
    throw failure(path, `answered ${value.length} rows; ${ROWS_MAX} are read at most`)
  return value
}

/** Null on the last page. SDKs stop at an empty cursor too. */
function nextCursor(path: string, meta: unknown): string | null {
  const cursor = isRecord(meta) ? (meta['next_cursor'] ?? null) : null
  if (cursor === null || cursor === '') return null
  if (typeof cursor !== 'string')
    throw failure(path, `answered ${typeName(cursor)} as "meta.next_cursor", where a string was expected`)
  return cursor
}
