import { resolve, type Schema, type Schemas } from './document.ts'

const DEPTH_MAX = 6

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
      return 'text'
    case undefined:
    default:
      return null
  }
}

function objectOf({ properties = {}, required = [] }: Schema, schemas: Schemas, depth: number): unknown {
  const needed = Object.entries(properties).filter(([name]) => required.includes(name))
  return Object.fromEntries(needed.map(([name, member]) => [name, sampleOf(member, schemas, depth + 1)]))
}
