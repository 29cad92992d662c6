import { wallAlarm } from '../../kernel/clock.ts'

/** Limits of a wait. */
export interface WaitOptions {
  /** Of wall time. */
  readonly timeoutMs: number
  /** Aborts when the emulator stops. */
  readonly stopping: AbortSignal
}

/** A condition variable: resolves waits whose predicate holds when `notify` is called. */
export class Condition {
  readonly #checks = new Set<() => void>()
  #isEnded = false

  get hasWaiters(): boolean {
    return this.#checks.size > 0
  }

  /** Resolves every wait, now and from now on. */
  end(): void {
    this.#isEnded = true
    this.notify()
  }

  /** Evaluates the predicates of all waits again. */
  notify(): void {
    for (const check of this.#checks) check()
  }

  /** Resolves as soon as the predicate holds, or at the timeout, when the emulator stops, or after `end`. */
  async waitUntil(predicate: () => boolean, { timeoutMs, stopping }: WaitOptions): Promise<void> {
    if (predicate() || this.#isEnded || stopping.aborted) return
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        cancel()
        stopping.removeEventListener('abort', finish)
        this.#checks.delete(check)
        resolve()
      }
      const check = (): void => {
        if (predicate() || this.#isEnded) finish()
      }
      const cancel = wallAlarm(timeoutMs, finish)
      stopping.addEventListener('abort', finish)
      this.#checks.add(check)
    })
  }
}
