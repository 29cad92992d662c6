import { epochMs } from './units.ts'

/** The beginning of the year 1. */
export const INSTANT_MIN = epochMs(-62_135_596_800_000)

/** The end of the year 9999, behind which ISO 8601 has other rules. */
export const INSTANT_MAX = epochMs(253_402_300_799_999)

/** Where clocks stop: a year before, so that everything that is planned then has an instant. */
export const CLOCK_MAX = epochMs(253_370_764_799_999)
