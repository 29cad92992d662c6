import { StartError } from '../kernel/errors.ts'
import { childEnvironment, type Config } from '../config/config.ts'
import { type ServedEmulator, serve } from '../server/emulator.ts'
import { interceptingConfig, runIntercepted } from './exec-intercept.ts'
import { readLaunch } from './configuration/launch.ts'
import type { LaunchOptions } from './configuration/launch-options.ts'
import type { Ended, ExecBundle } from './bundle/exec-bundle.ts'
import { execConfig, type ExecOptions } from './exec-options.ts'
import { concludeReview } from './reports/conclude.ts'
import { createReportFolder } from './reports/write.ts'
import { runCommand } from './run-command.ts'

/**
 * `flora-emulator exec`: runs a command with an emulator of its own, and exits with the exit code of the command, or with
 * 128 and the number of the signal that ended it. A command that succeeds exits with 5 for findings and with 6 over budget.
 *
 * @throws {StartError} exit code 2, when the command cannot be started; 4, when the report or the bundle could not be written
 */
export async function exec(options: LaunchOptions & ExecOptions, command: readonly string[]): Promise<void> {
  const own = execConfig(options)
  // Standard error belongs to the command, and a free port allows several at once.
  const { config, seed } = await readLaunch(options, { port: 0, logLevel: 'warn' })
  if (own.report !== null) createReportFolder(own.report)
  const served = own.intercept ? interceptingConfig(config) : config
  const bundle = own.bundle === null ? null : await bundleOf(own.bundle, served)
  const emulator = await serve(bundle?.config ?? served, { ...bundle?.extras, seed })
  try {
    const endReview = await emulator.beginReview(own.ignored)
    bundle?.start(emulator)
    const env = childEnvironment(variablesOf(emulator))
    const sink = bundle?.output ?? null
    const ended = own.intercept
      ? await runIntercepted(emulator, command, env, sink)
      : await runCommand(command, env, sink)
    const reviews = await endReview()
    const code = concludeReview(reviews, { ...own, hasOwnFixtures: config.fixtures !== null }, ended)
    const isKept = bundle !== null && (code !== 0 || own.bundleAlways)
    process.exitCode = isKept ? await write(bundle, emulator, { command, code, reviews }) : code
  } finally {
    await emulator.close()
  }
}

/**
 * Writes the bundle, and says so.
 *
 * @returns the exit code of `exec`. A command that failed keeps its own when the bundle cannot be written.
 */
async function write(bundle: ExecBundle, emulator: ServedEmulator, ended: Ended): Promise<number> {
  try {
    process.stderr.write(await bundle.write(emulator, ended))
    return ended.code
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    process.stderr.write(`flora-emulator: ${error.message}\n`)
    return ended.code === 0 ? error.exitCode : ended.code
  }
}

/** Imported on use, because the libraries of zip would slow every start. */
const bundleOf = async (file: string, config: Config) =>
  new (await import('./bundle/exec-bundle.ts')).ExecBundle(file, config)

const variablesOf = (emulator: ServedEmulator): Record<string, string> => ({
  FLORA_BASE_URL: emulator.baseUrl,
  FLORA_API_KEY: emulator.apiKey,
  FLORA_WEBHOOK_SECRET: emulator.webhookSecret,
  FLORA_EMULATOR_URL: emulator.url,
})
