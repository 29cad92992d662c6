import type { World } from './world.ts'

/**
 * Is called before the rows and the requests of a world are discarded. Returns a function that is called when they are, with
 * the world that takes its place.
 */
export type OnDiscard = (world: World) => Promise<NoteDiscarded>
type NoteDiscarded = (next: World | null) => Promise<void>

/** Tells one listener of worlds that are reset, restored or dropped. Its failures are none of these operations. */
export class Discards {
  readonly #onError
  #listener: OnDiscard = async () => async () => undefined

  /** @param onError receives failures of the listener */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError
  }

  listen(listener: OnDiscard): void {
    this.#listener = listener
  }

  /** Call it before a world is discarded, and what it returns once that has succeeded. */
  async begin(world: World): Promise<NoteDiscarded> {
    try {
      const noteDiscarded = await this.#listener(world)
      return async (next) => noteDiscarded(next).catch(this.#onError)
    } catch (error) {
      this.#onError(error)
      return async () => undefined
    }
  }
}
