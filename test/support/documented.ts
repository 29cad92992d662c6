import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { default as addFormats } from 'ajv-formats'
import { parse } from 'yaml'

export interface ApiDocument {
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, { $ref?: string }> }>>
}

const document = closed(parse(readFileSync('openapi.yaml', 'utf8'))) as ApiDocument
const ajv = new Ajv2020({ allErrors: true, strict: false })
addFormats.default(ajv)
ajv.addSchema(document, 'openapi')
const validators = new Map<string, ValidateFunction>()

/** The operations of an OpenAPI document, in its order. */
export const operationsOf = ({ paths }: ApiDocument) =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([verb, { operationId }]) => ({
      operationId,
      method: verb.toUpperCase(),
      path,
    })),
  )

/** The operations of openapi.yaml. */
export const operations = operationsOf(document)

/** Paths of openapi.yaml, most literal first, so that `/runs/generation` is not taken for `/runs/{runId}`. */
const templates = Object.keys(document.paths)
  .toSorted((a, b) => a.split('{').length - b.split('{').length)
  .map((template) => ({ template, pattern: new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`) }))

const templateOf = (path: string): string | undefined =>
  templates.find(({ pattern }) => pattern.test(path))?.template

/** True if openapi.yaml has the operation. */
export function isDocumented(method: string, path: string): boolean {
  return document.paths[templateOf(path) ?? '']?.[method.toLowerCase()] !== undefined
}

/**
 * Validates an answer with openapi.yaml: operation and status must be documented, and the body must have the documented
 * types, every required member and no other members.
 *
 * @throws Error with the problems
 */
export function expectDocumented(method: string, path: string, status: number, body: unknown): void {
  const template = templateOf(path)
  if (template === undefined) throw new Error(`${path} is not in openapi.yaml`)
  const verb = method.toLowerCase()
  const response = document.paths[template]?.[verb]?.responses[status]
  if (response === undefined) {
    throw new Error(`${method} ${template} answered ${status}, which openapi.yaml does not document`)
  }
  const own = ['paths', template, verb, 'responses', String(status)]
  const pointer = [...(response.$ref?.split('/').slice(1) ?? own), 'content', 'application/json', 'schema']
  const ref = `openapi#/${pointer.map((part) => encodeURIComponent(part.replaceAll('/', '~1'))).join('/')}`
  const validate = validators.get(ref) ?? ajv.compile({ $ref: ref })
  validators.set(ref, validate)
  if (!validate(body)) {
    throw new Error(
      `${method} ${template} ${status}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(body)}`,
    )
  }
}

/** Closes every object with properties, so that undocumented members are found. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed)
  if (typeof node !== 'object' || node === null) return node
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]))
  const isObjectSchema = copy['type'] === 'object' && 'properties' in copy
  return isObjectSchema ? { additionalProperties: false, ...copy } : copy
}
