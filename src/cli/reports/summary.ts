import { uncheckedLines, type WorldReview } from '../../server/review.ts'
import type { PriceSources } from './price-sources.ts'

/** What the reports of a command are made of. */
export interface ReviewFacts {
  readonly reviews: readonly WorldReview[]
  readonly budget: number | null
  readonly isOver: boolean
  readonly prices: PriceSources | null
}

/** Findings that the terminal shows; the reports have all. */
const SHOWN_MAX = 20
/** Worlds that a line names. */
const WORLDS_MAX = 20

/** Lists findings and costs by world. Empty when there is neither. */
export function summary(facts: ReviewFacts): string {
  const { reviews } = facts
  const all = reviews.flatMap(({ world, findings }) => findings.map((finding) => ({ world, finding })))
  const counted = all.filter(({ finding }) => finding.severity !== 'info')
  const lines = counted.slice(0, SHOWN_MAX).flatMap(({ world, finding }) => {
    const { check, severity, message, remedy, help } = finding
    return [`${severity} ${check} (world ${world}): ${message}`, `  ${remedy} See ${help}.`]
  })
  const more = counted.length > SHOWN_MAX ? [`and ${counted.length - SHOWN_MAX} more findings`] : []
  const infos = all.length - counted.length
  const hints = infos === 0 ? [] : [`${infos} ${infos === 1 ? 'info' : 'infos'}: --report <dir> lists them`]
  const notes = [...uncheckedNotes(facts), ...costLines(facts)]
  const text = [...lines, ...more, ...hints, ...notes].map((line) => `flora-emulator: ${line}\n`)
  return text.join('')
}

/** Worlds with requests that were not checked. */
export const uncheckedNotes = ({ reviews }: ReviewFacts): readonly string[] =>
  shorten(reviews.flatMap(uncheckedLines))

/** The cost by world, the sources of the prices, and the budget. */
export function costLines({ reviews, budget, isOver, prices }: ReviewFacts): readonly string[] {
  const costly = reviews.filter(({ spentUsd }) => spentUsd > 0)
  const total = totalOf(reviews)
  const parts = shorten(costly.map(({ world, spentUsd }) => `${usd(spentUsd)} in ${world}`))
  const cost =
    costly.length === 0 ? [] : [`cost: ${usd(total)}${costly.length > 1 ? `, ${parts.join(', ')}` : ''}`]
  const sources =
    prices === null || costly.length === 0
      ? []
      : [`prices of models: ${prices.published} published, ${prices.measured} measured, ${prices.ours} ours`]
  const over = isOver && budget !== null ? [`over budget: ${usd(total)} of ${usd(budget)}`] : []
  return [...cost, ...sources, ...over]
}

/** Leaves out what follows the first worlds. */
const shorten = (texts: readonly string[]): readonly string[] =>
  texts.length <= WORLDS_MAX
    ? texts
    : [...texts.slice(0, WORLDS_MAX), `and ${texts.length - WORLDS_MAX} more worlds`]

/** Adds in millionths, so that rounding errors do not add up. */
export const totalOf = (reviews: readonly WorldReview[]): number =>
  reviews.reduce((sum, { spentUsd }) => sum + Math.round(spentUsd * 1e6), 0) / 1e6

/** Formats dollars with two decimals, or more where they count. */
function usd(amount: number): string {
  const decimals = String(amount).split('.')[1]?.length ?? 0
  return `$${decimals > 2 ? amount : amount.toFixed(2)}`
}
