/** The parts of an OpenAPI 3.1 document that are read or written here. */
export interface ApiDocument {
  readonly info: object
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly webhooks?: object
  readonly components: Components
}

interface Components {
  readonly schemas: Readonly<Record<string, SchemaNode>>
  readonly parameters?: object
  readonly headers?: object
  readonly responses?: object
}

export interface Operation {
  readonly operationId: string
  readonly parameters?: readonly (Parameter | Reference)[]
  readonly requestBody?: Body
  readonly responses: Readonly<Record<string, object>>
}

export interface Parameter {
  readonly name: string
  readonly required?: boolean
  readonly example?: unknown
  readonly schema: SchemaNode
}

export interface Body {
  readonly required?: boolean
  readonly content: Readonly<Record<string, { readonly schema: SchemaNode; readonly example?: unknown }>>
}

export interface Reference {
  readonly $ref: string
}

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
