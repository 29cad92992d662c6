import type { Source } from '../../schemas/provenance.ts'
import type { Marks } from './marked.ts'

/** The parts of an OpenAPI 3.1 document that are read or written here. */
export interface ApiDocument {
  readonly info: object
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly webhooks?: Named<{ readonly post: Operation }>
  readonly components: Components
}

/** Sources of members by component and dotted path. */
type FieldSources = Readonly<Record<string, Readonly<Record<string, Source>>>>

type Named<Part> = Readonly<Record<string, Part>>

interface Components {
  /** Not within the schemas, because strict validators refuse keywords that they do not know. */
  readonly 'x-flora-source'?: FieldSources
  readonly 'x-flora-since'?: Readonly<Record<string, Readonly<Record<string, 'next'>>>>
  readonly schemas: Readonly<Record<string, SchemaNode>>
  readonly parameters?: Named<Parameter>
  readonly headers?: Named<Marks>
  readonly responses?: Named<SharedResponse>
}

export interface Operation extends Marks {
  /** Set by routes. The written document has it at the success. */
  readonly 'x-flora-status-source'?: Source
  readonly operationId: string
  readonly parameters?: readonly (Parameter | Reference)[]
  readonly requestBody?: Body
  readonly responses: Named<Marks | Reference>
}

export interface Parameter extends Marks {
  readonly name: string
  readonly required?: boolean
  readonly example?: unknown
  readonly schema: SchemaNode
}

/** A refusal, with an example of each of its codes. */
export interface SharedResponse extends Marks {
  readonly description: string
  readonly headers: object
  readonly content: {
    readonly 'application/json': { readonly schema: SchemaNode; readonly examples: Named<Marks> }
  }
}

export interface Body {
  readonly required?: boolean
  readonly content: Readonly<Record<string, { readonly schema: SchemaNode; readonly example?: unknown }>>
}

/** A type and no interface, so that it is a schema as well. */
export type Reference = Readonly<Record<'$ref', string>>

/** A JSON schema, or a part of one. */
export interface SchemaNode {
  readonly $ref?: string
  readonly required?: readonly string[]
  readonly examples?: readonly unknown[]
  readonly [keyword: string]: unknown
}

/** Refers to a component of the document. */
export const componentRef = (kind: string, name: string): Reference => ({
  $ref: `#/components/${kind}/${name}`,
})

/** Returns the component that a schema refers to, or the schema. */
export function resolve({ components }: ApiDocument, schema: SchemaNode): SchemaNode {
  const name = schema.$ref?.split('/').at(-1)
  return name === undefined ? schema : (components.schemas[name] ?? {})
}

/** Copies an object with other values. */
export const mapValues = <Value, Mapped>(
  of: Readonly<Record<string, Value>>,
  map: (value: Value, key: string) => Mapped,
): Record<string, Mapped> =>
  Object.fromEntries(Object.entries(of).map(([key, value]) => [key, map(value, key)]))
