import { type Random, seededRandom } from '../../kernel/random.ts'
import { FAULT_IDS, type FaultId, faultOf } from './catalogue.ts'
import { canCombine, type PlacedFault, type TokenPart } from './placed-fault.ts'
import type { Site } from './site.ts'

/** The faults of one experiment. */
export type Experiment = readonly PlacedFault[]

export interface Choice {
  /** Kinds of faults to try. */
  readonly only: readonly FaultId[]
  /** Whether to combine two faults. */
  readonly pairs: boolean
  /** Number of experiments at most. */
  readonly max: number
  readonly seed: string
}

export interface Chosen {
  readonly experiments: readonly Experiment[]
  /** Number of all that could be chosen. */
  readonly possible: number
}

/** Lists every fault that can happen at a site, by site. */
function faultsAt(sites: readonly Site[], only: readonly FaultId[] = FAULT_IDS): PlacedFault[] {
  return sites.flatMap((site) =>
    FAULT_IDS.filter((fault) => only.includes(fault) && faultOf(fault).applies(site)).map((fault) => ({
      fault,
      site,
    })),
  )
}

/** Chooses the experiments: single faults first, then pairs of them; a sample that follows from the seed if they are too many. */
export function choose(sites: readonly Site[], { only, pairs, max, seed }: Choice): Chosen {
  const random = seededRandom(`explore/${seed}`)
  const single = faultsAt(sites, only)
  const singles = sample(single, max, random).map((fault): Experiment => [fault])
  if (!pairs) return { experiments: singles, possible: single.length }
  const combined = pairsOf(single, max - singles.length, random)
  return { experiments: [...singles, ...combined.chosen], possible: single.length + combined.possible }
}

/** Draws `max` items and keeps their order. */
function sample<Item>(items: readonly Item[], max: number, random: Random): readonly Item[] {
  if (items.length <= max) return items
  return indices(items.length, max, random).flatMap((index) => items.slice(index, index + 1))
}

/** Draws different whole numbers below `limit`, in ascending order. */
function indices(limit: number, count: number, random: Random): number[] {
  const drawn = new Set<number>()
  while (drawn.size < count) drawn.add(Math.floor(random() * limit))
  return [...drawn].toSorted((a, b) => a - b)
}

/** Draws pairs by their number, because all pairs of a large map do not fit into memory. */
function pairsOf(single: readonly PlacedFault[], max: number, random: Random) {
  const total = (single.length * (single.length - 1)) / 2
  const all = total <= PAIRS_LISTED_MAX
  const wanted = all ? total : Math.min(total, 4 * max)
  const numbers = all ? Array.from({ length: total }, (_, index) => index) : indices(total, wanted, random)
  const pairs = numbers.map((number) => pairAt(single, number)).filter(isPair)
  const possible = all ? pairs.length : Math.round((total * pairs.length) / Math.max(1, numbers.length))
  return { chosen: sample(pairs, Math.max(0, max), random), possible }
}

/** Pairs that are listed to be counted exactly. */
const PAIRS_LISTED_MAX = 200_000

/** The pair (row, column) with column < row of a triangle that is numbered row by row. */
function pairAt(single: readonly PlacedFault[], number: number): Experiment {
  const row = Math.floor((1 + Math.sqrt(1 + 8 * number)) / 2)
  const column = number - (row * (row - 1)) / 2
  return [...single.slice(column, column + 1), ...single.slice(row, row + 1)]
}

const isPair = ([a, b]: Experiment): boolean => a !== undefined && b !== undefined && canCombine(a, b)

/** Finds the faults of a token in a map. Returns the part that has no place. */
export function place(
  sites: readonly Site[],
  token: readonly TokenPart[],
): { readonly experiment: Experiment } | { readonly missing: TokenPart } {
  const candidates = faultsAt(sites)
  const experiment: PlacedFault[] = []
  for (const part of token) {
    const found = candidates.find(
      ({ fault, site }) =>
        fault === part.fault && site.operation === part.operation && site.call === part.call,
    )
    if (found === undefined) return { missing: part }
    experiment.push(found)
  }
  return { experiment }
}
