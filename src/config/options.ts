import type { ClockMode } from '../kernel/clock.ts'
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
  /** The fallback in words, where the value would not explain itself. */
  readonly fallbackText: string
  readonly parse: (text: string) => unknown
}

type Written<Value> = Omit<Option<Value>, 'kind' | 'fallbackText'> & { readonly fallbackText?: string }

const value = <Value>(option: Omit<Written<Value>, 'parse'> & { readonly parse: (text: string) => Value }) =>
  ({ kind: 'value', fallbackText: String(option.fallback), ...option }) as const satisfies Option<Value>

const list = (
  option: Omit<Written<readonly string[]>, 'fallback'> & { readonly fallback: readonly string[] },
) => ({ kind: 'list', fallbackText: '', ...option }) as const satisfies Option<readonly string[]>

const flag = (group: Option<boolean>['group'], help: string) =>
  ({ kind: 'switch', group, takes: '', help, fallback: false, fallbackText: '', parse: Boolean }) as const

/** Every option, once: the command line, the environment and `startEmulator` are all read by this table. */
export const OPTIONS = {
  port: value({
    group: 'Server',
    takes: '<number>',
    help: 'port to listen on; 0 takes any free port',
    fallback: 4620,
    parse: (text) => integer(text, 0, 65_535),
  }),
  host: value({
    group: 'Server',
    takes: '<address>',
    help: 'address to listen on; any but a loopback address needs --control-token',
    fallback: '127.0.0.1',
    parse: nonEmpty,
  }),
  readyFile: value<string | null>({
    group: 'Server',
    takes: '<file>',
    help: 'write the URL, key and process id to this file as JSON once ready',
    fallback: null,
    fallbackText: '',
    parse: nonEmpty,
  }),
  db: value<string | null>({
    group: 'State',
    takes: '<file>',
    help: 'keep all state in this SQLite file, across restarts',
    fallback: null,
    fallbackText: 'in memory',
    // SQLite's own name for it, which as a path would be a file of that odd name.
    parse: (text) => (text === ':memory:' ? null : nonEmpty(text)),
  }),
  fixtures: value<string | null>({
    group: 'State',
    takes: '<dir>',
    help: 'models.json, actions.json, techniques.json and world.json in this folder replace the shipped ones',
    fallback: null,
    fallbackText: 'the shipped ones',
    parse: nonEmpty,
  }),
  seed: value<string | null>({
    group: 'Simulation',
    takes: '<text>',
    help: 'same seed and same requests give the same ids, durations and outputs',
    fallback: null,
    fallbackText: 'random',
    parse: (text) => (text.length > 200 ? refuse('takes at most 200 characters') : nonEmpty(text)),
  }),
  clock: value<ClockMode>({
    group: 'Simulation',
    takes: '<mode>',
    help: 'real: wall time; manual: stands still until moved; auto: jumps ahead at each poll',
    fallback: 'real',
    parse: (text) => oneOf(text, ['real', 'manual', 'auto']),
  }),
  now: value<EpochMs | null>({
    group: 'Simulation',
    takes: '<ISO 8601>',
    help: 'when a manual or auto clock starts, such as 2026-01-31T09:00:00Z',
    fallback: null,
    fallbackText: 'now',
    parse: instant,
  }),
  durationScale: value({
    group: 'Simulation',
    takes: '<factor>',
    help: "a run takes the model's estimate times this: 1 is life-like, 0 instant",
    fallback: 0.1,
    parse: (text) => number(text, 0, 1000),
  }),
  rateLimit: value<RateLimit | null>({
    group: 'Simulation',
    takes: '<n>/<seconds>',
    help: 'requests per API key in any window of that length, or off',
    fallback: { limit: 1200, windowMs: 60_000 },
    fallbackText: '1200/60',
    parse: rateLimit,
  }),
  auth: value<'open' | 'strict'>({
    group: 'Simulation',
    takes: '<mode>',
    help: 'open: any API key will do; strict: only the keys in world.json',
    fallback: 'open',
    parse: (text) => oneOf(text, ['open', 'strict']),
  }),
  profile: value<Profile>({
    group: 'Simulation',
    takes: '<name>',
    help: 'docs: as FLORA documents itself; measured: with the quirks seen in production',
    fallback: 'docs',
    parse: (text) => oneOf(text, ['docs', 'measured']),
  }),
  strict: flag(
    'Simulation',
    'refuse what production refuses and local work needs: unknown keys, local callback URLs',
  ),
  controlToken: value<string | null>({
    group: 'Safety',
    takes: '<text>',
    help: 'require this bearer token on /_emulator',
    fallback: null,
    fallbackText: 'none',
    parse: nonEmpty,
  }),
  allowedHost: list({
    group: 'Safety',
    takes: '<name>',
    help: 'also answer requests addressed to this host name (repeatable)',
    fallback: [],
    fallbackText: 'loopback names',
    parse: nonEmpty,
  }),
  corsOrigin: list({
    group: 'Safety',
    takes: '<origin>',
    help: 'let pages of this origin call the API, * for all (repeatable)',
    fallback: [],
    fallbackText: 'loopback origins',
    parse: origin,
  }),
  allowEgress: flag('Safety', 'fetch files and call webhooks outside this machine too'),
  logLevel: value<'silent' | 'error' | 'warn' | 'info' | 'debug'>({
    group: 'Logs',
    takes: '<level>',
    help: 'silent, error, warn, info, or debug (which logs every request)',
    fallback: 'info',
    parse: (text) => oneOf(text, ['silent', 'error', 'warn', 'info', 'debug']),
  }),
  logFormat: value<'pretty' | 'json' | null>({
    group: 'Logs',
    takes: '<format>',
    help: 'pretty or json, on standard error',
    fallback: null,
    fallbackText: 'pretty on a terminal, else json',
    parse: (text): 'pretty' | 'json' => oneOf(text, ['pretty', 'json']),
  }),
}

