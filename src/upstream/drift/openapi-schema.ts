import { isRecord, type JsonRecord } from '../json.ts'
import {
  arrayOf,
  type JsonType,
  mapOf,
  merge,
  objectOf,
  oneOf,
  scalar,
  type Shape,
  UNKNOWN,
} from './shape.ts'

const TYPES: ReadonlyMap<unknown, JsonType> = new Map([
  ['string', 'string'],
  ['number', 'number'],
  ['integer', 'number'],
  ['boolean', 'boolean'],
  ['null', 'null'],
  ['object', 'object'],
  ['array', 'array'],
])

/** Twenty times what FLORA's document has. Schemas that share others could describe billions of values. */
const SHAPES_MAX = 200_000

/** Reads the schemas of one OpenAPI document as shapes. */
export class SchemaReader {
  readonly #document
  #shapes = 0

  constructor(document: JsonRecord) {
    this.#document = document
  }

  /**
   * Follows `$ref` within the document.
   *
   * @throws {Error} for a reference to another document, and for one that leads nowhere
   */
  resolve(value: unknown): unknown {
    let found = value
    for (const seen = new Set<string>(); isRecord(found) && typeof found['$ref'] === 'string';) {
      const reference = found['$ref']
      if (seen.has(reference)) throw new Error(`the reference ${reference} leads to itself`)
      seen.add(reference)
      found = this.#lookUp(reference)
    }
    return found
  }

  #lookUp(reference: string): unknown {
    if (!reference.startsWith('#')) {
      throw new Error(`it refers to another document, ${reference}; bundle it into one first`)
    }
    const parts = reference.split('/').slice(1)
    let found: unknown = this.#document
    for (const part of parts) {
      const name = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
      found = isRecord(found) ? found[name] : undefined
    }
    if (found === undefined) throw new Error(`the reference ${reference} leads nowhere`)
    return found
  }

  query(parameters: readonly unknown[]): Shape {
    const members = new Map<string, Shape>()
    for (const parameter of parameters.map((value) => this.resolve(value))) {
      if (!isRecord(parameter) || parameter['in'] !== 'query') continue
      members.set(String(parameter['name']), this.shape(parameter['schema']))
    }
    return objectOf(members)
  }

  /** The shape of a request body or a response, over all its content types; null when it has no content. */
  content(value: unknown): Shape | null {
    const holder = this.resolve(value)
    const content = isRecord(holder) ? holder['content'] : undefined
    if (!isRecord(content)) return null
    const shapes = Object.values(content).map((media) =>
      this.shape(isRecord(media) ? media['schema'] : undefined),
    )
    return shapes.length === 0 ? null : merge(shapes)
  }

  answers(responses: JsonRecord, isWanted: (status: string) => boolean): Shape | null {
    const shapes = Object.entries(responses)
      .filter(([status]) => isWanted(status))
      .map(([, response]) => this.content(response))
      .filter((shape) => shape !== null)
    return shapes.length === 0 ? null : merge(shapes)
  }

  /**
   * @param open schemas that are being read, so that a recursive one ends
   * @throws {Error} for a document that describes too many values
   */
  shape(value: unknown, open: ReadonlySet<unknown> = new Set()): Shape {
    this.#shapes += 1
    if (this.#shapes > SHAPES_MAX) throw new Error(`it describes more than ${SHAPES_MAX} values`)
    const schema = this.resolve(value)
    if (!isRecord(schema) || open.has(schema)) return UNKNOWN
    const within = new Set([...open, schema])
    const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => {
      const list = schema[keyword]
      const shapes = Array.isArray(list) ? list.map((part) => this.shape(part, within)) : []
      // A part of `allOf` that describes nothing takes nothing away from the others.
      return keyword === 'allOf' ? shapes.filter((part) => part !== UNKNOWN) : shapes
    })
    const own = this.#own(schema, within)
    if (own !== null) parts.push(own)
    return parts.length === 0 ? UNKNOWN : merge(parts)
  }

  /** What the schema says beside its combinations; null for nothing. */
  #own(schema: JsonRecord, open: ReadonlySet<unknown>): Shape | null {
    const values = listedIn(schema)
    if (values !== null) return merge([...values, ...nullOf(schema)])
    const types = [schema['type']].flat().flatMap((type) => TYPES.get(type) ?? [])
    const shapes: Shape[] = [...types.map(scalar), ...nullOf(schema)]
    const { properties, items, additionalProperties: rest } = schema
    if (isRecord(properties)) {
      const members = Object.entries(properties).map(([name, member]): [string, Shape] => [
        name,
        this.shape(member, open),
      ])
      shapes.push(objectOf(new Map(members)))
    }
    if (items !== undefined) shapes.push(arrayOf(this.shape(items, open)))
    if (rest === true || isRecord(rest)) shapes.push(mapOf(this.shape(rest, open)))
    // OpenAPI writes "any object" as an object without members.
    const isFree = types.includes('object') && !isRecord(properties) && rest === undefined
    if (isFree && !('allOf' in schema || 'anyOf' in schema || 'oneOf' in schema)) shapes.push(mapOf(UNKNOWN))
    return shapes.length === 0 ? null : merge(shapes)
  }
}

/** The values of `enum` and `const`; null when the schema has neither. */
function listedIn(schema: JsonRecord): Shape[] | null {
  const list = Array.isArray(schema['enum']) ? schema['enum'] : 'const' in schema ? [schema['const']] : null
  return list === null || list.length === 0 ? null : list.map(shapeOfValue)
}

/** `nullable` of OpenAPI 3.0. */
const nullOf = (schema: JsonRecord): Shape[] => (schema['nullable'] === true ? [scalar('null')] : [])

function shapeOfValue(value: unknown): Shape {
  if (typeof value === 'string') return oneOf([value])
  if (value === null) return scalar('null')
  if (Array.isArray(value)) return arrayOf(UNKNOWN)
  return TYPES.has(typeof value) ? scalar(TYPES.get(typeof value) ?? 'unknown') : UNKNOWN
}
