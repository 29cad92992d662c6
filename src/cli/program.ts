import type { OpenApiOptions } from './openapi.ts'
import { Command, CommanderError, Option } from 'commander'
import { envOf, flagOf } from '../config/config.ts'
import { StartError } from '../kernel/errors.ts'
import { OPTION_NAMES, type OptionName, OPTIONS } from '../config/options.ts'
import { VERSION } from '../config/package-root.ts'
import { addExecOptions, type ExecOptions } from './exec-options.ts'
import { addExploreOptions, type ExploreOptions } from './explore/options.ts'
import type { McpOptions } from './mcp.ts'
import type { HealthOptions } from './health.ts'
import { nearestName } from '../kernel/text/nearest-name.ts'
import { addLaunchOptions, LAUNCH_OPTIONS, type LaunchOptions } from './configuration/launch-options.ts'
import { DEFAULT_EMULATOR, ENDS, type ListenOptions, type TriggerOptions } from './remote-options.ts'
import { addBundleCommands, type BundleCommands } from './bundle/commands.ts'
import { addUpstreamCommands, type UpstreamCommands } from './upstream/commands.ts'

export interface Commands extends UpstreamCommands, BundleCommands {
  readonly explore: (options: LaunchOptions & ExploreOptions, command: readonly string[]) => Promise<void>
  readonly start: (options: LaunchOptions) => Promise<void>
  readonly exec: (options: LaunchOptions & ExecOptions, command: readonly string[]) => Promise<void>
  readonly health: (options: HealthOptions) => Promise<void>
  readonly openapi: (options: OpenApiOptions) => Promise<void>
  readonly mcp: (options: McpOptions) => Promise<void>
  readonly trigger: (event: string, options: TriggerOptions) => Promise<void>
  readonly listen: (options: ListenOptions) => Promise<void>
}

const EXAMPLES = `
Examples:
  flora-emulator                                   serve on http://127.0.0.1:4620
  flora-emulator --port 0 --clock manual --seed ci pick a free port; time stands still; repeatable ids
  flora-emulator exec -- npm test                  run a command with an emulator of its own
  flora-emulator exec --intercept -- npm test      the same for a program with FLORA's address in its source
  flora-emulator explore -- node client.js         try every fault at every call, and see what the client does
  flora-emulator mcp                               serve an agent over the Model Context Protocol
  flora-emulator health                            exit 0 when it is ready
  flora-emulator --db flora.sqlite                 keep runs and balances across restarts
  flora-emulator listen --forward-to http://127.0.0.1:3000/hook
                                                   print webhooks and forward them
  flora-emulator trigger run.failed --url http://127.0.0.1:3000/hook
                                                   test a receiver with a run that fails

Point a FLORA SDK at it:
  FLORA_BASE_URL=http://127.0.0.1:4620/api/v1 FLORA_API_KEY=sk_test_default node your-program.js

Each option is also an environment variable: FLORA_EMULATOR_ and its name, such as FLORA_EMULATOR_PORT=5000.`

const HELP_FLAGS = '-h, --help'

const TRIGGER_EXAMPLES = `
Examples:
  flora-emulator trigger run.failed --url http://127.0.0.1:3000/hook   start a run, fail it, send its webhook
  flora-emulator trigger run.completed --run run_abc123                complete a run, or announce it again`

/**
 * Parses the arguments and runs the command that they name.
 *
 * @throws {StartError} exit code 2, for an unknown command, option or argument
 */
export async function runProgram(argv: readonly string[], commands: Commands): Promise<void> {
  const program = new Command('flora-emulator')
    .description("FLORA's REST API on localhost. Unofficial: not affiliated with FLORA.")
    .version(VERSION, '-v, --version', 'print the version')
    .helpOption(HELP_FLAGS, 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .configureOutput({ writeErr: () => undefined })
    .showHelpAfterError(false)
    .enablePositionalOptions()
    .exitOverride()

  const start = addOptions(
    program.command('start', { isDefault: true }).description('serve until stopped (the default)'),
  )
    .allowExcessArguments()
    .action(async (options: LaunchOptions, { args: [stray] }: Command) => {
      // Commander hands an unknown command to the default command as an argument.
      if (stray !== undefined) throw unknownCommand(stray, program)
      await commands.start(options)
    })
  const exec = program
    .command('exec')
    .description('run a command with an emulator of its own, whose address and key are in its environment')
    .argument('<command...>', 'after --, such as: flora-emulator exec -- npm test')
    .passThroughOptions()
  addExecOptions(exec)
  addOptions(exec, { port: 'any free port', logLevel: 'warn' }).action(
    async (command: string[], options: LaunchOptions & ExecOptions) => commands.exec(options, command),
  )
  addExplore(program, commands)
  addRemoteCommands(program, commands)
  addUpstreamCommands(program, commands)
  addMcpCommand(program, commands)
  addBundleCommands(program, commands)
  addHealth(program, commands)
  program
    .command('openapi')
    .description("print the emulated API's OpenAPI document (YAML)")
    .option('--sources', 'print where each operation, member, status and error code is published')
    .allowExcessArguments(false)
    .action(async (options: OpenApiOptions) => commands.openapi(options))
  program.addHelpText('after', () => `${optionsHelp(start)}${EXAMPLES}`)

  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return
    throw new StartError(2, error.message.replace(/^error: /, '').replaceAll('\n', ' '))
  }
}

