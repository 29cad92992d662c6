import { Ajv2020, type ErrorObject, type SchemaObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { type FieldProblem, notAmong, required } from './errors.ts'
import { isLoopback } from './net/loopback.ts'
import { isHttpUrl, isPublicHttpsUrl } from './net/public-url.ts'
import { typeName } from './type-name.ts'

export interface ValidatorOptions {
  /** Converts text to the numbers and booleans of the schema, for query and path. */
  readonly coerce: boolean
  /** Rejects members that the schema does not name. */
  readonly closed: boolean
  /** Requires URLs of callbacks and files to be https with a public host, as production does. */
  readonly publicCallbacks: boolean
  /** Schemas that others refer to by `$id`. */
  readonly schemas: readonly SchemaObject[]
  /** Reports the first problem only. @default false */
  readonly firstOnly?: boolean
}

/** Validates a value. Returns its problems, at most one for each field. */
export type Validator = (value: unknown) => readonly FieldProblem[]

/**
 * Creates a compiler of schemas with one Ajv. A schema is compiled on first use, because that takes about 4 ms, and a
 * short-lived emulator uses few routes.
 */
export function createCompiler(options: ValidatorOptions): (schema: SchemaObject) => Validator {
  const messages = options.publicCallbacks ? PUBLIC_FORMAT_MESSAGES : FORMAT_MESSAGES
  const prepare = (schema: SchemaObject) => (options.closed ? closeObjects(schema) : schema)
  const all = compilerOf(options, prepare)
  const first = options.firstOnly === true ? all : compilerOf({ ...options, firstOnly: true }, prepare)

  return (schema) => {
    const [validateAll, validateFirst] = [all(schema), first(schema)]
    return (value) => {
      // A million errors would block the process for seconds, and fill its memory.
      const validate = (holdsMoreThan(VALUES_MAX, value) ? validateFirst : validateAll)()
      return validate(value) ? [] : problemsOf(validate.errors ?? [], messages)
    }
  }
}

/** Values in a document up to which every problem is reported, and not the first alone. */
const VALUES_MAX = 20_000

function holdsMoreThan(limit: number, document: unknown): boolean {
  const waiting = [document]
  for (let count = 0; waiting.length > 0; count += 1) {
    if (count + waiting.length > limit) return true
    const value = waiting.pop()
    if (typeof value !== 'object' || value === null) continue
    const members: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
    if (members.length > limit) return true
    for (const member of members) waiting.push(member)
  }
  return false
}

/** Compiles schemas on first use, with one Ajv. Many processes validate no query or no path, and need none. */
function compilerOf(options: ValidatorOptions, prepare: (schema: SchemaObject) => SchemaObject) {
  let created: Ajv2020 | null = null
  const ajv = (): Ajv2020 => (created ??= createAjv(options, prepare))
  return (schema: SchemaObject) => {
    let validate: ValidateFunction | null = null
    return (): ValidateFunction => (validate ??= ajv().compile(prepare(schema)))
  }
}

function createAjv(options: ValidatorOptions, prepare: (schema: SchemaObject) => SchemaObject): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: options.firstOnly !== true,
    // Adds the invalid value to each error, for "received …".
    verbose: true,
    coerceTypes: options.coerce,
    // Checking schemas against the meta-schema takes 60 ms at every start; test/kernel/validation.test.ts does it instead.
    meta: false,
    validateSchema: false,
    strict: false,
    formats: {
      uri: isHttpUrl,
      'callback-uri': options.publicCallbacks ? isPublicHttpsUrl : isHttpUrl,
      'import-uri': options.publicCallbacks ? isPublicHttpsUrl : isHttpsOrLoopbackUrl,
      'asset-source': (text: string) =>
        text === 'signed-url' || (options.publicCallbacks ? isPublicHttpsUrl : isHttpsOrLoopbackUrl)(text),
    },
  })
  for (const schema of options.schemas) ajv.addSchema(prepare(schema))
  return ajv
}

