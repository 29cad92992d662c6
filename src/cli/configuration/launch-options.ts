import { type Command, Option } from 'commander'
import { type RawOptions, readValue } from '../../config/config.ts'

/** Options of the commands that start an emulator, which say where the others come from. Before validation. */
export interface LaunchOptions extends RawOptions {
  readonly config?: string
  readonly init?: string
}

/** Validated options. */
export interface LaunchConfig {
  /** Null to search. */
  readonly config: string | null
  readonly init: string | null
}

/** Flags, placeholders and texts. */
export const LAUNCH_OPTIONS = {
  config: {
    flag: '--config <file>',
    help: 'configuration file, or off (default: flora-emulator.config.json, .js or .ts, here or in a folder above)',
  },
  init: {
    flag: '--init <file>',
    help: 'JSON file of API calls to make before the emulator is ready (default: none)',
  },
} as const satisfies Record<keyof LaunchConfig, object>

/** @throws {StartError} exit code 2 */
export function launchConfig({ config, init }: LaunchOptions): LaunchConfig {
  return {
    config: readValue('config', config, fileName),
    init: readValue('init', init, fileName),
  }
}

export function addLaunchOptions(command: Command): Command {
  for (const { flag, help } of Object.values(LAUNCH_OPTIONS)) {
    command.addOption(new Option(flag, help).helpGroup('Configuration:'))
  }
  return command
}

function fileName(text: string): string {
  if (text.trim() === '') throw new Error('the path of a file')
  return text
}
