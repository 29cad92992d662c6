import { CLOCK_MAX } from '../kernel/instants.ts'
import type { RateLimit } from '../kernel/rate-limit.ts'
import { type EpochMs, epochMs } from '../kernel/units.ts'
import type { Profile } from '../simulator/runs/plan.ts'

/** A JSON Schema of one value. */
export interface ValueSchema {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array'
  readonly [keyword: string]: unknown
}

/** What an option accepts: as text, and in a configuration file. */
export interface ValueType<Value> {
  /** Throws an Error whose message names what is expected, such as "an integer from 0 to 65535". */
  readonly parse: (text: string) => Value
  readonly schema: ValueSchema
}

/** A recording of a FLORA server. */
export interface RecordingFile {
  readonly file: string
}

export const text: ValueType<string> = { parse: nonEmpty, schema: { type: 'string', minLength: 1 } }

export const seed: ValueType<string> = {
  parse: (given) => (given.length > 200 ? refuse('at most 200 characters') : nonEmpty(given)),
  schema: { type: 'string', minLength: 1, maxLength: 200 },
}

/** A file, or SQLite's name for a database in memory, which is no path. */
export const databaseFile: ValueType<string | null> & { readonly isPath: (given: string) => boolean } = {
  parse: (given) => (given === ':memory:' ? null : nonEmpty(given)),
  schema: { type: 'string', minLength: 1 },
  isPath: (given) => given !== ':memory:',
}

export const integer = (minimum: number, maximum: number): ValueType<number> => ({
  parse: (given) => {
    const parsed = /^\d+$/.test(given) ? Number(given) : Number.NaN
    return within(parsed, minimum, maximum) ?? refuse(`an integer from ${minimum} to ${maximum}`)
  },
  schema: { type: 'integer', minimum, maximum },
})

export const number = (minimum: number, maximum: number): ValueType<number> => ({
  parse: (given) => {
    const parsed = /^\d+(\.\d+)?$/.test(given) ? Number(given) : Number.NaN
    return within(parsed, minimum, maximum) ?? refuse(`a number from ${minimum} to ${maximum}`)
  },
  schema: { type: 'number', minimum, maximum },
})

export const oneOf = <const Choice extends string>(...choices: readonly Choice[]): ValueType<Choice> => ({
  parse: (given) =>
    choices.find((choice) => choice === given) ??
    refuse(`${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`),
  schema: { type: 'string', enum: choices },
})

/** A file has a dot or a slash in it, so that a misspelled name is no file. */
const isFileName = (given: string): boolean => /[./\\]/.test(given)

export const profile: ValueType<Profile | RecordingFile> & { readonly isPath: (given: string) => boolean } = {
  parse: (given) => {
    if (given === 'docs' || given === 'measured') return given
    return isFileName(given) ? { file: given } : refuse('docs, measured, or a file such as ./recording.har')
  },
  schema: { type: 'string', minLength: 1 },
  isPath: isFileName,
}

export const instant: ValueType<EpochMs> = {
  parse: (given) => {
    const isWritten = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/.test(given)
    const parsed = within(isWritten ? Date.parse(given) : Number.NaN, 0, CLOCK_MAX)
    return parsed === null
      ? refuse('an ISO 8601 time from 1970 to 9998, such as 2026-01-31T09:00:00Z')
      : epochMs(parsed)
  },
  schema: { type: 'string', examples: ['2026-01-31T09:00:00Z'] },
}

const RATE_LIMIT = /^(\d{1,6})\/(\d{1,5})$/

export const rateLimit: ValueType<RateLimit | null> = {
  parse: (given) => {
    if (given === 'off') return null
    const parts = RATE_LIMIT.exec(given)
    const [limit, seconds] = [Number(parts?.[1]), Number(parts?.[2])]
    return limit >= 1 && seconds >= 1
      ? { limit, windowMs: seconds * 1000 }
      : refuse('<requests>/<seconds>, such as 1200/60, or off')
  },
  schema: { type: 'string', pattern: `^off$|${RATE_LIMIT.source}`, examples: ['1200/60'] },
}

export const origin: ValueType<string> = {
  parse: (given) => {
    if (given === '*') return given
    const parsed = URL.canParse(given) ? new URL(given) : null
    const isOrigin =
      parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.origin === given.replace(/\/$/, '')
    return isOrigin ? parsed.origin : refuse('an origin such as https://app.example.com, or *')
  },
  schema: { type: 'string' },
}

function nonEmpty(given: string): string {
  return given.trim() === '' ? refuse('a value that is not empty') : given
}

const within = (parsed: number, minimum: number, maximum: number): number | null =>
  parsed >= minimum && parsed <= maximum ? parsed : null

function refuse(expected: string): never {
  throw new Error(expected)
}
