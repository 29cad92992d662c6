import { honoursKey } from '../../routes/pipeline/claim-key.ts'
import { components } from '../../schemas/components.ts'
import { sourcesOf } from '../../schemas/provenance.ts'
import {
  type ApiDocument,
  type Body,
  componentRef,
  mapValues,
  type Operation,
  type Parameter,
  type Reference,
  resolve,
  type SchemaNode,
} from './api-document.ts'
import { marked } from './marked.ts'
import { withPlainSchemas } from './plain-schemas.ts'
import { COMMON_HEADERS, headers, parameters, refusalName, refusals } from './shared-parts.ts'
import { webhooks } from './webhooks.ts'

/** Where each member of each component is published, and which ones only the newest source knows. */
function fieldMarks() {
  const sources = Object.fromEntries(components.map((schema) => [schema.$id, sourcesOf(schema)]))
  const newest = Object.entries(sources).flatMap(([name, fields]) => {
    const paths = Object.keys(fields).filter((path) => fields[path] === 'next')
    return paths.length === 0 ? [] : [[name, paths] as const]
  })
  const since = mapValues(Object.fromEntries(newest), (paths) =>
    Object.fromEntries(paths.map((path) => [path, 'next' as const])),
  )
  return { 'x-flora-source': sources, 'x-flora-since': since }
}

/** Adds to the document of the routes what they have in common: headers, refusals, keys, examples and webhooks. */
export function finish(drawn: ApiDocument): ApiDocument {
  const document = withPlainSchemas(drawn) as ApiDocument
  const { components: drawnComponents, paths, ...rest } = document
  return {
    ...rest,
    components: { ...drawnComponents, ...fieldMarks(), headers, parameters, responses: refusals },
    paths: mapValues(paths, (item) =>
      mapValues(item, (operation, verb) => finishOperation(document, operation, verb.toUpperCase())),
    ),
    webhooks,
  }
}

function finishOperation(document: ApiDocument, operation: Operation, method: string): Operation {
  const { parameters: own = [], requestBody, responses, ...head } = operation
  const { 'x-flora-source': source, 'x-flora-status-source': statusSource, ...rest } = head
  if (source === undefined || statusSource === undefined) {
    throw new Error(`${head.operationId} has no source: add published() to its schema`)
  }
  return {
    ...rest,
    ...marked(source),
    parameters: [
      ...own.map((parameter) => ({ ...withExample(document, parameter), ...marked(source) })),
      ...(honoursKey(method) ? [componentRef('parameters', 'IdempotencyKey')] : []),
    ],
    ...(requestBody === undefined ? {} : { requestBody: withBodyExamples(document, requestBody) }),
    responses: mapValues(responses, (response, status) => {
      const refusal = refusalName(status)
      return refusal === null
        ? {
            ...marked(isQuote(status, responses) ? 'ours' : statusSource),
            ...finishSuccess(response, status, responses),
          }
        : componentRef('responses', refusal)
    }),
  }
}

/** Copies the example of a required parameter to where tools look for it. Optional ones stay out of sample requests. */
function withExample(document: ApiDocument, parameter: Parameter | Reference): Parameter | Reference {
  if ('$ref' in parameter || parameter.required !== true) return parameter
  const [example] = examplesOf(document, parameter.schema)
  return example === undefined ? parameter : { ...parameter, example }
}

/** The examples of a schema, or of the first of its alternatives. */
function examplesOf(document: ApiDocument, schema: SchemaNode): readonly unknown[] {
  const { examples, anyOf } = resolve(document, schema)
  if (examples !== undefined) return examples
  return Array.isArray(anyOf) ? examplesOf(document, anyOf[0] as SchemaNode) : []
}

function withBodyExamples(document: ApiDocument, { content }: Body): Body {
  const isRequired = Object.values(content).some(
    ({ schema }) => (resolve(document, schema).required ?? ['?']).length > 0,
  )
  return {
    required: isRequired,
    content: mapValues(content, (media) => {
      const [example] = examplesOf(document, media.schema)
      return example === undefined ? media : { ...media, example }
    }),
  }
}

/** True for the 200 of an operation that creates, unless it repeats an earlier answer: then another body is a 422. */
const isQuote = (status: string, all: Operation['responses']): boolean =>
  status === '200' && '201' in all && !('422' in all)

function finishSuccess(response: object, status: string, all: Operation['responses']): object {
  const isReplay = status === '200' && '201' in all && !isQuote(status, all)
  return {
    ...response,
    headers: {
      ...COMMON_HEADERS,
      ...(isReplay ? { 'idempotent-replayed': componentRef('headers', 'IdempotentReplayed') } : {}),
    },
  }
}
