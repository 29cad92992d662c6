import { StartError, reasonOf } from '../kernel/errors.ts'
import { isLoopback } from '../kernel/net/loopback.ts'
import { EMULATOR_URL_VARIABLE } from '../kernel/names.ts'
import { type FileOptions, fileValue } from './file-values.ts'
import { OPTION_NAMES, type OptionName, OPTIONS, type OptionValues } from './options.ts'

/** Validated options, with defaults applied. */
export type Config = OptionValues

/** Options before validation: text, except for lists and switches. */
export type RawOptions = { readonly [Name in OptionName]?: string | boolean | readonly string[] | undefined }

const ENV_PREFIX = 'FLORA_EMULATOR_'

/** `durationScale` → `--duration-scale`. */
export const flagOf = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** `durationScale` → `FLORA_EMULATOR_DURATION_SCALE`. */
export const envOf = (name: string): string =>
  ENV_PREFIX + name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()

/** Where options come from, beside the command line and the environment. */
export interface OtherSources {
  /** A configuration file; it gives way to the environment. @default none */
  readonly file?: FileOptions | null
  /** Take precedence over the defaults of the table. @default none */
  readonly fallbacks?: Partial<OptionValues>
}

/**
 * Validates options and applies defaults. `raw` takes precedence over the environment, and the environment over the file.
 *
 * @throws {StartError} with the option, what it expects and what it got: exit code 4 for one of the file, else 2
 */
export function createConfig(
  raw: RawOptions,
  env: NodeJS.ProcessEnv = process.env,
  { file = null, fallbacks = {} }: OtherSources = {},
): Config {
  const entries = OPTION_NAMES.map((name) => {
    const written = file === null ? undefined : fileValue(name, file)
    const given = valueOf(name, raw[name], env[envOf(name)])
    const value = given === undefined ? written : given
    // Null is a value: `--rate-limit off`.
    return [name, value === undefined ? { [name]: OPTIONS[name].fallback, ...fallbacks }[name] : value]
  })
  const config = Object.fromEntries(entries) as Config
  checkTogether(config, (name) => {
    const isVariable = (env[envOf(name)] ?? '') !== ''
    const isFile = raw[name] === undefined && !isVariable && file?.values[name] !== undefined
    return isFile ? { label: `${file.file}: ${name}`, exitCode: 4 } : { label: flagOf(name), exitCode: 2 }
  })
  return config
}

/** Lists variables with the prefix of the options that name neither an option nor one of `further`. */
export function unknownVariables(
  further: readonly string[] = [],
  env: NodeJS.ProcessEnv = process.env,
): string[] {
  const known = new Set([...[...OPTION_NAMES, ...further].map(envOf), EMULATOR_URL_VARIABLE])
  return Object.keys(env).filter((name) => name.startsWith(ENV_PREFIX) && !known.has(name))
}

function valueOf(name: OptionName, given: RawOptions[OptionName], variable: string | undefined): unknown {
  if (given !== undefined) return parse(name, given, flagOf(name))
  // Shells and compose files unset a variable by making it empty.
  if (variable !== undefined && variable !== '') return parse(name, variable, envOf(name))
  return undefined
}

/**
 * Reads a switch that is no option of the emulator.
 *
 * @throws {StartError} exit code 2, when its variable is neither true nor false
 */
export function readSwitch(name: string, given: boolean | undefined, env = process.env): boolean {
  const variable = env[envOf(name)] ?? ''
  return given ?? (variable !== '' && parseValue(envOf(name), variable, switchOf))
}

/**
 * Reads an option that is none of the emulator's own. Returns null without one.
 *
 * @throws {StartError} exit code 2
 */
export function readValue<Value>(
  name: string,
  given: string | undefined,
  parseText: (text: string) => Value,
  env = process.env,
): Value | null {
  if (given !== undefined) return parseValue(flagOf(name), given, parseText)
  const variable = env[envOf(name)] ?? ''
  return variable === '' ? null : parseValue(envOf(name), variable, parseText)
}

/**
 * Reads a repeatable option that is none of the emulator's own. A variable has commas between the values.
 *
 * @throws {StartError} exit code 2
 */
export function readList<Value>(
  name: string,
  given: readonly string[] | undefined,
  parseText: (text: string) => Value,
  env = process.env,
): readonly Value[] {
  const texts = given ?? (env[envOf(name)] ?? '').split(',').filter((text) => text !== '')
  const source = given === undefined ? envOf(name) : flagOf(name)
  return texts.map((text) => parseValue(source, text.trim(), parseText))
}

/** The file to which a step of GitHub Actions appends its summary; null elsewhere. */
export function stepSummaryFile(env: NodeJS.ProcessEnv = process.env): string | null {
  const file = env['GITHUB_STEP_SUMMARY'] ?? ''
  return file === '' ? null : file
}

/** The API key that SDKs read; null without one. Empty is unset, as for options. */
export function floraApiKey(env: NodeJS.ProcessEnv = process.env): string | null {
  const key = env['FLORA_API_KEY']
  return key === undefined || key === '' ? null : key
}

/** The environment of a child process: that of this process, with `added` on top. */
export const childEnvironment = (added: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...added,
})

function parse(name: OptionName, value: string | boolean | readonly string[], source: string): unknown {
  const option = OPTIONS[name]
  switch (option.kind) {
    case 'switch':
      return typeof value === 'boolean' ? value : parseValue(source, String(value), switchOf)
    case 'list': {
      const parts = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : []
      return parts.map((part: string) => parseValue(source, part.trim(), option.parse))
    }
    case 'value':
      return parseValue<unknown>(source, String(value), option.parse)
  }
}

function parseValue<Value>(source: string, text: string, parseText: (text: string) => Value): Value {
  try {
    return parseText(text)
  } catch (error) {
    const expected = reasonOf(error)
    throw unexpected({ label: source, exitCode: 2 }, expected, JSON.stringify(text))
  }
}

const unexpected = ({ label, exitCode }: Source, expected: string, got: string): StartError =>
  new StartError(exitCode, `${label}: expected ${expected}, got ${got}.`)

function switchOf(text: string): boolean {
  if (/^(1|true|yes|on)$/i.test(text)) return true
  if (/^(0|false|no|off)$/i.test(text)) return false
  throw new Error('true or false')
}

interface Source {
  readonly label: string
  readonly exitCode: 2 | 4
}

function checkTogether(
  { now, clock, host, controlToken }: Config,
  sourceOf: (name: OptionName) => Source,
): void {
  if (now !== null && clock === 'real') {
    throw unexpected(sourceOf('now'), '--clock manual or --clock auto beside it', '--clock real')
  }
  if (!isLoopback(host) && controlToken === null) {
    const expected = 'a loopback address, or --control-token <text> to guard /_emulator from other machines'
    throw unexpected(sourceOf('host'), expected, JSON.stringify(host))
  }
}
