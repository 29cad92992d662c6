declare const unit: unique symbol

/** An instant: milliseconds since 1970-01-01T00:00Z, as the API writes every numeric timestamp. */
export type EpochMs = number & { readonly [unit]: 'EpochMs' }

/** Money: millionths of a US dollar, whole numbers only, so that sums never drift. */
export type MicroUsd = number & { readonly [unit]: 'MicroUsd' }

export const epochMs = (value: number): EpochMs => Math.round(value) as EpochMs
export const microUsd = (value: number): MicroUsd => Math.round(value) as MicroUsd
