import spawn from 'cross-spawn'
import { type ChildProcess, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { StartError } from '../kernel/errors.ts'

/** Time for the command to end after a signal; then it is killed. */
const GRACE_MS = 10_000
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const isWindows = process.platform === 'win32'

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
  const ownGroup = !isWindows && !process.stdin.isTTY
  const child = spawn(name, args, { stdio: 'inherit', detached: ownGroup, env })
  const stopForwarding = forwardSignals(child, ownGroup)
  const killAll = (): void => kill(child, 'SIGKILL', ownGroup)
  process.once('exit', killAll)
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
    // Ends the children that the command has left running.
    if (ownGroup) kill(child, 'SIGTERM', ownGroup)
    return code ?? 128 + (signal === null ? 0 : constants.signals[signal])
  } catch (error) {
    throw new StartError(2, `cannot run ${name}: ${error instanceof Error ? error.message : String(error)}`)
  } finally {
    stopForwarding()
    process.off('exit', killAll)
  }
}

function forwardSignals(child: ChildProcess, ownGroup: boolean): () => void {
  let asked = false
  const forward = (signal: NodeJS.Signals): void => {
    // The terminal has sent Ctrl+C to the command already; a second signal would mean that it should stop at once.
    const hasIt = signal === 'SIGINT' && process.stdin.isTTY
    if (!hasIt || asked) kill(child, asked ? 'SIGKILL' : signal, ownGroup)
    if (!asked) setTimeout(() => kill(child, 'SIGKILL', ownGroup), GRACE_MS).unref()
    asked = true
  }
  for (const signal of FORWARDED) process.on(signal, forward)
  return () => {
    for (const signal of FORWARDED) process.off(signal, forward)
  }
}

function kill(child: ChildProcess, signal: NodeJS.Signals, group: boolean): void {
  if (child.pid === undefined) return
  try {
    // Windows has no signals for process trees: taskkill /T ends the children too.
    if (isWindows) spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'])
    else process.kill(group ? -child.pid : child.pid, signal)
  } catch {
    // The process has already ended.
  }
}
