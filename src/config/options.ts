import type { ClockMode } from '../kernel/clock.ts'
import { CLOCK_MAX } from '../kernel/instants.ts'
import type { RateLimit } from '../kernel/rate-limit.ts'
import type { Profile } from '../simulator/runs/plan.ts'
import { type EpochMs, epochMs } from '../kernel/units.ts'

interface Option<Value> {
  readonly kind: 'value' | 'switch' | 'list'
  /** Heading in `--help`. */
  readonly group: 'Server' | 'State' | 'Simulation' | 'Safety' | 'Logs'
  /** Placeholder in `--help`; empty for switches. */
  readonly takes: string
  readonly help: string
  readonly fallback: Value
  /** The default in `--help`, where the value does not explain itself. */
  readonly fallbackText: string
  /** Throws an Error whose message names what is expected, such as "an integer from 0 to 65535". */
  readonly parse: (text: string) => unknown
}

type Written<Value> = Omit<Option<Value>, 'kind' | 'fallbackText'> & { readonly fallbackText?: string }

const value = <Value>(option: Omit<Written<Value>, 'parse'> & { readonly parse: (text: string) => Value }) =>
  ({ kind: 'value', fallbackText: String(option.fallback), ...option }) as const satisfies Option<Value>

const list = (option: Omit<Option<readonly string[]>, 'kind'>) =>
  ({ kind: 'list', ...option }) as const satisfies Option<readonly string[]>

const flag = (group: Option<boolean>['group'], help: string) =>
  ({ kind: 'switch', group, takes: '', help, fallback: false, fallbackText: 'off', parse: Boolean }) as const

/** Every option, once. The command line, the environment and `startEmulator` are parsed by this table. */
export const OPTIONS = {
  port: value({
    group: 'Server',
    takes: '<number>',
    help: 'port to listen on, from 0 to 65535; 0 picks a free port',
    fallback: 4620,
    parse: (text) => integer(text, 0, 65_535),
  }),
  host: value({
    group: 'Server',
    takes: '<address>',
    help: 'address to listen on; an address that is not loopback needs --control-token',
    fallback: '127.0.0.1',
    parse: nonEmpty,
  }),
  readyFile: value<string | null>({
    group: 'Server',
    takes: '<file>',
    help: 'write the URL, the API key and the process id to this file, as JSON, when ready',
    fallback: null,
    fallbackText: 'none',
    parse: nonEmpty,
  }),
  db: value<string | null>({
    group: 'State',
    takes: '<file>',
    help: 'SQLite file that keeps all state across restarts',
    fallback: null,
    fallbackText: 'in memory',
    // SQLite's name for a database in memory, which is no path.
    parse: (text) => (text === ':memory:' ? null : nonEmpty(text)),
  }),
  fixtures: value<string | null>({
    group: 'State',
    takes: '<dir>',
    help: 'folder whose models.json, gateway-models.json, actions.json, techniques.json and world.json replace the shipped files',
    fallback: null,
    fallbackText: 'the shipped files',
    parse: nonEmpty,
  }),
  seed: value<string | null>({
    group: 'Simulation',
    takes: '<text>',
    help: 'seed of ids, durations and outputs, up to 200 characters',
    fallback: null,
    fallbackText: 'random',
    parse: (text) => (text.length > 200 ? refuse('at most 200 characters') : nonEmpty(text)),
  }),
  clock: value<ClockMode>({
    group: 'Simulation',
    takes: '<mode>',
    help: 'time of worlds: real (wall time), manual (stands still until moved), auto (jumps ahead at each poll)',
    fallback: 'real',
    parse: (text) => oneOf(text, ['real', 'manual', 'auto']),
  }),
  now: value<EpochMs | null>({
    group: 'Simulation',
    takes: '<ISO 8601>',
    help: 'instant at which a manual or auto clock starts, such as 2026-01-31T09:00:00Z',
    fallback: null,
    fallbackText: 'the current time',
    parse: instant,
  }),
  durationScale: value({
    group: 'Simulation',
    takes: '<factor>',
    help: "factor from 0 to 1000 on the model's estimate of a duration: 1 is life-like, 0 instant",
    fallback: 0.1,
    parse: (text) => number(text, 0, 1000),
  }),
  rateLimit: value<RateLimit | null>({
    group: 'Simulation',
    takes: '<n>/<seconds>',
    help: 'requests of one API key in any window of that length, or off',
    fallback: { limit: 1200, windowMs: 60_000 },
    fallbackText: '1200/60',
    parse: rateLimit,
  }),
  auth: value<'open' | 'strict'>({
    group: 'Simulation',
    takes: '<mode>',
    help: 'accepted API keys: open (any), strict (only those in world.json)',
    fallback: 'open',
    parse: (text) => oneOf(text, ['open', 'strict']),
  }),
  profile: value<Profile | RecordingFile>({
    group: 'Simulation',
    takes: '<name or file>',
    help: 'behaviour to emulate: docs (as FLORA documents it), measured (with the quirks seen in production), or a file of flora-emulator record (measured, with the times, costs and errors in it)',
    fallback: 'docs',
    parse: profile,
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
    parse: nonEmpty,
  }),
  allowedHost: list({
    group: 'Safety',
    takes: '<name>',
    help: 'further host name to answer to (repeatable)',
    fallback: [],
    fallbackText: 'loopback names',
    parse: nonEmpty,
  }),
  corsOrigin: list({
    group: 'Safety',
    takes: '<origin>',
    help: 'origin whose pages may call the API, or * for all (repeatable)',
    fallback: [],
    fallbackText: 'loopback origins',
    parse: origin,
  }),
  allowEgress: flag('Safety', 'fetch files from public addresses and deliver webhooks to them'),
  logLevel: value<'silent' | 'error' | 'warn' | 'info' | 'debug'>({
    group: 'Logs',
    takes: '<level>',
    help: 'silent, error, warn, info (one line per request) or debug (with its details)',
    fallback: 'info',
    parse: (text) => oneOf(text, ['silent', 'error', 'warn', 'info', 'debug']),
  }),
  logFormat: value<'pretty' | 'json' | null>({
    group: 'Logs',
    takes: '<format>',
    help: 'format of the log on standard error: pretty or json',
    fallback: null,
    fallbackText: 'pretty on a terminal, else json',
    parse: (text): 'pretty' | 'json' => oneOf(text, ['pretty', 'json']),
  }),
}

