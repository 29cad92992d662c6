declare const unit: unique symbol

/** An instant: milliseconds since 1970-01-01T00:00Z, as in every numeric timestamp of the API. */
export type EpochMs = number & { readonly [unit]: 'EpochMs' }

/** Money: millionths of a US dollar, whole numbers only, so that sums are exact. */
export type MicroUsd = number & { readonly [unit]: 'MicroUsd' }

/** Rounds to a whole millisecond. */
export const epochMs = (value: number): EpochMs => Math.round(value) as EpochMs
/** Rounds to a whole millionth. */
export const microUsd = (value: number): MicroUsd => Math.round(value) as MicroUsd

/** Largest balance and price, four billion dollars. The difference of two balances is still exact. */
export const MICRO_USD_MAX = 4e15

/** The nearest amount that a balance or a price can have. */
export const boundedMicroUsd = (value: number): MicroUsd =>
  microUsd(Math.min(MICRO_USD_MAX, Math.max(-MICRO_USD_MAX, value)))
