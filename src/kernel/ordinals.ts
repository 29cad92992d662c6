import { LimitReached } from './errors.ts'

/** Highest ordinal of a row. Ordinals of deleted rows are not used again. Far below `Number.MAX_SAFE_INTEGER`. */
export const ORDINAL_MAX = 1_000_000_000_000

/**
 * Returns the ordinal of the next row.
 *
 * @param last ordinal of the last row; null or undefined without rows
 * @throws LimitReached after `ORDINAL_MAX`
 */
export function nextOrdinal(last: number | null | undefined): number {
  const next = (last ?? 0) + 1
  if (next > ORDINAL_MAX)
    throw new LimitReached(`A counter of this world has reached ${ORDINAL_MAX}; reset the world.`)
  return next
}
