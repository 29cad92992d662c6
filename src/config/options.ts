import type { ClockMode } from '../kernel/clock.ts'
import type { RateLimit } from '../kernel/rate-limit.ts'
import type { EpochMs } from '../kernel/units.ts'
import type { Profile } from '../simulator/runs/plan.ts'
import {
  databaseFile,
  instant,
  integer,
  number,
  oneOf,
  origin,
  profile,
  rateLimit,
  type RecordingFile,
  seed,
  text,
  type ValueSchema,
  type ValueType,
} from './value-types.ts'

interface Option<Value> {
  readonly kind: 'value' | 'switch' | 'list'
  /** Heading in `--help`. */
  readonly group: 'Server' | 'State' | 'Simulation' | 'Safety' | 'Logs'
  /** Placeholder in `--help`; empty for switches. */
  readonly takes: string
  readonly help: string
  /** Letter of the short flag; null without one. */
  readonly short: string | null
  readonly fallback: Value
  /** The default in `--help`, where the value does not explain itself. */
  readonly fallbackText: string
  /** Throws an Error whose message names what is expected, such as "an integer from 0 to 65535". */
  readonly parse: (text: string) => unknown
  /** JSON Schema of the member of a configuration file. */
  readonly schema: ValueSchema
  /** True for a path, which a configuration file gives relative to itself. */
  readonly isPath: (text: string) => boolean
}

type Derived = 'fallbackText' | 'short' | 'isPath'
type Written<Value> = Omit<Option<Value>, 'kind' | 'parse' | Derived> &
  Partial<Pick<Option<Value>, Derived>> &
  ValueType<Value>

const PLAIN = { short: null, isPath: () => false } as const

const value = <Value>(option: Written<Value>) =>
  ({
    kind: 'value',
    fallbackText: String(option.fallback),
    ...PLAIN,
    ...option,
  }) as const satisfies Option<Value>

const list = ({ schema, ...option }: Omit<Written<readonly string[]>, 'parse'> & ValueType<string>) =>
  ({
    kind: 'list',
    fallbackText: 'none',
    ...PLAIN,
    ...option,
    schema: { type: 'array', items: schema },
  }) as const satisfies Option<readonly string[]>

const flag = (group: Option<boolean>['group'], help: string) =>
  ({
    kind: 'switch',
    group,
    takes: '',
    help,
    fallback: false,
    fallbackText: 'off',
    parse: Boolean,
    schema: { type: 'boolean' },
    ...PLAIN,
  }) as const

