import { readFileSync } from 'node:fs'
import { packageFile } from '../../config/package-root.ts'
import type { WorldReview } from '../../server/review.ts'

/** How many of the prices that were charged come from where. */
export interface PriceSources {
  readonly published: number
  readonly measured: number
  readonly ours: number
}

interface Shipped {
  readonly published: readonly string[]
  readonly measured: readonly string[]
}

/** Counts the models of a review by the source of their price. Null when the prices are those of the user. */
export function priceSources(reviews: readonly WorldReview[], hasOwnFixtures: boolean): PriceSources | null {
  const models = [...new Set(reviews.flatMap((review) => review.models))]
  if (hasOwnFixtures || models.length === 0) return null
  const { published, measured } = JSON.parse(
    readFileSync(packageFile('fixtures/price-sources.json'), 'utf8'),
  ) as Shipped
  const count = (known: readonly string[]): number => models.filter((model) => known.includes(model)).length
  const [publishedCount, measuredCount] = [count(published), count(measured)]
  return {
    published: publishedCount,
    measured: measuredCount,
    ours: models.length - publishedCount - measuredCount,
  }
}
