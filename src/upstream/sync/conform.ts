import { typeName } from '../../kernel/type-name.ts'
import { isRecord, type JsonRecord } from '../json.ts'

/** A value of another JSON type than FLORA documents. */
export class WrongType extends Error {
  constructor(path: string, expected: string, value: unknown) {
    super(`${path}: expected ${expected}, got ${typeName(value)}`)
    this.name = 'WrongType'
  }
}

/** What was changed so that a value fits, by the path of the member, such as `models[].tier`. */
export interface Adjustments {
  /** Members that this version does not know. */
  readonly unknown: Set<string>
  /** Numbers that were rounded. */
  readonly rounded: Set<string>
}

interface Context extends Adjustments {
  /** Schemas by their `$id`. */
  readonly components: ReadonlyMap<string, unknown>
  /** Replaces secrets in texts. */
  readonly clean: (text: string) => string
}

/**
 * Copies what a schema knows of a value. Leaves out unknown members and null for members that cannot be null, and rounds
 * numbers that must be whole. Other constraints are left to the validator.
 *
 * @throws {WrongType} for a value of another type
 */
export function conform(schema: unknown, value: unknown, path: string, context: Context): unknown {
  const known = resolve(schema, context)
  if (Array.isArray(known['anyOf']))
    return conform(branchFor(known['anyOf'], value, context), value, path, context)
  switch (known['type']) {
    case 'object':
      return conformObject(known, value, path, context)
    case 'array':
      if (!Array.isArray(value)) throw new WrongType(path, 'array', value)
      return value.map((item) => conform(known['items'], item, `${path}[]`, context))
    case 'integer':
    case 'number':
      return conformNumber(known['type'], value, path, context)
    case 'string':
    case 'boolean':
    case 'null':
      if (typeName(value) !== known['type']) throw new WrongType(path, known['type'], value)
      return typeof value === 'string' ? context.clean(value) : value
    default:
      return cleaned(value, context)
  }
}

function conformObject(schema: JsonRecord, value: unknown, path: string, context: Context): unknown {
  if (!isRecord(value)) throw new WrongType(path, 'object', value)
  const { properties } = schema
  if (!isRecord(properties)) return cleaned(value, context)
  const entries = Object.entries(value).flatMap(([name, member]): [string, unknown][] => {
    const at = `${path}.${name}`
    if (!Object.hasOwn(properties, name)) {
      context.unknown.add(at)
      return []
    }
    return member === null && !allows(properties[name], null, context)
      ? []
      : [[name, conform(properties[name], member, at, context)]]
  })
  // In the order of the schema, so that a second run writes the same text.
  const order = Object.keys(properties)
  return Object.fromEntries(entries.toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b)))
}

function conformNumber(type: string, value: unknown, path: string, { rounded }: Context): number {
  if (typeof value !== 'number') throw new WrongType(path, 'number', value)
  if (type === 'number' || Number.isInteger(value)) return value
  rounded.add(path)
  return Math.round(value)
}

/** The branch of a union for a value of this type, or its first branch, which then reports the difference. */
const branchFor = (branches: readonly unknown[], value: unknown, context: Context): unknown =>
  branches.find((branch) => allows(branch, value, context)) ?? branches[0]

function allows(schema: unknown, value: unknown, context: Context): boolean {
  const { type, anyOf } = resolve(schema, context)
  if (Array.isArray(anyOf)) return anyOf.some((branch) => allows(branch, value, context))
  const name = typeName(value)
  return type === undefined || type === name || (type === 'integer' && name === 'number')
}

function resolve(schema: unknown, { components }: Context): JsonRecord {
  const named =
    isRecord(schema) && typeof schema['$ref'] === 'string' ? components.get(schema['$ref']) : schema
  if (!isRecord(named)) throw new Error(`no schema at ${JSON.stringify(schema)}`)
  return named
}

/** A free-form value with its texts cleaned. */
function cleaned(value: unknown, context: Context): unknown {
  if (typeof value === 'string') return context.clean(value)
  if (Array.isArray(value)) return value.map((item) => cleaned(item, context))
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [context.clean(name), cleaned(member, context)]),
  )
}
