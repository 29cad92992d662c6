import type { ChildProcess, StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { deadline } from '../kernel/clock.ts'

/** Time for the last output to arrive: a process that the command left behind may keep the pipe open. */
const DRAIN_MS = 1000

/** Receives the output of a command while it is passed on. */
export interface OutputSink {
  add(chunk: Buffer): void
}

/** The pipes of a command whose output is kept; without a sink it has the streams of this process itself. */
export const stdioFor = (sink: OutputSink | null): StdioOptions =>
  sink === null ? 'inherit' : ['inherit', 'pipe', 'pipe']

/**
 * Variables that let a program print colours into a pipe, when the user would see them without it. The user's own settings
 * win.
 */
export function colourVariables(sink: OutputSink | null, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const isTerminal = process.stdout.isTTY || process.stderr.isTTY
  const isSet = ['NO_COLOR', 'FORCE_COLOR', 'CLICOLOR_FORCE'].some((name) => env[name] !== undefined)
  if (sink === null || !isTerminal || isSet) return {}
  const { columns, rows } = process.stdout.isTTY ? process.stdout : process.stderr
  return { FORCE_COLOR: '1', CLICOLOR_FORCE: '1', COLUMNS: String(columns), LINES: String(rows) }
}

/**
 * Passes the output of a command on to the streams of this process, no faster than those take it.
 *
 * @returns resolves when the output has ended, at most a second after it is called
 */
export function passOutput(child: ChildProcess, sink: OutputSink | null): () => Promise<void> {
  const pipes = [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const
  const ends = pipes.flatMap(([from, to]) => (from === null || sink === null ? [] : [passOn(from, to, sink)]))
  return async () => {
    const { signal, clear } = deadline(DRAIN_MS, new AbortController().signal)
    const late = once(signal, 'abort')
    await Promise.race([Promise.all(ends), late])
    clear()
    for (const [from] of pipes) from?.destroy()
  }
}

async function passOn(from: Readable, to: NodeJS.WriteStream, sink: OutputSink): Promise<void> {
  from.on('data', (chunk: Buffer) => sink.add(chunk))
  from.pipe(to, { end: false })
  // A reader that has gone must not stop the command, whose output is still kept.
  to.once('error', () => from.resume())
  await once(from, 'close')
}
