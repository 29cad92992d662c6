import type { Command } from 'commander'
import { portOf } from '../port-argument.ts'

/** Options with files of the machine that wrote a bundle. */
export interface BundleFiles {
  readonly fixtures?: string
  readonly profile?: string
}

export interface OpenOptions extends BundleFiles {
  readonly port: number
}

/** Commands that read a bundle of `exec`. */
export interface BundleCommands {
  readonly open: (file: string, options: OpenOptions) => Promise<void>
  readonly replay: (file: string, options: BundleFiles) => Promise<void>
}

const OPEN_EXAMPLES = `
Clocks stand at the instant at which the command ended. No webhook is sent, and no other server is called.

Exit codes: 0 stopped, 2 wrong usage, 3 the port is in use, 4 the bundle cannot be used.

Example:
  flora-emulator open failure.zip`

const REPLAY_EXAMPLES = `
Every request is handled again at its instant, in the state that its world had. Stops at the first answer that differs.

Exit codes: 0 every answer is equal, 1 one differs, 2 wrong usage, 4 the bundle cannot be used.

Example:
  flora-emulator replay failure.zip`

/** Adds the commands that read a bundle. */
export function addBundleCommands(program: Command, commands: BundleCommands): void {
  const reader = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .argument('<file>', 'bundle that exec --bundle wrote')
      .helpOption('-h, --help', 'print this help')
      .allowExcessArguments(false)
      .option('--fixtures <dir>', 'folder of --fixtures, when exec had one (default: the shipped files)')
      .option('--profile <file>', 'recording of --profile, when exec had one (default: that of the bundle)')
  reader('open', 'serve the worlds of a bundle, with the dashboard')
    .option('--port <number>', 'port to listen on; 0 picks a free port', portOf, 4620)
    .addHelpText('after', OPEN_EXAMPLES)
    .action(async (file: string, options: OpenOptions) => commands.open(file, options))
  reader('replay', 'send the requests of a bundle again, and compare every answer')
    .addHelpText('after', REPLAY_EXAMPLES)
    .action(async (file: string, options: BundleFiles) => commands.replay(file, options))
}
