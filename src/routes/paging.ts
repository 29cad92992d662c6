import { type Meta, PAGE_LIMIT_DEFAULT } from '../schemas/common.ts'
import {
  decodeCursor,
  decodeOffset,
  encodeCursor,
  invalidCursor,
  type Position,
} from '../services/requests/cursor.ts'
import type { World } from '../services/worlds/world.ts'
import type { Slice } from '../store/store.ts'

/** Identifies the list of a cursor, so that cursors of other lists are refused. */
type ListName = 'generations' | 'projects' | 'technique-runs' | 'techniques' | 'assets' | 'nodes'

interface PageQuery {
  readonly cursor?: string
  readonly limit?: number
}

/**
 * Reads the page of a list that a query requests. A cursor of this server continues after a row; one of the form that
 * FLORA documents skips rows.
 *
 * @throws ApiError 400 on `cursor`, for a cursor of another world, list or server
 */
export function sliceOf(world: World, list: ListName, query: PageQuery): Slice {
  const { before, ...rest } = readSlice(world, list, query)
  const [ordinal = null] = before ?? []
  return { before: ordinal, ...rest }
}

/** As `sliceOf`, for projects, whose positions are an instant and an ordinal. */
export function projectSliceOf(world: World, query: PageQuery): Slice<readonly [number, number]> {
  const { before, ...rest } = readSlice(world, 'projects', query)
  if (before === null) return { before, ...rest }
  const [modifiedAt, ordinal] = before
  // A cursor of an earlier version has an ordinal alone.
  if (modifiedAt === undefined || ordinal === undefined) throw invalidCursor()
  return { before: [modifiedAt, ordinal], ...rest }
}

function readSlice(world: World, list: ListName, { cursor, limit = PAGE_LIMIT_DEFAULT }: PageQuery) {
  const offset = cursor === undefined ? null : decodeOffset(cursor)
  if (offset !== null) return { before: null, offset, limit }
  return { before: decodeCursor(world, list, cursor), offset: 0, limit }
}

/**
 * Builds the `meta` of a page.
 *
 * @param last position of the last row, after which the next page starts; a number for an ordinal alone
 */
export function metaOf(
  world: World,
  list: ListName,
  page: { readonly more: boolean; readonly total: number | null },
  last: number | Position | undefined,
): Meta {
  const hasNext = page.more && last !== undefined
  return {
    next_cursor: hasNext ? encodeCursor(world, list, [last].flat()) : null,
    total_estimate: page.total,
  }
}
