import spawn from 'cross-spawn'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { StartError, reasonOf } from '../kernel/errors.ts'
import { ProcessTree } from './process-tree.ts'

/** Time for the command to end after a signal; then it is killed. */
const GRACE_MS = 10_000
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

/**
 * Runs a command to its end, forwards signals to it, and ends the processes that it leaves.
 *
 * @returns its exit code, or 128 and the number of the signal that ended it
 * @throws {StartError} exit code 2, when the command cannot be started
 */
export async function runCommand(
  [name = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number> {
  // On a terminal the command must be in the foreground group to read input and receive Ctrl+C. Elsewhere it leads a
  // process group of its own, so that its children can be ended with it.
  const ownGroup = process.platform !== 'win32' && !process.stdin.isTTY
  const child = spawn(name, args, { stdio: 'inherit', detached: ownGroup, env })
  const tree = new ProcessTree(child, { ownGroup, env })
  const stopForwarding = forwardSignals(tree)
  const killAll = (): void => tree.signal('SIGKILL')
  process.once('exit', killAll)
  try {
    const code = await exitOf(child, name)
    await tree.end()
    return code
  } finally {
    stopForwarding()
    process.off('exit', killAll)
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
