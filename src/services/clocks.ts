import type { EpochMs } from '../simulator/units.ts'
import type { Store } from '../store/store.ts'
import type { World } from './worlds.ts'

/** Moves the clocks of worlds, and stores where they stand. */
export class Clocks {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Moves a world's clock ahead to `instant`; one that has passed leaves it alone. Returns the time it is then. */
  async advance({ key, clock }: World, instant: EpochMs): Promise<EpochMs> {
    await this.#store.saveClock(key, clock.jumpTo(instant))
    return clock.now()
  }
}
