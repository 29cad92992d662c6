import { childEnvironment, type Config } from '../config/config.ts'
import { type ServedEmulator, serve } from '../server/emulator.ts'
import { interceptingConfig, runIntercepted } from './exec-intercept.ts'
import { readLaunch } from './configuration/launch.ts'
import type { LaunchOptions } from './configuration/launch-options.ts'
import { execConfig, type ExecOptions } from './exec-options.ts'
import { concludeReview } from './reports/conclude.ts'
import { createReportFolder } from './reports/write.ts'
import { runCommand } from './run-command.ts'

/**
 * `flora-emulator exec`: runs a command with an emulator of its own, and exits with the exit code of the command, or with
 * 128 and the number of the signal that ended it. A command that succeeds exits with 5 for findings and with 6 over budget.
 *
 * @throws {StartError} exit code 2, when the command cannot be started; 4, when a report or the bundle cannot be written
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
    const endReview = await emulator.beginReview()
    bundle?.start(emulator)
    const env = childEnvironment(variablesOf(emulator))
    const sink = bundle?.output ?? null
    const ended = own.intercept
      ? await runIntercepted(emulator, command, env, sink)
      : await runCommand(command, env, sink)
    const reviews = await endReview(own.ignored)
    const code = concludeReview(reviews, { ...own, hasOwnFixtures: config.fixtures !== null }, ended)
    process.exitCode = code
    if (bundle !== null && (code !== 0 || own.bundleAlways)) {
      process.stderr.write(await bundle.write(emulator, { command, code, reviews }))
    }
  } finally {
    await emulator.close()
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