/** Converts errors of Ajv to one problem for each wrong field, with FLORA's messages, which are those of zod 3. */
function problemsOf(errors: readonly ErrorObject[], messages: FormatMessages): FieldProblem[] {
  const problems = new Map<string, FieldProblem>()
  for (const error of errors) {
    // This error says that a branch of the schema applies; the branch reports its own errors.
    if (error.keyword === 'if') continue
    const field = fieldOf(error)
    // A wrong type fails the other rules of the field too, so the first error is the cause.
    if (!problems.has(field)) problems.set(field, problemOf(field, error, messages))
  }
  return [...problems.values()]
}

function fieldOf({ instancePath, keyword, params }: ErrorObject): string {
  const path = instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  if (keyword === 'required') path.push(String(params['missingProperty']))
  if (keyword === 'additionalProperties') path.push(String(params['additionalProperty']))
  return path.length === 0 ? 'body' : path.join('.')
}

function problemOf(
  field: string,
  { keyword, params, data }: ErrorObject,
  messages: FormatMessages,
): FieldProblem {
  const limit = String(params['limit'])
  switch (keyword) {
    case 'required':
      return required(field)
    case 'type': {
      const message = `Expected ${String(params['type'])}, received ${typeName(data)}`
      return { field, code: 'invalid_type', message }
    }
    case 'enum': {
      const allowed: unknown = params['allowedValues']
      return notAmong(field, Array.isArray(allowed) ? allowed.map(String) : [], quote(data))
    }
    case 'minLength':
      return tooSmall(field, `String must contain at least ${limit} character(s)`)
    case 'maxLength':
      return tooBig(field, `String must contain at most ${limit} character(s)`)
    case 'maxItems':
      return tooBig(field, `Array must contain at most ${limit} element(s)`)
    case 'minItems':
      return tooSmall(field, `Array must contain at least ${limit} element(s)`)
    case 'minimum':
      return tooSmall(field, `Number must be greater than or equal to ${limit}`)
    case 'maximum':
      return tooBig(field, `Number must be less than or equal to ${limit}`)
    case 'pattern':
      return { field, code: 'invalid_string', message: patternMessage(String(params['pattern'])) }
    case 'format': {
      const message = messages[String(params['format'])] ?? 'Invalid url'
      return { field, code: 'invalid_string', message }
    }
    case 'additionalProperties':
      return { field, code: 'unrecognized_key', message: 'Unrecognized key' }
    default:
      return { field, message: 'Invalid input' }
  }
}

const tooSmall = (field: string, message: string): FieldProblem => ({ field, code: 'too_small', message })
const tooBig = (field: string, message: string): FieldProblem => ({ field, code: 'too_big', message })

/** Messages of formats, by name. */
type FormatMessages = Readonly<Record<string, string>>

const FORMAT_MESSAGES: FormatMessages = {
  'callback-uri': 'Must be an http(s) URL that the server may call',
  'import-uri': 'Must be an https URL that the server may read',
  'asset-source': 'Must be "signed-url" or an https URL that the server may read',
}

const PUBLIC_FORMAT_MESSAGES: FormatMessages = {
  'callback-uri': 'Must be an https URL with a public host',
  'import-uri': 'Must be an https URL with a public host',
  'asset-source': 'Must be "signed-url" or an https URL with a public host',
}

function patternMessage(pattern: string): string {
  if (pattern.startsWith('^https://')) return 'Must be an https URL'
  const prefix = /^\^([a-z]+_)\\S\+\$$/.exec(pattern)?.[1]
  return prefix === undefined ? 'Invalid' : `Must be an id that starts with "${prefix}"`
}

function quote(value: unknown): string {
  if (typeof value !== 'string') return typeName(value)
  return value.length > 60 ? `'${value.slice(0, 60)}…'` : `'${value}'`
}

/** Allows `http` for files that are served on this machine. */
function isHttpsOrLoopbackUrl(text: string): boolean {
  if (!isHttpUrl(text)) return false
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' || isLoopback(hostname)
}

/** Copies a schema, with `additionalProperties: false` in every object that lists its members. */
export function closeObjects<Schema>(schema: Schema): Schema {
  if (Array.isArray(schema)) return schema.map(closeObjects) as Schema
  if (typeof schema !== 'object' || schema === null) return schema
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closeObjects(value)]))
  if ('properties' in copy && !('additionalProperties' in copy)) copy['additionalProperties'] = false
  return copy as Schema
}
