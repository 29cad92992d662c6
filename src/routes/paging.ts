import { type Meta, PAGE_LIMIT_DEFAULT } from '../schemas/common.ts'
import { decodeCursor, encodeCursor } from '../services/requests/cursor.ts'
import type { World } from '../services/worlds/world.ts'

/** Identifies the list of a cursor, so that cursors of other lists are refused. */
type ListName = 'generations' | 'projects' | 'technique-runs' | 'techniques' | 'assets' | 'nodes'

/**
 * Reads the page of a list that a query requests.
 *
 * @throws ApiError 400 on `cursor`, for a cursor of another world, list or server
 */
export function sliceOf(world: World, list: ListName, query: { cursor?: string; limit?: number }) {
  return { before: decodeCursor(world, list, query.cursor), limit: query.limit ?? PAGE_LIMIT_DEFAULT }
}

/**
 * Builds the `meta` of a page.
 *
 * @param lastOrdinal of the last row, after which the next page starts
 */
export function metaOf(
  world: World,
  list: ListName,
  page: { readonly more: boolean; readonly total: number | null },
  lastOrdinal: number | undefined,
): Meta {
  const hasNext = page.more && lastOrdinal !== undefined
  return {
    next_cursor: hasNext ? encodeCursor(world, list, lastOrdinal) : null,
    total_estimate: page.total,
  }
}
