import { flagOf, type RawOptions } from '../../config/config.ts'
import { type OptionName, OPTIONS } from '../../config/options.ts'
import type { ExploreOptions } from './options.ts'

/** Options of one exploration that decide the result of an experiment. */
const REPEATED = ['timeout', 'slow'] as const

/** Writes the command that runs one experiment alone, with the options of the emulator that were given. */
export function reproduction(
  token: string,
  options: RawOptions & ExploreOptions,
  command: readonly string[],
): string {
  const ofEmulator = (Object.keys(OPTIONS) as OptionName[]).flatMap((name) => {
    const value = options[name]
    if (value === undefined || value === false) return []
    if (value === true) return [flagOf(name)]
    const values = typeof value === 'string' ? [value] : value
    return values.flatMap((text) => [flagOf(name), text])
  })
  const ofExplore = REPEATED.flatMap((name) =>
    options[name] === DEFAULTS[name] ? [] : [flagOf(name), String(options[name])],
  )
  const words = [
    'flora-emulator',
    'explore',
    ...ofEmulator,
    ...ofExplore,
    '--replay',
    token,
    '--',
    ...command,
  ]
  return shellWords(words)
}

const DEFAULTS = { timeout: 30, slow: 5 } as const

/** Joins words as a POSIX shell reads them. */
export const shellWords = (words: readonly string[]): string =>
  words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ')
