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
