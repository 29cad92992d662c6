import { useEffect, useRef, useState } from 'preact/hooks'
import type { LiveEvent } from './event-stream.ts'
import { epoch, onEvent } from './live.ts'

/** Between two loads of the same thing, so that a busy world does not keep the page busy, nor the page the emulator. */
export const PAUSE_MS = 150

export interface Live<Data> {
  readonly data: Data | null
  readonly error: unknown
  readonly reload: () => void
}

interface Options {
  /** Which events make what was loaded out of date. */
  readonly on: (event: LiveEvent) => boolean
  /** Loads again after so many milliseconds; null for events only. */
  readonly everyMs?: number | null
  /** Where a load costs more than usual. */
  readonly pauseMs?: number
}

/** Loads something, and again whenever it may have changed: after events, after a reconnection, and for other keys. */
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
      // What was there is still worth showing.
      fail: (error) => setLoaded(({ data }) => ({ data, error })),
    })
    reload.current = loader.run
    const stopEvents = onEvent((event) => on(event) && loader.run())
    // Loads at once, too, if there is a connection.
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

/** Runs one at a time, and once more at the end if it was asked to meanwhile. */
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

/** Events that may change a run. */
export const isAboutRuns = ({ type }: LiveEvent): boolean => type.startsWith('run.') || isAboutWorld(type)

/** Events after which nothing is as it was. */
export const isAboutWorld = (type: string): boolean => type === 'clock' || type === 'reset'
