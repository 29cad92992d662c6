import spawn from 'cross-spawn'
import { type ChildProcess, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { childEnvironment, createConfig, type RawOptions } from '../config/config.ts'
import { type Emulator, serve } from '../server/emulator.ts'
import { StartError } from '../kernel/errors.ts'

/** How long a command may take to end after a signal, before it is killed. */
const GRACE_MS = 10_000
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const isWindows = process.platform === 'win32'

/**
 * `flora-emulator exec`: runs a command beside an emulator of its own, and ends with the command's exit code (128 and the
 * number of the signal that ended it). Throws StartError (2) for a command that cannot be started.
 */
export async function exec(options: RawOptions, command: readonly string[]): Promise<void> {
  // Standard error is the command's; and several may run beside each other.
  const emulator = await serve(createConfig(options, undefined, { port: 0, logLevel: 'warn' }))
  try {
    process.exitCode = await run(command, emulator)
  } finally {
    await emulator.close()
  }
}

async function run([name = '', ...args]: readonly string[], emulator: Emulator): Promise<number> {
  // On a terminal the command must stay in the foreground group to read it, and gets Ctrl+C from there. Elsewhere it leads
  // a group of its own, so that nothing it started can outlive it.
  const ownGroup = !isWindows && !process.stdin.isTTY
  const child = spawn(name, args, {
    stdio: 'inherit',
    detached: ownGroup,
    env: childEnvironment({
      FLORA_BASE_URL: emulator.baseUrl,
      FLORA_API_KEY: emulator.apiKey,
      FLORA_WEBHOOK_SECRET: emulator.webhookSecret,
      FLORA_EMULATOR_URL: emulator.url,
    }),
  })
  const stopForwarding = forwardSignals(child, ownGroup)
  const killAll = (): void => kill(child, 'SIGKILL', ownGroup)
  process.once('exit', killAll)
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
    // What the command left behind in its group.
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
    // A terminal has sent Ctrl+C to the command already; a second one would look like impatience.
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
    // Windows has no signals: what the command started would go on without it.
    if (isWindows) spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'])
    else process.kill(group ? -child.pid : child.pid, signal)
  } catch {
    // It has ended already.
  }
}
