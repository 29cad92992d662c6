/** Parts of a JSON schema that a value can be made from. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Schemas
  readonly required?: readonly string[] | undefined
  readonly additionalProperties?: Schema | boolean
  readonly patternProperties?: Schemas
  readonly description?: string
  readonly examples?: readonly unknown[]
}

/** Named schemas, which references name. */
export type Schemas = Readonly<Record<string, Schema>>

const DEPTH_MAX = 6

/** Follows the reference of a schema, if it is one. */
export function resolve(schema: Schema, schemas: Schemas): Schema {
  const name = schema.$ref?.split('/').at(-1)
  return name === undefined ? schema : (schemas[name] ?? {})
}

/** Returns a value that fits a schema: its example, or an object of the samples of its required members. */
export function sampleOf(schema: Schema, schemas: Schemas, depth = 0): unknown {
  const { examples, enum: values, const: only, anyOf, type, items, ...rest } = resolve(schema, schemas)
  if (examples !== undefined) return examples[0]
  if (values !== undefined) return values[0]
  if (only !== undefined) return only
  if (anyOf?.[0] !== undefined) return sampleOf(anyOf[0], schemas, depth)
  switch (type) {
    case 'object':
      return depth === DEPTH_MAX ? {} : objectOf(rest, schemas, depth)
    case 'array':
      return items === undefined || depth === DEPTH_MAX ? [] : [sampleOf(items, schemas, depth + 1)]
    case 'integer':
    case 'number':
      return 1
    case 'boolean':
      return true
    case 'string':
      return TEXTS[rest.format ?? ''] ?? 'text'
    case undefined:
    default:
      return null
  }
}

/** Samples of texts, by their format. */
const TEXTS: Readonly<Record<string, string>> = {
  uri: 'https://example.com',
  'date-time': '2026-01-31T09:00:00Z',
}

function objectOf({ properties = {}, required = [] }: Schema, schemas: Schemas, depth: number): unknown {
  const needed = Object.entries(properties).filter(([name]) => required.includes(name))
  return Object.fromEntries(needed.map(([name, member]) => [name, sampleOf(member, schemas, depth + 1)]))
}
