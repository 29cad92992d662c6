import type { CheckId } from '../checks/index.ts'
import { renderFinding } from '../control/checks/findings.ts'
import { microUsd } from '../kernel/units.ts'
import type { FindingAnswer } from '../schemas/control/checks/finding.ts'
import type { Services } from '../services/services.ts'
import type { World } from '../services/worlds/world.ts'
import { toUsd } from '../simulator/runs/price.ts'

/** What the clients of a world have done since a review began. */
export interface WorldReview {
  readonly world: string
  readonly findings: readonly FindingAnswer[]
  /** Number of requests that were too old to be checked. */
  readonly unchecked: number
  /** What completed runs cost, and what unfinished ones will. */
  readonly spentUsd: number
  /** Models whose prices were charged. */
  readonly models: readonly string[]
}

/** Warns of requests that the findings of a world leave out. Empty when there are none. */
export const uncheckedLines = ({ world, unchecked }: WorldReview): readonly string[] =>
  unchecked === 0
    ? []
    : [
        `${unchecked} earlier requests of world ${world} were not checked: a world keeps its last 1,000. Use a world for each test.`,
      ]

/** Ends a review. Judges the clients as if they had ended. */
export type EndReview = (ignored: ReadonlySet<CheckId>) => Promise<readonly WorldReview[]>

/** Worlds whose earlier spending is left out. */
const WORLDS_MAX = 1000

/**
 * Begins a review of the worlds that are used from now on.
 *
 * @param mayHaveSpent true when worlds may have runs already, of a database or of the start
 */
export async function beginReview(services: Services, mayHaveSpent: boolean): Promise<EndReview> {
  const { worlds, findings } = services
  const before = new Map<string, number>()
  for (const name of mayHaveSpent ? await worlds.list(WORLDS_MAX) : []) {
    before.set(name, await spentIn(services, await worlds.get(name)))
  }
  return async (ignored) => {
    const reviews: WorldReview[] = []
    for (const world of worlds.inMemory()) {
      const spent = (await spentIn(services, world)) - (before.get(world.name) ?? 0)
      const found = await findings.list(world, { isFinal: true, ignored })
      reviews.push({
        world: world.name,
        findings: found.map(renderFinding),
        unchecked: world.journal.droppedCount,
        // A reset returns what was spent before.
        spentUsd: toUsd(microUsd(Math.max(0, spent))),
        models: await findings.models(world),
      })
    }
    return reviews
  }
}

async function spentIn({ money }: Services, world: World): Promise<number> {
  const { spent, pending } = await money.ledger(world, { workspaceId: null, runId: null, limit: 1 })
  return spent + pending
}
