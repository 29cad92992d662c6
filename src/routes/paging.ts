import { type Meta, PAGE_LIMIT_DEFAULT } from '../schemas/common.ts'
import { decodeCursor, encodeCursor } from '../services/requests/cursor.ts'
import type { World } from '../services/worlds/world.ts'

/** Names the list a cursor belongs to, so that it is not taken for another. */
type ListName = 'generations' | 'projects' | 'technique-runs' | 'techniques' | 'assets' | 'nodes'

/** The part of a list that a query asks for. Throws 400 on `cursor` for one that this server did not make. */
export function sliceOf(world: World, list: ListName, query: { cursor?: string; limit?: number }) {
  return { before: decodeCursor(world, list, query.cursor), limit: query.limit ?? PAGE_LIMIT_DEFAULT }
}

/** @param lastOrdinal that of the page's last row, which the next page goes on from. */
export function metaOf(
  world: World,
  list: ListName,
  page: { readonly more: boolean; readonly total: number | null },
  lastOrdinal: number | undefined,
): Meta {
  const goesOn = page.more && lastOrdinal !== undefined
  return {
    next_cursor: goesOn ? encodeCursor(world, list, lastOrdinal) : null,
    total_estimate: page.total,
  }
}
