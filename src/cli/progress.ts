import { clearLine, cursorTo } from 'node:readline'
import type { Progress } from '../upstream/progress.ts'

/** Progress on standard error: one line that is replaced on a terminal, a line for each update elsewhere. */
export interface ProgressLine extends Progress {
  /** Writes a line that stays. */
  readonly say: (text: string) => void
  /** Removes the line that is replaced. */
  readonly end: () => void
}

export function progressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  const clear = (): void => {
    if (!stream.isTTY) return
    clearLine(stream, 0)
    cursorTo(stream, 0)
  }
  return {
    update: (text) => {
      clear()
      // A longer line would wrap, and the next update would clear its end alone.
      stream.write(stream.isTTY ? text.slice(0, stream.columns - 1) : `${text}\n`)
    },
    say: (text) => {
      clear()
      stream.write(`${text}\n`)
    },
    end: clear,
  }
}

/** Wall time between two lines of a log, which keeps them all. */
const LOG_EVERY_MS = 5_000

/** Progress of many small steps: outside a terminal it tells the first, and then one every five seconds. */
export function seldom(progress: Progress, isTerminal: boolean, now: () => number): Progress {
  let shownAt = Number.NEGATIVE_INFINITY
  return {
    update: (text) => {
      const at = now()
      if (!isTerminal && at - shownAt < LOG_EVERY_MS) return
      shownAt = at
      progress.update(text)
    },
  }
}
