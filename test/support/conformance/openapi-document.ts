/** Reads openapi.yaml as its users do: with references resolved, and without knowing how it was made. */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

interface Media {
  readonly schema: object
  readonly example?: unknown
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>
}

interface Part {
  readonly description?: string
  readonly headers?: Readonly<Record<string, object>>
  readonly content?: Readonly<Record<string, Media>>
}

interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly example?: string
  readonly schema: object
}

interface OperationObject {
  readonly operationId: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: Part
  readonly responses: Readonly<Record<string, Part>>
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>
  readonly webhooks: Readonly<Record<string, { readonly post: OperationObject }>>
  readonly components: {
    readonly 'x-flora-source': Readonly<Record<string, Readonly<Record<string, string>>>>
    readonly 'x-flora-since': Readonly<Record<string, Readonly<Record<string, string>>>>
    readonly schemas: Readonly<Record<string, object>>
    readonly responses: Readonly<Record<string, Part>>
  }
}

/** As it is written. */
export const written = parse(readFileSync('openapi.yaml', 'utf8')) as Document

/** Resolves references to everything but schemas. */
export const resolved = resolveParts(written) as Document

/** The operations, in the order of the document. */
export const documentOperations = Object.entries(resolved.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([verb, operation]) => ({ ...operation, path, method: verb.toUpperCase() })),
)

/** Builds the request that the examples of an operation describe. */
export function exampleRequest({
  path,
  method,
  parameters = [],
  requestBody,
}: (typeof documentOperations)[number]) {
  const known = parameters.filter(({ example }) => example !== undefined)
  const filled = known.reduce((text, { name, example }) => text.replace(`{${name}}`, String(example)), path)
  const query = known.filter((parameter) => parameter.in === 'query')
  const search = new URLSearchParams(
    Object.fromEntries(query.map(({ name, example }) => [name, String(example)])),
  )
  const json = requestBody?.content?.['application/json']?.example
  return {
    path: search.size === 0 ? filled : `${filled}?${search.toString()}`,
    call: {
      method,
      ...(json === undefined ? {} : { json, headers: { 'content-type': 'application/json' } }),
    },
  }
}

function resolveParts(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(resolveParts)
  if (typeof node !== 'object' || node === null) return node
  if ('$ref' in node && typeof node.$ref === 'string' && !node.$ref.startsWith('#/components/schemas/')) {
    return resolveParts(at(node.$ref.split('/').slice(1)))
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, resolveParts(value)]))
}

function at(path: readonly string[]): unknown {
  return path.reduce<unknown>((node, name) => (node as Readonly<Record<string, unknown>>)[name], written)
}
