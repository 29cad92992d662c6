import { StartError } from '../kernel/errors.ts'
import { isLoopback } from '../kernel/loopback.ts'
import { EMULATOR_URL_VARIABLE } from '../kernel/names.ts'
import { type OptionName, OPTIONS, type OptionValues } from './options.ts'

/** Everything an emulator can be told, checked. */
export type Config = OptionValues

/** Values as they were written on the command line or in code; lists and switches excepted, always text. */
export type RawOptions = { readonly [Name in OptionName]?: string | boolean | readonly string[] | undefined }

const ENV_PREFIX = 'FLORA_EMULATOR_'

/** `durationScale` → `--duration-scale`. */
export const flagOf = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** `durationScale` → `FLORA_EMULATOR_DURATION_SCALE`. */
export const envOf = (name: string): string =>
  ENV_PREFIX + name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()

/**
 * The configuration that `raw` and the environment ask for; what is given in `raw` wins. The only reader of the
 * environment. `fallbacks` replace those of the table. Throws StartError (2), naming what is wrong.
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

/** Variables that look like ours and are not: most likely a typing mistake. */
export function unknownVariables(env: NodeJS.ProcessEnv = process.env): string[] {
  const known = new Set([...Object.keys(OPTIONS).map(envOf), EMULATOR_URL_VARIABLE])
  return Object.keys(env).filter((name) => name.startsWith(ENV_PREFIX) && !known.has(name))
}

function valueOf(name: OptionName, given: RawOptions[OptionName], variable: string | undefined): unknown {
  if (given !== undefined) return parse(name, given, flagOf(name))
  // Set to nothing is how shells and compose files say "not set".
  if (variable !== undefined && variable !== '') return parse(name, variable, envOf(name))
  return undefined
}

/** The environment of a command that is run: ours, and these. */
export const childEnvironment = (added: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...added,
})

function parse(name: OptionName, value: string | boolean | readonly string[], source: string): unknown {
  const option = OPTIONS[name]
  try {
    switch (option.kind) {
      case 'switch':
        return typeof value === 'boolean' ? value : switchOf(String(value))
      case 'list': {
        const parts = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : []
        return parts.map((part: string) => option.parse(part.trim()))
      }
      case 'value':
        return option.parse(String(value))
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new StartError(2, `${source} ${reason}, not ${JSON.stringify(value)}`)
  }
}

function switchOf(text: string): boolean {
  if (/^(1|true|yes|on)$/i.test(text)) return true
  if (/^(0|false|no|off)$/i.test(text)) return false
  throw new Error('takes true or false')
}

function checkTogether(config: Config): void {
  if (config.now !== null && config.clock === 'real') {
    throw new StartError(
      2,
      '--now needs --clock manual or --clock auto: a real clock starts at the real time',
    )
  }
  if (!isLoopback(config.host) && config.controlToken === null) {
    throw new StartError(
      2,
      `--host ${config.host} lets other machines in, so it needs --control-token <text> to guard /_emulator`,
    )
  }
}