/** A recording of a FLORA server. */
export interface RecordingFile {
  readonly file: string
}

export type OptionName = keyof typeof OPTIONS
export type OptionValues = { readonly [Name in OptionName]: (typeof OPTIONS)[Name]['fallback'] }

function refuse(expected: string): never {
  throw new Error(expected)
}

function nonEmpty(text: string): string {
  return text.trim() === '' ? refuse('a value that is not empty') : text
}

function number(text: string, min: number, max: number): number {
  const parsed = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  return parsed >= min && parsed <= max ? parsed : refuse(`a number from ${min} to ${max}`)
}

function integer(text: string, min: number, max: number): number {
  const parsed = /^\d+$/.test(text) ? Number(text) : Number.NaN
  return parsed >= min && parsed <= max ? parsed : refuse(`an integer from ${min} to ${max}`)
}

function oneOf<Choice extends string>(text: string, choices: readonly Choice[]): Choice {
  return (
    choices.find((choice) => choice === text) ??
    refuse(`${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`)
  )
}

/** A file has a dot or a slash in it, so that a misspelled name is no file. */
function profile(text: string): Profile | RecordingFile {
  if (text === 'docs' || text === 'measured') return text
  return /[./\\]/.test(text) ? { file: text } : refuse('docs, measured, or a file such as ./recording.har')
}

function instant(text: string): EpochMs {
  const parsed = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/.test(text) ? Date.parse(text) : Number.NaN
  return parsed >= 0 && parsed <= CLOCK_MAX
    ? epochMs(parsed)
    : refuse('an ISO 8601 time from 1970 to 9998, such as 2026-01-31T09:00:00Z')
}

function rateLimit(text: string): RateLimit | null {
  if (text === 'off') return null
  const parts = /^(\d{1,6})\/(\d{1,5})$/.exec(text)
  const [limit, seconds] = [Number(parts?.[1]), Number(parts?.[2])]
  return limit >= 1 && seconds >= 1
    ? { limit, windowMs: seconds * 1000 }
    : refuse('<requests>/<seconds>, such as 1200/60, or off')
}

function origin(text: string): string {
  if (text === '*') return text
  const parsed = URL.canParse(text) ? new URL(text) : null
  const isOrigin =
    parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.origin === text.replace(/\/$/, '')
  return isOrigin ? parsed.origin : refuse('an origin such as https://app.example.com, or *')
}