/** Every option, once. Flags, variables, configuration files, `startEmulator`, JSON Schema and docs follow from it. */
export const OPTIONS = {
  port: value({
    group: 'Server',
    takes: '<number>',
    help: 'port to listen on, from 0 to 65535; 0 picks a free port',
    fallback: 4620,
    short: 'p',
    ...integer(0, 65_535),
  }),
  host: value({
    group: 'Server',
    takes: '<address>',
    help: 'address to listen on; an address that is not loopback needs --control-token',
    fallback: '127.0.0.1',
    ...text,
  }),
  readyFile: value<string | null>({
    group: 'Server',
    takes: '<file>',
    help: 'write the URL, the API key and the process id to this file, as JSON, when ready',
    fallback: null,
    fallbackText: 'none',
    isPath: () => true,
    ...text,
  }),
  db: value<string | null>({
    group: 'State',
    takes: '<file>',
    help: 'SQLite file that keeps all state across restarts',
    fallback: null,
    fallbackText: 'in memory',
    ...databaseFile,
  }),
  fixtures: value<string | null>({
    group: 'State',
    takes: '<dir>',
    help: 'folder whose models.json, gateway-models.json, actions.json, techniques.json and world.json replace the shipped files',
    fallback: null,
    fallbackText: 'the shipped files',
    isPath: () => true,
    ...text,
  }),
  seed: value<string | null>({
    group: 'Simulation',
    takes: '<text>',
    help: 'seed of ids, durations and outputs, up to 200 characters',
    fallback: null,
    fallbackText: 'random',
    ...seed,
  }),
  clock: value<ClockMode>({
    group: 'Simulation',
    takes: '<mode>',
    help: 'time of worlds: real (wall time), manual (stands still until moved), auto (jumps ahead at each poll)',
    fallback: 'real',
    ...oneOf('real', 'manual', 'auto'),
  }),
  now: value<EpochMs | null>({
    group: 'Simulation',
    takes: '<ISO 8601>',
    help: 'instant at which a manual or auto clock starts, such as 2026-01-31T09:00:00Z',
    fallback: null,
    fallbackText: 'the current time',
    ...instant,
  }),
  durationScale: value({
    group: 'Simulation',
    takes: '<factor>',
    help: "factor from 0 to 1000 on the model's estimate of a duration: 1 is life-like, 0 instant",
    fallback: 0.1,
    ...number(0, 1000),
  }),
  rateLimit: value<RateLimit | null>({
    group: 'Simulation',
    takes: '<n>/<seconds>',
    help: 'requests of one API key in any window of that length, or off',
    fallback: { limit: 1200, windowMs: 60_000 },
    fallbackText: '1200/60',
    ...rateLimit,
  }),
  auth: value<'open' | 'strict'>({
    group: 'Simulation',
    takes: '<mode>',
    help: 'accepted API keys: open (any), strict (only those in world.json)',
    fallback: 'open',
    ...oneOf('open', 'strict'),
  }),
  profile: value<Profile | RecordingFile>({
    group: 'Simulation',
    takes: '<name or file>',
    help: 'behaviour to emulate: docs (as FLORA documents it), measured (with the quirks seen in production), or a file of flora-emulator record (measured, with the times, costs and errors in it)',
    fallback: 'docs',
    ...profile,
  }),
  strict: flag(
    'Simulation',
    "apply production's validation: reject unknown body fields, callback URLs that are not public https, and proj_ ids",
  ),
  examples: flag(
    'Simulation',
    'answer requests that are refused for a placeholder, such as run_abc123, with an example: for generated tests',
  ),
  controlToken: value<string | null>({
    group: 'Safety',
    takes: '<text>',
    help: 'bearer token that /_emulator requires',
    fallback: null,
    fallbackText: 'none',
    ...text,
  }),
  allowedHost: list({
    group: 'Safety',
    takes: '<name>',
    help: 'further host name to answer to (repeatable)',
    fallback: [],
    fallbackText: 'loopback names',
    ...text,
  }),
  corsOrigin: list({
    group: 'Safety',
    takes: '<origin>',
    help: 'origin whose pages may call the API, or * for all (repeatable)',
    fallback: [],
    fallbackText: 'loopback origins',
    ...origin,
  }),
  allowEgress: flag('Safety', 'fetch files from public addresses and deliver webhooks to them'),
  logLevel: value<'silent' | 'error' | 'warn' | 'info' | 'debug'>({
    group: 'Logs',
    takes: '<level>',
    help: 'silent, error, warn, info (one line per request) or debug (with its details)',
    fallback: 'info',
    ...oneOf('silent', 'error', 'warn', 'info', 'debug'),
  }),
  logFormat: value<'pretty' | 'json' | null>({
    group: 'Logs',
    takes: '<format>',
    help: 'format of the log on standard error: pretty or json',
    fallback: null,
    fallbackText: 'pretty on a terminal, else json',
    ...oneOf('pretty', 'json'),
  }),
}

export type OptionName = keyof typeof OPTIONS
export type OptionValues = { readonly [Name in OptionName]: (typeof OPTIONS)[Name]['fallback'] }

/** The names of the options, in the order of the table. */
export const OPTION_NAMES = Object.keys(OPTIONS) as readonly OptionName[]