export type OptionName = keyof typeof OPTIONS
export type OptionValues = { readonly [Name in OptionName]: (typeof OPTIONS)[Name]['fallback'] }

function refuse(reason: string): never {
  throw new Error(reason)
}

function nonEmpty(text: string): string {
  return text.trim() === '' ? refuse('takes a value') : text
}

function number(text: string, min: number, max: number): number {
  const parsed = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  return parsed >= min && parsed <= max ? parsed : refuse(`takes a number from ${min} to ${max}`)
}

function integer(text: string, min: number, max: number): number {
  const parsed = /^\d+$/.test(text) ? Number(text) : Number.NaN
  return parsed >= min && parsed <= max ? parsed : refuse(`takes a whole number from ${min} to ${max}`)
}

function oneOf<Choice extends string>(text: string, choices: readonly Choice[]): Choice {
  return choices.find((choice) => choice === text) ?? refuse(`takes ${choices.join(', ')}`)
}

function instant(text: string): EpochMs {
  const parsed = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/.test(text) ? Date.parse(text) : Number.NaN
  return parsed >= 0 ? epochMs(parsed) : refuse('takes an ISO 8601 time such as 2026-01-31T09:00:00Z')
}

function rateLimit(text: string): RateLimit | null {
  if (text === 'off') return null
  const parts = /^(\d{1,6})\/(\d{1,5})$/.exec(text)
  const [limit, seconds] = [Number(parts?.[1]), Number(parts?.[2])]
  return limit >= 1 && seconds >= 1
    ? { limit, windowMs: seconds * 1000 }
    : refuse('takes <requests>/<seconds> such as 1200/60, or off')
}

function origin(text: string): string {
  if (text === '*') return text
  const parsed = URL.canParse(text) ? new URL(text) : null
  const isOrigin =
    parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.origin === text.replace(/\/$/, '')
  return isOrigin ? parsed.origin : refuse('takes an origin such as https://app.example.com, or *')
}
