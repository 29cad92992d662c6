import { LimitReached } from './errors.ts'

/** Rows of one kind in a world, including those that are gone. Counters stop here, far from where numbers lose precision. */
export const ORDINAL_MAX = 1_000_000_000_000

/**
 * The ordinal of the next row.
 *
 * @param last ordinal of the last row; null or undefined for none
 * @throws LimitReached behind `ORDINAL_MAX`
 */
export function nextOrdinal(last: number | null | undefined): number {
  const next = (last ?? 0) + 1
  if (next > ORDINAL_MAX) throw new LimitReached(`This world has counted to ${ORDINAL_MAX}; reset it.`)
  return next
}
