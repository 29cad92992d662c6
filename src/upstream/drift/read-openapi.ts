import { reasonOf } from '../../kernel/errors.ts'
import { parse } from 'yaml'
import { EMPTY } from './shape.ts'
import { isRecord, type JsonRecord } from '../json.ts'
import { SchemaReader } from './openapi-schema.ts'
import { type Operation, pathBelowBase, type Surface } from './surface.ts'

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/**
 * Reads an OpenAPI document of version 3, in JSON or YAML. Members that begin with `x-` are ignored.
 *
 * @throws {Error} with what is wrong with the document
 */
export function readOpenApi(text: string): Surface {
  const document = parseDocument(text)
  const version = document['openapi']
  if (document['swagger'] !== undefined) {
    throw new Error(`it is Swagger 2; convert it to OpenAPI 3 first`)
  }
  if (typeof version !== 'string' || !version.startsWith('3.')) {
    throw new Error(
      'it is no OpenAPI 3 document: the member "openapi" with a version such as 3.1.0 is missing',
    )
  }
  if (!isRecord(document['paths'])) throw new Error('it is no API: the member "paths" is missing')
  const reader = new SchemaReader(document)
  const operations = Object.entries(document['paths']).flatMap(([path, item]) =>
    operationsOf(pathBelowBase(path), reader.resolve(item), reader),
  )
  return { name: nameOf(document), source: 'openapi', operations }
}

function parseDocument(text: string): JsonRecord {
  let value: unknown
  try {
    // JSON is YAML, but its own parser is faster and its messages fit.
    value = /^\s*\{/.test(text) ? JSON.parse(text) : parse(text)
  } catch (error) {
    if (error instanceof RangeError || /call stack/.test(reasonOf(error))) throw new RangeError()
    throw new Error(`it is neither JSON nor YAML: ${firstLineOf(error)}`, { cause: error })
  }
  if (!isRecord(value)) throw new Error('it is no OpenAPI document: an object is expected')
  return value
}

const firstLineOf = (error: unknown): string => reasonOf(error).split('\n', 1)[0] ?? ''

function nameOf({ info }: JsonRecord): string {
  const { title, version } = isRecord(info) ? info : {}
  return [title, version].filter((part) => typeof part === 'string').join(' ') || 'an API without a name'
}

function operationsOf(path: string, item: unknown, reader: SchemaReader): Operation[] {
  if (!isRecord(item)) return []
  const shared = listOf(item['parameters'])
  return METHODS.flatMap((method) => {
    const operation = reader.resolve(item[method])
    if (!isRecord(operation)) return []
    const responses = isRecord(operation['responses']) ? operation['responses'] : {}
    const error = reader.answers(responses, (status) => /^[45]|^default$/.test(status))
    const shapes: Operation['shapes'] = {
      query: reader.query([...shared, ...listOf(operation['parameters'])]),
      body: reader.content(operation['requestBody']) ?? EMPTY,
      answer: reader.answers(responses, (status) => status.startsWith('2')) ?? EMPTY,
      // Documents often leave the body of errors out, which does not say that there is none.
      ...(error === null ? {} : { error }),
    }
    const statuses = new Set(Object.keys(responses).filter((status) => !status.startsWith('x-')))
    return [{ method: method.toUpperCase(), path, shapes, statuses }]
  })
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
