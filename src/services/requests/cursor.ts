import { createHmac } from 'node:crypto'
import { type ApiError, validationError } from '../../kernel/errors.ts'
import type { World } from '../worlds/world.ts'

/** Place of a row in its list: the values by which the list is sorted. Most lists are sorted by an ordinal alone. */
export type Position = readonly number[]

/**
 * Encodes the end of a page as a cursor. The cursor is signed, so that one of another world or list is refused.
 *
 * @param position of the last row of the page
 */
export function encodeCursor({ seed }: World, list: string, position: Position): string {
  const place = position.join(',')
  const signature = createHmac('sha256', seed).update(`${list}/${place}`).digest('base64url').slice(0, 11)
  return Buffer.from(`${place}.${signature}`).toString('base64url')
}

/**
 * Returns the position in a cursor, or null without a cursor.
 *
 * @throws ApiError 400 on `cursor`, for a cursor of another world, list or server
 */
export function decodeCursor(world: World, list: string, cursor: string | undefined): Position | null {
  if (cursor === undefined) return null
  const [place = ''] = decode(cursor).split('.')
  const position = place.split(',').map(Number)
  // Comparing the whole text makes every malformed cursor fail in the same way.
  if (encodeCursor(world, list, position) === cursor) return position
  throw invalidCursor()
}

/** Returns the number of rows to skip in a cursor of the form that FLORA documents, `{"offset":20}`, or null. */
export function decodeOffset(cursor: string): number | null {
  const digits = /^\{\s*"offset"\s*:\s*(\d{1,9})\s*\}$/.exec(decode(cursor))?.[1]
  return digits === undefined ? null : Number(digits)
}

export const invalidCursor = (): ApiError =>
  validationError([
    {
      field: 'cursor',
      code: 'invalid_cursor',
      message: 'Invalid cursor: pass meta.next_cursor of the previous page',
    },
  ])

const decode = (cursor: string): string => Buffer.from(cursor, 'base64url').toString('latin1')
