import { rmSync } from 'node:fs'
import { type Config, unknownVariables } from '../config/config.ts'
import type { Emulator } from '../server/emulator.ts'
import { StartError, reasonOf } from '../kernel/errors.ts'
import { VERSION } from '../config/package-root.ts'
import { writeWhole } from '../config/write-file.ts'
import { type Launch, launch } from './configuration/launch.ts'
import { LAUNCH_OPTIONS, type LaunchOptions } from './configuration/launch-options.ts'

/** Time for requests in flight to finish after a signal. */
const STOP_MS_MAX = 5_000

/**
 * `flora-emulator start`: serves until SIGINT or SIGTERM.
 *
 * @throws {StartError} exit code 2, 3 or 4, when it cannot start
 */
export async function start(options: LaunchOptions): Promise<void> {
  const launched = await launch(options)
  const { config, emulator } = launched
  stopOnSignal(config, emulator)
  try {
    if (config.readyFile !== null) writeReadyFile(config.readyFile, emulator)
  } catch (error) {
    await emulator.close()
    throw error
  }
  announce(launched)
}

function announce({ config, file, emulator }: Launch): void {
  const shows = (level: Config['logLevel']) => LEVELS.indexOf(config.logLevel) >= LEVELS.indexOf(level)
  for (const name of shows('warn') ? unknownVariables(Object.keys(LAUNCH_OPTIONS)) : []) {
    process.stderr.write(`warning: ${name} is set, but there is no such option\n`)
  }
  if (shows('info')) process.stderr.write(bannerOf({ config, file, emulator }))
  process.stdout.write(`flora-emulator listening on ${emulator.url}\n`)
}

const LEVELS: readonly Config['logLevel'][] = ['silent', 'error', 'warn', 'info', 'debug']

function bannerOf({ config, file, emulator }: Launch): string {
  const source = file === null ? '' : `\n  Configuration: ${file.options.file}`
  return `
  flora-emulator ${VERSION}: unofficial, not affiliated with FLORA. To use it, set

  FLORA_BASE_URL=${emulator.baseUrl}
  FLORA_API_KEY=${emulator.apiKey}
  FLORA_WEBHOOK_SECRET=${emulator.webhookSecret}

  Dashboard: ${emulator.url}/
  API reference: ${emulator.url}/docs

  Clock ${config.clock}, durations × ${config.durationScale}, state ${config.db ?? 'in memory'}. Ctrl+C stops.${source}

`
}

function writeReadyFile(file: string, emulator: Emulator): void {
  const ready = {
    url: emulator.url,
    base_url: emulator.baseUrl,
    control_url: `${emulator.url}/_emulator`,
    api_key: emulator.apiKey,
    webhook_secret: emulator.webhookSecret,
    pid: process.pid,
  }
  try {
    writeWhole(file, `${JSON.stringify(ready, null, 2)}\n`, { mode: 0o600 })
  } catch (error) {
    throw new StartError(4, `--ready-file ${file}: ${reasonOf(error)}`)
  }
}

function stopOnSignal({ readyFile }: Config, emulator: Emulator): void {
  let stopping = false
  const stop = (): void => {
    // A second signal stops at once.
    if (stopping) process.exit(130)
    stopping = true
    setTimeout(() => process.exit(0), STOP_MS_MAX).unref()
    if (readyFile !== null) rmSync(readyFile, { force: true })
    emulator.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`flora-emulator: ${String(error)}\n`)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}
