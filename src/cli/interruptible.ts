import { constants } from 'node:os'

/**
 * Runs `work` with a signal that SIGINT, SIGTERM or SIGHUP aborts. The exit code is then 130, 143 or 129, and a failure
 * of `work` is the interruption. A second signal ends the process at once.
 */
export async function interruptible(work: (stopping: AbortSignal) => Promise<void>): Promise<void> {
  const stop = new AbortController()
  const handlers = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => {
    const handler = (): void => {
      process.exitCode = 128 + constants.signals[signal]
      stop.abort()
    }
    process.once(signal, handler)
    return () => process.off(signal, handler)
  })
  try {
    await work(stop.signal)
  } catch (error) {
    if (!stop.signal.aborted) throw error
    process.stderr.write('flora-emulator: interrupted; nothing was written\n')
  } finally {
    for (const remove of handlers) remove()
  }
}
