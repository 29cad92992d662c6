import { monotonicNow } from '../../kernel/clock.ts'
import { ApiError } from '../../kernel/errors.ts'
import { type EpochMs, epochMs } from '../../kernel/units.ts'
import type { Store } from '../../store/store.ts'
import type { WorldKey } from '../../store/worlds/world-records.ts'
import { countWorlds, dropIdleWorld, touchWorlds } from '../../store/worlds/worlds.ts'
import { DEFAULT_WORLD } from '../../kernel/names.ts'

const LIMITS = {
  /** Beyond, worlds that were not used for a day make room for new ones. */
  kept: 10_000,
  /** Beyond, no world is created. */
  max: 100_000,
}
export const DAY_MS = 24 * 60 * 60 * 1000
/** Worlds dropped for one that is created, so that the number sinks where many are idle. */
const DROPS_AT_ONCE = 10

/** Keeps the number of worlds bounded: tests tend to use each world once. */
export class WorldLimit {
  readonly #store: Store
  readonly #limits: typeof LIMITS
  /** When each world was last used in this process, on the clock that never jumps. */
  readonly #used = new Map<WorldKey, number>()

  constructor(store: Store, limits = LIMITS) {
    this.#store = store
    this.#limits = limits
  }

  noteUse(world: WorldKey): void {
    this.#used.set(world, monotonicNow())
  }

  /** Drops idle worlds when there are many; returns their names. Throws 503 when there are far too many. */
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
