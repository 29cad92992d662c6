import { type MicroUsd, microUsd } from '../../kernel/units.ts'

/** FLORA's billing pages: 1,000 credits are one US dollar. */
const MICRO_USD_PER_CREDIT = 1000

/** What a model's catalogue row says a run will cost; reserved when the run is created. */
export function quoteOf(estimatedCredits: number): MicroUsd {
  return microUsd(estimatedCredits * MICRO_USD_PER_CREDIT)
}

export const toUsd = (amount: MicroUsd): number => amount / 1_000_000
