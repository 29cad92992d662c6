import { validationError } from '../../kernel/errors.ts'
import type { Snapshot } from '../../schemas/control/worlds/snapshot.ts'
import { BadDump, type Store } from '../../store/store.ts'
import { problemOf } from './snapshot-check.ts'
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

  /** The rows of a world and where it stands. Rows have the schema of the document; a test restores what was taken. */
  async take({
    key,
    seed,
    createdAt,
    clock,
    settings,
  }: World): Promise<SavedWorld & Pick<Snapshot, 'tables'>> {
    const saved = { seed, createdAt, settings, mode: clock.mode, now: clock.now() }
    return { ...saved, tables: (await this.#store.worlds.dump(key)) as Snapshot['tables'] }
  }

  /** Puts a snapshot in the place of the world of that name. Throws 400 for one that does not fit together. */
  async restore(name: string, saved: SavedWorld, tables: Snapshot['tables']): Promise<World> {
    const problem = problemOf(tables)
    if (problem !== null) throw validationError([problem])
    try {
      const world = await this.#worlds.restore(name, saved, tables)
      this.#dispatch.wake(world, world.clock.now())
      return world
    } catch (error) {
      if (error instanceof BadDump) throw validationError([{ field: 'tables', message: error.message }])
      throw error
    }
  }
}
