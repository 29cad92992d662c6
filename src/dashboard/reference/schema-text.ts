import { resolve, type Schema, type Schemas } from '../../kernel/schema-sample.ts'

/** Deeper schemas are shown by name. */
const DEPTH_MAX = 4

/** Formats a schema like a TypeScript type. @example '{ run_id: string // Identifies a run. }' */
export function schemaText(schema: Schema, schemas: Schemas, depth = 0): string {
  const { type, enum: values, anyOf, items, properties } = resolve(schema, schemas)
  if (values !== undefined) return values.map((value) => JSON.stringify(value)).join(' | ')
  if (anyOf !== undefined) return anyOf.map((each) => schemaText(each, schemas, depth)).join(' | ')
  if (items !== undefined) return `${wrapped(schemaText(items, schemas, depth))}[]`
  if (properties === undefined) return mapText(resolve(schema, schemas), schemas, depth) ?? type ?? 'any'
  if (depth === DEPTH_MAX) return schema.$ref?.split('/').at(-1) ?? 'object'
  return objectText(resolve(schema, schemas), schemas, depth)
}

const wrapped = (text: string): string => (/ \| /.test(text) && !text.startsWith('{') ? `(${text})` : text)

function objectText({ properties = {}, required = [] }: Schema, schemas: Schemas, depth: number): string {
  const indent = '  '.repeat(depth + 1)
  const members = Object.entries(properties).map(([name, member]) => {
    const mark = required.includes(name) ? '' : '?'
    const { description = resolve(member, schemas).description } = member
    const note = description === undefined ? '' : `${indent}// ${description.replaceAll('\n', ' ')}\n`
    return `${note}${indent}${name}${mark}: ${schemaText(member, schemas, depth + 1)}\n`
  })
  return members.length === 0 ? '{}' : `{\n${members.join('')}${'  '.repeat(depth)}}`
}

/** Formats an object without named members; null for any other schema. */
function mapText(
  { additionalProperties, patternProperties }: Schema,
  schemas: Schemas,
  depth: number,
): string | null {
  const [pattern] = Object.values(patternProperties ?? {})
  const value = typeof additionalProperties === 'object' ? additionalProperties : pattern
  return value === undefined ? null : `Record<string, ${schemaText(value, schemas, depth)}>`
}
