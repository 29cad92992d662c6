import { createHmac } from 'node:crypto'
import { validationError } from '../../kernel/errors.ts'
import type { World } from '../worlds/world.ts'

/**
 * Encodes the end of a page as a cursor. The cursor is signed, so that one of another world or list is refused.
 *
 * @param ordinal of the last row of the page
 */
export function encodeCursor({ seed }: World, list: string, ordinal: number): string {
  return Buffer.from(`${ordinal}.${sign(seed, list, ordinal)}`).toString('base64url')
}

/**
 * Returns the ordinal in a cursor, or null without a cursor.
 *
 * @throws ApiError 400 on `cursor`, for a cursor of another world, list or server
 */
export function decodeCursor(world: World, list: string, cursor: string | undefined): number | null {
  if (cursor === undefined) return null
  const ordinal = Number.parseInt(Buffer.from(cursor, 'base64url').toString('latin1'), 10)
  // Comparing the whole text makes every malformed cursor fail in the same way.
  if (encodeCursor(world, list, ordinal) === cursor) return ordinal
  throw validationError([
    { field: 'cursor', message: 'Invalid cursor: pass meta.next_cursor of the previous page' },
  ])
}

function sign(seed: string, list: string, ordinal: number): string {
  return createHmac('sha256', seed).update(`${list}/${ordinal}`).digest('base64url').slice(0, 11)
}
