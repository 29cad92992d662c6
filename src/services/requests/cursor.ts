import { createHmac } from 'node:crypto'
import { validationError } from '../../kernel/errors.ts'
import type { World } from '../worlds/world.ts'

/** Where a page ended: the ordinal of its last row, sealed so that only cursors of this world and list are taken. */
export function encodeCursor({ seed }: World, list: string, ordinal: number): string {
  return Buffer.from(`${ordinal}.${seal(seed, list, ordinal)}`).toString('base64url')
}

/** The ordinal in a cursor; null for none. Throws 400 on `cursor` for one that this server did not make. */
export function decodeCursor(world: World, list: string, cursor: string | undefined): number | null {
  if (cursor === undefined) return null
  const ordinal = Number.parseInt(Buffer.from(cursor, 'base64url').toString('latin1'), 10)
  // Made again and compared as a whole, so that every malformed cursor fails in the same way.
  if (encodeCursor(world, list, ordinal) === cursor) return ordinal
  throw validationError([
    { field: 'cursor', message: 'Invalid cursor: pass meta.next_cursor of the page before' },
  ])
}

function seal(seed: string, list: string, ordinal: number): string {
  return createHmac('sha256', seed).update(`${list}/${ordinal}`).digest('base64url').slice(0, 11)
}