/** Adds the command that tries faults. */
function addExplore(program: Command, commands: Commands): void {
  const explore = program
    .command('explore')
    .description('run a command once with each fault at each of its calls, and report what became of it')
    .argument('<command...>', 'after --, such as: flora-emulator explore -- node client.js')
    .passThroughOptions()
  addExploreOptions(explore)
  addOptions(explore, {
    port: 'any free port',
    logLevel: 'error',
    clock: 'auto',
    seed: 'explore',
    rateLimit: 'off',
  }).action(async (command: string[], options: LaunchOptions & ExploreOptions) =>
    commands.explore(options, command),
  )
}

/** Adds the command for health checks. */
function addHealth(program: Command, commands: Commands): void {
  program
    .command('health')
    .description('exit 0 when the emulator is ready, else 1')
    .helpOption(HELP_FLAGS, 'print this help')
    .option(
      '--url <url>',
      'URL of the emulator (default: FLORA_EMULATOR_URL, the ready file, or host and port)',
    )
    .option('--ready-file <file>', 'file that the emulator wrote (default: that of the configuration)')
    .addOption(new Option(LAUNCH_OPTIONS.config.flag, LAUNCH_OPTIONS.config.help))
    .allowExcessArguments(false)
    .action(async (options: HealthOptions) => commands.health(options))
}

function unknownCommand(stray: string, { commands }: Command): StartError {
  const known = commands.map((command) => command.name())
  const nearest = nearestName(stray, known)
  const remedy = nearest === null ? `known: ${known.join(', ')}` : `did you mean ${nearest}?`
  return new StartError(2, `unknown command "${stray}"; ${remedy}`)
}

function addMcpCommand(program: Command, commands: Commands): void {
  const mcp = program
    .command('mcp')
    .description('serve the Model Context Protocol on standard input and output, for agents')
    .allowExcessArguments(false)
    .option(
      '--emulator <url>',
      'URL of a running emulator (default: FLORA_EMULATOR_URL, or an emulator of its own)',
    )
  addOptions(mcp, { port: 'any free port', logLevel: 'warn' }).action(async (options: McpOptions) =>
    commands.mcp(options),
  )
}

/** Adds the commands that call the control API of a running emulator. */
function addRemoteCommands(program: Command, commands: Commands): void {
  const remote = (name: string): Command =>
    program
      .command(name)
      .helpOption(HELP_FLAGS, 'print this help')
      .allowExcessArguments(false)
      .option('--emulator <url>', `URL of the emulator (default: FLORA_EMULATOR_URL, or ${DEFAULT_EMULATOR})`)
      .option('--world <name>', 'name of the world', 'default')
      .option('--control-token <text>', 'token that the emulator was started with (default: none)')
  remote('trigger')
    .description('end a run and send its webhook; start a run for that, unless --run names one')
    .argument('<event>', [...ENDS.keys()].join(' or '))
    .option('--run <id>', 'run to end, or to announce again (default: a new run, which needs --url)')
    .option('--url <url>', 'receiver of the webhook (default: the callback_url of the run)')
    .addHelpText('after', TRIGGER_EXAMPLES)
    .action(async (event: string, options: TriggerOptions) => commands.trigger(event, options))
  remote('listen')
    .description('print every delivery attempt of a world, and forward it')
    .option('--forward-to <url>', 'URL to which each attempt is repeated (default: none)')
    .action(async (options: ListenOptions) => commands.listen(options))
}

function addOptions(command: Command, fallbacks: Partial<Record<OptionName, string>> = {}): Command {
  addLaunchOptions(command)
  for (const name of OPTION_NAMES) {
    const { kind, takes, help, group, fallbackText, short } = OPTIONS[name]
    const description = `${help} (default: ${fallbacks[name] ?? fallbackText})`
    const option = new Option(
      `${short === null ? '' : `-${short}, `}${flagOf(name)} ${takes}`.trim(),
      description,
    )
    // config.ts validates the values, together with those of the environment.
    if (kind === 'list')
      option.argParser((text: string, before: string[] | undefined) => [...(before ?? []), text])
    command.addOption(option.helpGroup(`${group}:`))
  }
  return command.helpOption(
    HELP_FLAGS,
    `print this help; each option is also a variable such as ${envOf('port')}`,
  )
}

/** The options of `start`, for the help of the program, which is where newcomers look. */
function optionsHelp(start: Command): string {
  const help = start.helpInformation()
  return `\nOptions of start:\n\n${help.slice(help.indexOf('Configuration:'), help.indexOf('\nOptions:'))}`
}
