import { validationError } from '../../kernel/errors.ts'
import type { Snapshot } from '../../schemas/control/worlds/snapshot.ts'
import type { Store } from '../../store/store.ts'
import { BadDump, dumpWorld } from '../../store/worlds/dump.ts'
import type { Dispatch } from '../webhooks/webhooks.ts'
import type { SavedWorld, World } from './world.ts'
import type { Worlds } from './worlds.ts'

/** Worlds as documents. */
export class Snapshots {
  readonly #store: Store
  readonly #worlds: Worlds
  readonly #dispatch: Dispatch

  constructor(store: Store, worlds: Worlds, dispatch: Dispatch) {
    this.#store = store
    this.#worlds = worlds
    this.#dispatch = dispatch
  }

  /** The rows of a world, and what else it takes to make it again. */
  async take(world: World): Promise<SavedWorld & Pick<Snapshot, 'tables'>> {
    const { key, seed, createdAt, clock, settings } = world
    const saved = { seed, createdAt, settings, mode: clock.mode, now: clock.now() }
    // The columns of each table are those of its rows in the schema; a test restores what was taken.
    return { ...saved, tables: (await this.#store.read(dumpWorld(key))) as Snapshot['tables'] }
  }

  /**
   * Puts a snapshot in the place of the world of that name.
   *
   * @throws ApiError 400 for a row that the database refuses; then nothing has changed
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
