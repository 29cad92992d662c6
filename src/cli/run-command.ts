import spawn from 'cross-spawn'
import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { colourVariables, type OutputSink, passOutput, stdioFor } from './command-output.ts'
import { StartError, reasonOf } from '../kernel/errors.ts'
import { EMULATOR_URL_VARIABLE } from '../kernel/names.ts'
import { ProcessTree } from './process-tree.ts'

/** Time for the command to end after a signal; then it is killed. */
const GRACE_MS = 10_000
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

/** A command that has no terminal: its standard input is empty. */
interface Detached {
  /** Receives what it prints. */
  readonly onOutput: (text: string) => void
  /** Kills it and its processes. */
  readonly stopping: AbortSignal
  /** Environment variable whose value no other command has, by which its processes are found. */
  readonly mark: string
}

/**
 * Runs a command on this terminal to its end, forwards signals to it, and ends the processes that it leaves.
 *
 * @param sink receives its output, which then passes through pipes. @default none: it has the streams of this process
 * @returns its exit code, or 128 and the number of the signal that ended it
 * @throws {StartError} exit code 2, when the command cannot be started
 */
export async function runCommand(
  [name = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  sink: OutputSink | null = null,
): Promise<number> {
  // On a terminal the command must be in the foreground group to read input and receive Ctrl+C. Elsewhere it leads a
  // process group of its own, so that its children can be ended with it.
  const ownGroup = process.platform !== 'win32' && !process.stdin.isTTY
  const child = launch(name, args, {
    stdio: stdioFor(sink),
    detached: ownGroup,
    env: { ...env, ...colourVariables(sink, env) },
  })
  const drain = passOutput(child, sink)
  const tree = new ProcessTree(child, { ownGroup, mark: markOf(EMULATOR_URL_VARIABLE, env) })
  const stopForwarding = forwardSignals(tree)
  try {
    const code = await endOf(child, tree, name)
    await drain()
    return code
  } finally {
    stopForwarding()
  }
}

/**
 * Runs a command without a terminal to its end, and ends the processes that it leaves.
 *
 * @returns its exit code, or 128 and the number of the signal that ended it
 * @throws {StartError} exit code 2, when the command cannot be started
 */
export async function runDetached(
  [name = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  { onOutput, stopping, mark }: Detached,
): Promise<number> {
  const ownGroup = process.platform !== 'win32'
  const child = launch(name, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: ownGroup,
    windowsHide: true,
    env,
  })
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', onOutput)
  const tree = new ProcessTree(child, { ownGroup, mark: markOf(mark, env) })
  const kill = (): void => tree.signal('SIGKILL')
  stopping.addEventListener('abort', kill)
  if (stopping.aborted) kill()
  try {
    return await endOf(child, tree, name)
  } finally {
    stopping.removeEventListener('abort', kill)
  }
}

/** Starts a command. Names that cannot be found fail later, with an event. */
function launch(name: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  if (name === '') throw new StartError(2, 'cannot run the command: its name is empty')
  return spawn(name, [...args], options)
}

const markOf = (variable: string, env: NodeJS.ProcessEnv): string => `${variable}=${env[variable] ?? ''}`

/** Trees that are killed when this process ends. One listener serves all, because many commands run at once. */
const running = new Set<ProcessTree>()
const killRunning = (): void => {
  for (const tree of running) tree.signal('SIGKILL')
}

async function endOf(child: ChildProcess, tree: ProcessTree, name: string): Promise<number> {
  if (running.size === 0) process.once('exit', killRunning)
  running.add(tree)
  try {
    const code = await exitOf(child, name)
    await tree.end()
    return code
  } finally {
    running.delete(tree)
    if (running.size === 0) process.off('exit', killRunning)
  }
}

async function exitOf(child: ChildProcess, name: string): Promise<number> {
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
    return code ?? 128 + (signal === null ? 0 : constants.signals[signal])
  } catch (error) {
    throw new StartError(2, `cannot run ${name}: ${reasonOf(error)}`)
  }
}

function forwardSignals(tree: ProcessTree): () => void {
  let asked = false
  const forward = (signal: NodeJS.Signals): void => {
    // The terminal has sent Ctrl+C to the command already; a second signal would mean that it should stop at once.
    const hasIt = (signal === 'SIGINT' || signal === 'SIGQUIT') && process.stdin.isTTY
    if (!hasIt || asked) tree.signal(asked ? 'SIGKILL' : signal)
    if (!asked) setTimeout(() => tree.signal('SIGKILL'), GRACE_MS).unref()
    asked = true
  }
  for (const signal of FORWARDED) process.on(signal, forward)
  return () => {
    for (const signal of FORWARDED) process.off(signal, forward)
  }
}
