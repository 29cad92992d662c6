import type { CheckId } from '../checks/index.ts'
import { renderFinding } from '../control/checks/findings.ts'
import { SEVERITIES } from '../kernel/severity.ts'
import { microUsd } from '../kernel/units.ts'
import type { FindingAnswer } from '../schemas/control/checks/finding.ts'
import type { Services } from '../services/services.ts'
import type { World } from '../services/worlds/world.ts'
import { toUsd } from '../simulator/runs/price.ts'
import type { WorldKey } from '../store/worlds/world-records.ts'

/** What the clients of a world have done since a review began. */
export interface WorldReview {
  readonly world: string
  readonly findings: readonly FindingAnswer[]
  /** Number of requests that were not checked. */
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
        `${unchecked} earlier requests of world ${world} were not checked: a world keeps its last 1,000, and 1,000 findings from before its resets. Use a world for each test.`,
      ]

/** Ends a review. Judges the clients as if they had ended. */
export type EndReview = () => Promise<readonly WorldReview[]>

/** Worlds whose earlier spending is left out. */
const WORLDS_MAX = 1000
/** Findings that are kept of a world that is discarded again and again. */
const KEPT_MAX = 1000

/**
 * Begins a review of the worlds that are used from now on. What a client has done counts even if its world is reset,
 * restored or deleted before the end.
 *
 * @param mayHaveSpent true when worlds may have runs already, of a database or of the start
 */
export async function beginReview(
  services: Services,
  ignored: ReadonlySet<CheckId>,
  mayHaveSpent: boolean,
): Promise<EndReview> {
  const review = new Review(services, ignored)
  const { worlds } = services
  for (const name of mayHaveSpent ? await worlds.list(WORLDS_MAX) : []) {
    await review.leaveOut(await worlds.get(name))
  }
  worlds.discards.listen(async (world) => review.discarding(world))
  return async () => review.end()
}

class Review {
  readonly #services
  readonly #ignored
  /** Spending that is no client's of the review. */
  readonly #before = new Map<WorldKey, number>()
  /** Reviews of discarded worlds by their names. */
  readonly #discarded = new Map<string, WorldReview>()

  constructor(services: Services, ignored: ReadonlySet<CheckId>) {
    this.#services = services
    this.#ignored = ignored
  }

  /** Leaves out what was spent in a world so far. */
  async leaveOut(world: World): Promise<void> {
    this.#before.set(world.key, await this.#spentIn(world))
  }

  /** Reviews a world that is about to be discarded. The result counts when it is. */
  async discarding(world: World): Promise<(next: World | null) => Promise<void>> {
    const known = this.#discarded.get(world.name)
    const isFull = known !== undefined && known.findings.length >= KEPT_MAX
    const review = isFull
      ? { ...(await this.#costOf(world)), findings: [], unchecked: requestsOf(world) }
      : await this.#reviewOf(world)
    return async (next) => {
      this.#discarded.set(world.name, merged(known, review))
      // A snapshot brings spending of its own.
      if (next !== null) await this.leaveOut(next)
    }
  }

  async end(): Promise<readonly WorldReview[]> {
    const reviews = new Map(this.#discarded)
    for (const world of this.#services.worlds.inMemory()) {
      reviews.set(world.name, merged(reviews.get(world.name), await this.#reviewOf(world)))
    }
    return [...reviews.values()]
  }

  async #reviewOf(world: World): Promise<WorldReview> {
    const found = await this.#services.findings.list(world, { isFinal: true, ignored: this.#ignored })
    return {
      ...(await this.#costOf(world)),
      findings: found.map(renderFinding),
      unchecked: world.journal.droppedCount,
    }
  }

  async #costOf(world: World): Promise<Pick<WorldReview, 'world' | 'spentUsd' | 'models'>> {
    const spent = (await this.#spentIn(world)) - (this.#before.get(world.key) ?? 0)
    return {
      world: world.name,
      // Earlier runs that fail return what they had reserved.
      spentUsd: toUsd(microUsd(Math.max(0, spent))),
      models: await this.#services.findings.models(world),
    }
  }

  async #spentIn(world: World): Promise<number> {
    const options = { workspaceId: null, runId: null, limit: 1 }
    const { spent, pending } = await this.#services.money.ledger(world, options)
    return spent + pending
  }
}

const requestsOf = ({ journal }: World): number => journal.droppedCount + journal.list().length

const gravity = ({ severity }: FindingAnswer): number => SEVERITIES.indexOf(severity)

/** Adds the review of a world to that of earlier ones with its name. */
function merged(before: WorldReview | undefined, review: WorldReview): WorldReview {
  if (before === undefined) return review
  const findings = [...before.findings, ...review.findings]
  return {
    world: review.world,
    findings: findings.toSorted((a, b) => gravity(a) - gravity(b)),
    unchecked: before.unchecked + review.unchecked,
    spentUsd: toUsd(microUsd((before.spentUsd + review.spentUsd) * 1e6)),
    models: [...new Set([...before.models, ...review.models])],
  }
}
