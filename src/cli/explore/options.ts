import { availableParallelism } from 'node:os'
import { InvalidArgumentError, type Command, Option } from 'commander'
import { FAULT_IDS, type FaultId, faultIdOf } from '../../explore/faults/catalogue.ts'
import { parseToken, type TokenPart } from '../../explore/faults/placed-fault.ts'

/** Options of `explore` that the emulator itself does not have. */
export interface ExploreOptions {
  readonly jobs: number
  readonly only?: readonly FaultId[]
  readonly pairs?: boolean
  readonly max: number
  readonly timeout: number
  readonly slow: number
  readonly replay?: readonly TokenPart[]
  readonly format: 'text' | 'json' | 'markdown'
  readonly report?: string
}

const EXPLORE_EXAMPLES = `
Faults: ${FAULT_IDS.slice(0, 9).join(', ')},
  ${FAULT_IDS.slice(9, 13).join(', ')},
  ${FAULT_IDS.slice(13).join(', ')}

Exit codes: 0 every experiment was survived or reported, 1 one was overpaid, hung or wrong, 2 wrong usage, or a command that
fails undisturbed, 130 interrupted.

Examples:
  flora-emulator explore -- node client.js
  flora-emulator explore --only drop-after,500 --jobs 4 -- python client.py
  flora-emulator explore --replay drop-after@startGeneration:1 -- node client.js`

/** Adds the options of `explore` to its command. */
export function addExploreOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--jobs <number>',
        'commands at once; 1 for a command that needs a port or a file for itself',
      )
        .argParser(integerOf(1, 64))
        .default(availableParallelism(), 'number of processors'),
    )
    .addOption(
      new Option('--only <faults>', 'faults to try, separated by commas (default: all)').argParser(faultsOf),
    )
    .addOption(new Option('--pairs', 'also combine two faults (default: off)'))
    .addOption(
      new Option('--max <number>', 'experiments at most; more are sampled, by the seed')
        .argParser(integerOf(1, 1_000_000))
        .default(1000),
    )
    .addOption(
      new Option('--timeout <seconds>', 'time after which a command hangs')
        .argParser(secondsOf(0.1, 3600))
        .default(30),
    )
    .addOption(
      new Option('--slow <seconds>', 'time of a slow answer or run: longer than the time-out of the client')
        .argParser(secondsOf(0.1, 600))
        .default(5),
    )
    .addOption(new Option('--replay <token>', 'run one experiment of an earlier report').argParser(tokenOf))
    .addOption(
      new Option('--format <format>', 'what is printed')
        .choices(['text', 'json', 'markdown'])
        .default('text'),
    )
    .option('--report <dir>', 'also write JSON, Markdown, JUnit XML and HTML to this folder (default: none)')
    .addHelpText('after', EXPLORE_EXAMPLES)
}

const integerOf =
  (min: number, max: number) =>
  (text: string): number => {
    const value = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN
    if (value >= min && value <= max) return value
    throw new InvalidArgumentError(`Expected an integer from ${min} to ${max}.`)
  }

const secondsOf =
  (min: number, max: number) =>
  (text: string): number => {
    const value = /^\d{1,5}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN
    if (value >= min && value <= max) return value
    throw new InvalidArgumentError(`Expected seconds from ${min} to ${max}.`)
  }

function faultsOf(text: string, before: readonly FaultId[] = []): readonly FaultId[] {
  const faults = text.split(',').map((name) => {
    const fault = faultIdOf(name.trim())
    if (fault === null)
      throw new InvalidArgumentError(`Unknown fault "${name.trim()}"; known: ${FAULT_IDS.join(', ')}.`)
    return fault
  })
  return [...before, ...faults]
}

function tokenOf(text: string): readonly TokenPart[] {
  const token = parseToken(text)
  if (token !== null) return token
  throw new InvalidArgumentError('Expected a token of a report, such as drop-after@startGeneration:1.')
}
