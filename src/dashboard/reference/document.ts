import type { Schema, Schemas } from '../../kernel/schema-sample.ts'
import { control } from '../api/client.ts'

/** Address of the emulated API's document. */
const EMULATED = '/docs/openapi.json'

/** Parts of an OpenAPI 3.1 document that the reference shows. */
export interface ApiDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string }
  readonly servers: readonly { readonly url: string }[]
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>
  readonly components?: {
    readonly schemas?: Schemas
    readonly parameters?: Named<Parameter>
    readonly responses?: Named<Response>
  }
}

interface Reference {
  readonly $ref: string
}

type Named<Part> = Readonly<Record<string, Part>>

/** An operation of the document, whose parameters and responses may be references to components. */
interface OperationObject extends Omit<OperationParts, 'parameters' | 'responses'> {
  readonly parameters?: readonly (Parameter | Reference)[]
  readonly responses: Named<Response | Reference>
}

interface OperationParts {
  readonly operationId: string
  readonly summary: string
  readonly description?: string
  readonly deprecated?: boolean
  readonly tags: readonly string[]
  readonly parameters: readonly Parameter[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Named<Response>
}

interface Response {
  readonly description: string
  readonly content?: Content
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly description?: string
  readonly example?: string | number
  readonly schema: Schema
}

/** An operation with its method and path. */
export interface Operation extends OperationParts {
  readonly method: string
  readonly path: string
}

/** Loads the document of the control API, or of the emulated API. */
export async function loadDocument(isControl: boolean): Promise<ApiDocument> {
  if (isControl) return control.value.call<ApiDocument>('GET', '/openapi.json')
  const answer = await fetch(EMULATED)
  if (!answer.ok) throw new Error(`${EMULATED} answered ${answer.status}. Reload the page to try again.`)
  return (await answer.json()) as ApiDocument
}

/** Returns the operations of a tag, in the order of the document. */
export function operationsOf({ paths, components = {} }: ApiDocument, tag: string): Operation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, { tags }]) => tags.includes(tag))
      .map(([method, operation]) => ({
        ...operation,
        parameters: (operation.parameters ?? []).flatMap((each) => partsOf(each, components.parameters)),
        responses: Object.fromEntries(
          Object.entries(operation.responses).flatMap(([status, each]) =>
            partsOf(each, components.responses).map((response) => [status, response]),
          ),
        ),
        method: method.toUpperCase(),
        path,
      })),
  )
}

/** Returns a part of an operation, or the component that it refers to. Nothing for an unknown component. */
function partsOf<Part extends object>(part: Part | Reference, components: Named<Part> = {}): Part[] {
  if (!('$ref' in part)) return [part]
  const known = components[part.$ref.split('/').at(-1) ?? '']
  return known === undefined ? [] : [known]
}

/** Returns the schema of an operation's JSON body; null for none. */
export const bodySchemaOf = ({ requestBody }: Operation): Schema | null =>
  requestBody?.content['application/json']?.schema ?? null
