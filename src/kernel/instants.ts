import { type EpochMs, epochMs } from './units.ts'

/** First instant of the year 1. */
export const INSTANT_MIN = epochMs(-62_135_596_800_000)

/** Last instant of the year 9999. ISO 8601 writes later years with a sign. */
export const INSTANT_MAX = epochMs(253_402_300_799_999)

/** Last instant of a world's clock: the end of 9998, so that a run which is created then still ends before `INSTANT_MAX`. */
export const CLOCK_MAX = epochMs(253_370_764_799_999)

/** The instant `ms` later, or the end of the year 9999. */
export const instantAfter = (instant: EpochMs, ms: number): EpochMs =>
  epochMs(Math.min(instant + ms, INSTANT_MAX))
