/** What JSON types a value has; `unknown` where a description leaves it open. */
export type JsonType = 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array' | 'unknown'

/** A described value, reduced to what two descriptions of one API can be compared by. */
export interface Shape {
  readonly types: ReadonlySet<JsonType>
  /** Allowed strings; null when any string is allowed, and for values that are no strings. */
  readonly values: ReadonlySet<string> | null
  readonly members: ReadonlyMap<string, Shape>
  /** Elements of an array. */
  readonly items: Shape | null
  /** Values of an object whose member names are free. */
  readonly rest: Shape | null
}

/** No value at all, such as the body of a request without one. */
export const EMPTY: Shape = { types: new Set(), values: null, members: new Map(), items: null, rest: null }

export const UNKNOWN: Shape = { ...EMPTY, types: new Set(['unknown']) }

export const scalar = (type: JsonType): Shape => ({ ...EMPTY, types: new Set([type]) })

/** A string of a closed list. */
export const oneOf = (values: Iterable<string>): Shape => ({
  ...scalar('string'),
  values: new Set(values),
})

export const arrayOf = (items: Shape): Shape => ({ ...scalar('array'), items })

export const mapOf = (rest: Shape): Shape => ({ ...scalar('object'), rest })

export const objectOf = (members: ReadonlyMap<string, Shape>): Shape => ({ ...scalar('object'), members })

/** The shape of a value that has one of these shapes, or several at once. */
export function merge(shapes: readonly Shape[]): Shape {
  const [first = UNKNOWN, ...others] = shapes
  return others.reduce(mergeTwo, first)
}

function mergeTwo(a: Shape, b: Shape): Shape {
  return {
    types: new Set([...a.types, ...b.types]),
    values: mergeValues(a, b),
    members: mergeMembers(a.members, b.members),
    items: mergeParts(a.items, b.items),
    rest: mergeParts(a.rest, b.rest),
  }
}

/** A free string beside listed ones leaves the value open. */
function mergeValues(a: Shape, b: Shape): Shape['values'] {
  if (!a.types.has('string')) return b.values
  if (!b.types.has('string')) return a.values
  return a.values === null || b.values === null ? null : new Set([...a.values, ...b.values])
}

function mergeMembers(a: Shape['members'], b: Shape['members']): Shape['members'] {
  const merged = new Map(a)
  for (const [name, shape] of b) {
    const other = merged.get(name)
    merged.set(name, other === undefined ? shape : mergeTwo(other, shape))
  }
  return merged
}

const mergeParts = (a: Shape | null, b: Shape | null): Shape | null =>
  a === null || b === null ? (a ?? b) : mergeTwo(a, b)

/** Deeper members are left out; recursive schemas are cut before that. */
const DEPTH_MAX = 24

/** Every value below a shape by its path, such as `models[].params[].type`. Free member names are `*`. */
export function flatten(shape: Shape, path = '', depth = 0): ReadonlyMap<string, Shape> {
  const found = new Map<string, Shape>([[path, shape]])
  if (depth === DEPTH_MAX) return found
  const below: [string, Shape | null][] = [
    [`${path}[]`, shape.items],
    [join(path, '*'), shape.rest],
    ...Array.from(shape.members, ([name, member]): [string, Shape] => [join(path, name), member]),
  ]
  for (const [part, member] of below) {
    if (member === null) continue
    for (const [name, value] of flatten(member, part, depth + 1)) found.set(name, value)
  }
  return found
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`)

/** The path that a path is part of; null for the whole value. */
export function parentOf(path: string): string | null {
  if (path === '') return null
  if (path.endsWith('[]')) return path.slice(0, -2)
  return path.slice(0, Math.max(0, path.lastIndexOf('.')))
}
