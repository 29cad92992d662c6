import { type MicroUsd, microUsd } from '../../kernel/units.ts'

/** FLORA's billing pages: 1,000 credits are one US dollar. */
const MICRO_USD_PER_CREDIT = 1000

/** Converts a model's estimate to the quote of a run, which its creation reserves. */
export function quoteOf(estimatedCredits: number): MicroUsd {
  return microUsd(estimatedCredits * MICRO_USD_PER_CREDIT)
}

/** Converts to the dollars of the API, with up to six decimals. */
export const toUsd = (amount: MicroUsd): number => amount / 1_000_000
