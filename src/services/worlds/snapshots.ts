import { validationError } from '../../kernel/errors.ts'
import type { Snapshot } from '../../schemas/control/worlds/snapshot.ts'
import type { Store } from '../../store/store.ts'
import { BadDump, dumpWorld } from '../../store/worlds/dump.ts'
import type { Dispatch } from '../webhooks/webhooks.ts'
import type { SavedWorld, World } from './world.ts'
import type { Worlds } from './worlds.ts'

/** Takes and restores snapshots of worlds. */
export class Snapshots {
  readonly #store: Store
  readonly #worlds: Worlds
  readonly #dispatch: Dispatch

  constructor(store: Store, worlds: Worlds, dispatch: Dispatch) {
    this.#store = store
    this.#worlds = worlds
    this.#dispatch = dispatch
  }

  /** Reads the rows, the settings and the clock of a world. */
  async take(world: World): Promise<SavedWorld & Pick<Snapshot, 'tables'>> {
    const { key, seed, createdAt, clock, settings } = world
    const saved = { seed, createdAt, settings, mode: clock.mode, now: clock.now() }
    // The columns of each table are the members of its rows in the schema, which a test of snapshots checks.
    return { ...saved, tables: (await this.#store.read(dumpWorld(key))) as Snapshot['tables'] }
  }

  /**
   * Replaces the world of that name by a snapshot, whole or not at all.
   *
   * @throws ApiError 400 for a row that the database refuses
   */
  async restore(name: string, saved: SavedWorld, tables: Snapshot['tables']): Promise<World> {
    try {
      const world = await this.#worlds.restore(name, saved, tables)
      this.#dispatch.wake(world, world.clock.now())
      return world
    } catch (error) {
      if (!(error instanceof BadDump)) throw error
      const { table, index, column, message } = error
      const field = [`tables.${table}.${index}`, ...(column === null ? [] : [column])].join('.')
      throw validationError([{ field, message }])
    }
  }
}
