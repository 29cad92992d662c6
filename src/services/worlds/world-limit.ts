import { monotonicNow } from '../../kernel/clock.ts'
import { ApiError } from '../../kernel/errors.ts'
import { type EpochMs, epochMs } from '../../kernel/units.ts'
import type { Store } from '../../store/store.ts'
import type { WorldKey } from '../../store/worlds/world-records.ts'
import { countWorlds, dropIdleWorld, touchWorlds } from '../../store/worlds/worlds.ts'
import { DEFAULT_WORLD } from '../../kernel/names.ts'

const LIMITS = {
  /** Number of worlds from which a new world replaces worlds that were unused for a day. */
  kept: 10_000,
  /** Number of worlds from which none is created. */
  max: 100_000,
}
export const DAY_MS = 24 * 60 * 60 * 1000
/** Worlds dropped for each new one, so that the number decreases where many are idle. */
const DROPS_AT_ONCE = 10

/** Limits the number of worlds, because tests tend to use each world once. */
export class WorldLimit {
  readonly #store: Store
  readonly #limits: typeof LIMITS
  /** Monotonic time of each world's last use in this process. */
  readonly #used = new Map<WorldKey, number>()

  constructor(store: Store, limits = LIMITS) {
    this.#store = store
    this.#limits = limits
  }

  /** Records a use of a world now. */
  noteUse(world: WorldKey): void {
    this.#used.set(world, monotonicNow())
  }

  /**
   * Drops idle worlds when there are many, and returns their names.
   *
   * @throws ApiError 503 when there are too many worlds in use
   */
  async makeRoom(wall: EpochMs): Promise<string[]> {
    const count = await this.#store.read(countWorlds())
    if (count < this.#limits.kept) return []
    await this.#saveUses(wall)
    const dropped: string[] = []
    while (dropped.length < DROPS_AT_ONCE) {
      const before = epochMs(wall - DAY_MS)
      const name = await this.#store.write(() => dropIdleWorld(before, DEFAULT_WORLD))
      if (name === null) break
      dropped.push(name)
    }
    if (count - dropped.length < this.#limits.max) return dropped
    throw new ApiError('service_unavailable', `There are ${count} worlds; delete some or restart.`)
  }

  async #saveUses(wall: EpochMs): Promise<void> {
    const now = monotonicNow()
    const uses = [...this.#used].map(
      ([world, at]) => [world, epochMs(Math.round(wall - (now - at)))] as const,
    )
    this.#used.clear()
    await this.#store.write(() => touchWorlds(new Map(uses)))
  }
}
