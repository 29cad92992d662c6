declare const unit: unique symbol

/** An instant: milliseconds since 1970-01-01T00:00Z, as in every numeric timestamp of the API. */
export type EpochMs = number & { readonly [unit]: 'EpochMs' }

/** Money: millionths of a US dollar, whole numbers only, so that sums are exact. */
export type MicroUsd = number & { readonly [unit]: 'MicroUsd' }

/** Rounds to a whole millisecond. */
export const epochMs = (value: number): EpochMs => Math.round(value) as EpochMs
/** Rounds to a whole millionth. */
export const microUsd = (value: number): MicroUsd => Math.round(value) as MicroUsd
