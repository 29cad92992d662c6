import { nearestName } from '../../kernel/text/nearest-name.ts'
import { createCompiler } from '../../kernel/validation.ts'

/** The keywords of a JSON Schema that lead to members. */
export interface MemberSchema {
  readonly properties?: Readonly<Record<string, MemberSchema>>
  readonly items?: MemberSchema
  readonly additionalProperties?: MemberSchema | boolean
  readonly propertyNames?: { readonly pattern: string }
}

/** Names unknown members of a value, with the known name that each resembles. */
export function unknownMembers(value: unknown, schema: MemberSchema, path = ''): string[] {
  if (Array.isArray(value)) {
    const { items } = schema
    return items === undefined
      ? []
      : value.flatMap((item, index) => unknownMembers(item, items, `${path}.${index}`))
  }
  if (typeof value !== 'object' || value === null) return []
  const { properties = {}, additionalProperties: others, propertyNames: names } = schema
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) => {
    const place = path === '' ? name : `${path}.${name}`
    if (Object.hasOwn(properties, name)) return unknownMembers(member, properties[name] ?? {}, place)
    if (typeof others !== 'object') {
      return Object.keys(properties).length === 0
        ? []
        : [`${place}: unknown; ${suggest(name, Object.keys(properties))}`]
    }
    if (names !== undefined && !new RegExp(names.pattern).test(name)) {
      return [`${place}: expected a name that matches ${names.pattern}`]
    }
    return unknownMembers(member, others, place)
  })
}

/** Names the nearest known name, or all of them. */
export function suggest(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known)
  return nearest === null ? `known: ${known.join(', ')}` : `did you mean ${nearest}?`
}

/** Names the parts of a value that its schema refuses. */
export function problemsOf(value: unknown, schema: object, path = ''): string[] {
  const compile = createCompiler({ coerce: false, closed: true, publicCallbacks: false, schemas: [] })
  return compile(schema)(value).map(({ field, message }) => {
    const place = [path, field === 'body' && path !== '' ? '' : field].filter((part) => part !== '').join('.')
    return `${place}: ${message}`
  })
}
