import { StartError, reasonOf } from '../kernel/errors.ts'
import { typeName } from '../kernel/type-name.ts'
import { resolve } from 'node:path'
import { type OptionName, OPTIONS } from './options.ts'
import type { ValueSchema } from './value-types.ts'

/** The options in a configuration file, as it gives them. */
export interface FileOptions {
  /** Path for messages. */
  readonly file: string
  /** Folder to which its paths are relative. */
  readonly folder: string
  readonly values: Readonly<Record<string, unknown>>
}

/**
 * Reads an option of a configuration file. Returns undefined when the file does not have it.
 *
 * @throws {StartError} exit code 4, with the file, the member, what it expects and what it got
 */
export function fileValue(name: OptionName, { file, folder, values }: FileOptions): unknown {
  const given = toText(values[name])
  if (given === undefined) return undefined
  const option = OPTIONS[name]
  const fail = (expected: string): never => {
    throw new StartError(4, `${file}: ${name}: expected ${expected}, got ${shown(given)}.`)
  }
  if (!hasType(given, option.schema)) fail(TYPE_TEXTS[option.schema.type])
  const parse = (part: unknown): unknown => {
    const text = String(part)
    try {
      return option.parse(option.isPath(text) ? resolve(folder, text) : text)
    } catch (error) {
      return fail(reasonOf(error))
    }
  }
  if (option.kind === 'switch') return given
  return Array.isArray(given) ? given.map(parse) : parse(given)
}

/** A JavaScript file may give an instant as a Date. */
const toText = (given: unknown): unknown =>
  given instanceof Date && !Number.isNaN(given.valueOf()) ? given.toISOString() : given

const TYPE_TEXTS: Readonly<Record<ValueSchema['type'], string>> = {
  string: 'a text',
  integer: 'a number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list of texts',
}

function hasType(given: unknown, { type }: ValueSchema): boolean {
  if (type === 'array') return Array.isArray(given) && given.every((part) => typeof part === 'string')
  return typeof given === (type === 'integer' ? 'number' : type)
}

const shown = (given: unknown): string =>
  ['string', 'number', 'boolean'].includes(typeof given) ? JSON.stringify(given) : typeName(given)
