import { childEnvironment, createConfig, type RawOptions, readSwitch } from '../config/config.ts'
import { type ServedEmulator, serve } from '../server/emulator.ts'
import { interceptingConfig, runIntercepted } from './exec-intercept.ts'
import type { ExecOptions } from './exec-options.ts'
import { runCommand } from './run-command.ts'

/**
 * `flora-emulator exec`: runs a command with an emulator of its own, and exits with the exit code of the command, or with
 * 128 and the number of the signal that ended it.
 *
 * @throws {StartError} exit code 2, when the command cannot be started
 */
export async function exec(options: RawOptions & ExecOptions, command: readonly string[]): Promise<void> {
  const intercepts = readSwitch('intercept', options.intercept)
  // Standard error belongs to the command, and a free port allows several at once.
  const config = createConfig(options, undefined, { port: 0, logLevel: 'warn' })
  const emulator = await serve(intercepts ? interceptingConfig(config) : config)
  try {
    const env = childEnvironment(variablesOf(emulator))
    process.exitCode = intercepts
      ? await runIntercepted(emulator, command, env)
      : await runCommand(command, env)
  } finally {
    await emulator.close()
  }
}

const variablesOf = (emulator: ServedEmulator): Record<string, string> => ({
  FLORA_BASE_URL: emulator.baseUrl,
  FLORA_API_KEY: emulator.apiKey,
  FLORA_WEBHOOK_SECRET: emulator.webhookSecret,
  FLORA_EMULATOR_URL: emulator.url,
})
