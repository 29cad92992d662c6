import { wallAlarm } from '../../kernel/clock.ts'

/** How long to wait at most. */
export interface Patience {
  /** Of wall time. */
  readonly timeoutMs: number
  /** Aborts when the emulator stops. */
  readonly stopping: AbortSignal
}

/** Whoever waits for something to have happened. */
export class Waiting {
  readonly #looks = new Set<() => void>()
  #isOver = false

  get isEmpty(): boolean {
    return this.#looks.size === 0
  }

  /** Nothing will happen any more. */
  end(): void {
    this.#isOver = true
    this.notify()
  }

  /** Something happened. */
  notify(): void {
    for (const look of this.#looks) look()
  }

  /** Resolves as soon as `isEnough`, which is asked now and whenever something happens, or when patience is at an end. */
  async until(isEnough: () => boolean, { timeoutMs, stopping }: Patience): Promise<void> {
    if (isEnough() || this.#isOver || stopping.aborted) return
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        cancel()
        stopping.removeEventListener('abort', finish)
        this.#looks.delete(look)
        resolve()
      }
      const look = (): void => {
        if (isEnough() || this.#isOver) finish()
      }
      const cancel = wallAlarm(timeoutMs, finish)
      stopping.addEventListener('abort', finish)
      this.#looks.add(look)
    })
  }
}
