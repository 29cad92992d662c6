import { StartError, reasonOf } from '../kernel/errors.ts'
import { isLoopback } from '../kernel/net/loopback.ts'
import { EMULATOR_URL_VARIABLE } from '../kernel/names.ts'
import { type OptionName, OPTIONS, type OptionValues } from './options.ts'

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

/**
 * Validates options and applies defaults. `raw` takes precedence over the environment, and `fallbacks` over the
 * defaults of the table.
 *
 * @throws {StartError} exit code 2, with the option, what it expects and what it got
 */
export function createConfig(
  raw: RawOptions,
  env: NodeJS.ProcessEnv = process.env,
  fallbacks: Partial<OptionValues> = {},
): Config {
  const names = Object.keys(OPTIONS) as OptionName[]
  const entries = names.map((name) => {
    const value = valueOf(name, raw[name], env[envOf(name)])
    // Null is a value: `--rate-limit off`.
    return [name, value === undefined ? (fallbacks[name] ?? OPTIONS[name].fallback) : value]
  })
  const config = Object.fromEntries(entries) as Config
  checkTogether(config)
  return config
}

/** Lists variables with the prefix of the options that name no option, such as misspelled ones. */
export function unknownVariables(env: NodeJS.ProcessEnv = process.env): string[] {
  const known = new Set([...Object.keys(OPTIONS).map(envOf), EMULATOR_URL_VARIABLE])
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
    throw unexpected(source, expected, JSON.stringify(text))
  }
}

const unexpected = (source: string, expected: string, got: string): StartError =>
  new StartError(2, `${source}: expected ${expected}, got ${got}.`)

function switchOf(text: string): boolean {
  if (/^(1|true|yes|on)$/i.test(text)) return true
  if (/^(0|false|no|off)$/i.test(text)) return false
  throw new Error('true or false')
}

function checkTogether({ now, clock, host, controlToken }: Config): void {
  if (now !== null && clock === 'real') {
    throw unexpected('--now', '--clock manual or --clock auto beside it', '--clock real')
  }
  if (!isLoopback(host) && controlToken === null) {
    const expected = 'a loopback address, or --control-token <text> to guard /_emulator from other machines'
    throw unexpected('--host', expected, JSON.stringify(host))
  }
}
