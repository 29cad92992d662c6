import { useEffect, useRef, useState } from 'preact/hooks'
import type { LiveEvent } from './event-stream.ts'
import { epoch, onEvent } from './live.ts'

/** Pause between two loads in ms. Limits the work that a busy world causes, here and in the emulator. */
export const PAUSE_MS = 150

export interface Live<Data> {
  readonly data: Data | null
  readonly error: unknown
  readonly reload: () => void
}

interface Options {
  /** Selects the events that make the loaded data out of date. */
  readonly on: (event: LiveEvent) => boolean
  /** Interval of further loads in ms; null for events alone. */
  readonly everyMs?: number | null
  /** Pause between two loads in ms. `@default` 150 */
  readonly pauseMs?: number
}

/** Loads data, and reloads it after events, after a reconnection and when a key changes. */
export function useLive<Data>(
  load: () => Promise<Data>,
  keys: readonly unknown[],
  { on, everyMs = null, pauseMs = PAUSE_MS }: Options,
): Live<Data> {
  const [loaded, setLoaded] = useState<{ data: Data | null; error: unknown }>({ data: null, error: null })
  const reload = useRef(() => {})
  useEffect(() => {
    const loader = repeatedly(load, {
      pauseMs,
      succeed: (data) => setLoaded({ data, error: null }),
      // Earlier data stays visible.
      fail: (error) => setLoaded(({ data }) => ({ data, error })),
    })
    reload.current = loader.run
    const stopEvents = onEvent((event) => on(event) && loader.run())
    // Calls back at once where a connection exists.
    const stopEpochs = epoch.subscribe((count) => count > 0 && loader.run())
    return () => {
      loader.stop()
      stopEvents()
      stopEpochs()
    }
  }, keys)
  useEffect(() => {
    if (everyMs === null) return
    const timer = setInterval(() => reload.current(), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return { ...loaded, reload: () => reload.current() }
}

interface Repetition<Result> {
  readonly pauseMs: number
  readonly succeed: (result: Result) => void
  readonly fail: (error: unknown) => void
}

/** Runs the work one at a time; requests made meanwhile cause one more run. */
function repeatedly<Result>(work: () => Promise<Result>, { pauseMs, succeed, fail }: Repetition<Result>) {
  let [isBusy, isAskedAgain, isStopped] = [false, false, false]
  const run = (): void => {
    isAskedAgain = true
    if (isBusy || isStopped) return
    isBusy = true
    isAskedAgain = false
    const unlessStopped =
      <Value>(deliver: (value: Value) => void) =>
      (value: Value) =>
        isStopped ? undefined : deliver(value)
    void work()
      .then(unlessStopped(succeed), unlessStopped(fail))
      .then(() => {
        setTimeout(() => {
          isBusy = false
          if (isAskedAgain) run()
        }, pauseMs)
      })
  }
  return { run, stop: () => (isStopped = true) }
}

/** True for events that may change a run. */
export const isAboutRuns = ({ type }: LiveEvent): boolean => type.startsWith('run.') || isAboutWorld(type)

/** True for events that may change everything in a world. */
export const isAboutWorld = (type: string): boolean => type === 'clock' || type === 'reset'
