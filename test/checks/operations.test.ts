import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { START_OPERATIONS } from '../../src/checks/record/starts.ts'

interface Schema {
  readonly $ref?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
}

interface Operation {
  readonly operationId: string
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >
}

const document = parse(readFileSync('openapi.yaml', 'utf8')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

test('the operations that start runs are those that create something with a poll_url', () => {
  const writes = Object.values(document.paths).flatMap((methods) =>
    Object.entries(methods).flatMap(([method, operation]) => (method === 'get' ? [] : [operation])),
  )
  const starting = writes.filter(({ responses }) =>
    Object.entries(responses).some(
      ([status, { content }]) => status.startsWith('2') && hasPollUrl(content?.['application/json']?.schema),
    ),
  )
  expect(starting.map(({ operationId }) => operationId).toSorted()).toEqual([...START_OPERATIONS].toSorted())
})

function hasPollUrl(schema: Schema | undefined): boolean {
  if (schema === undefined) return false
  const { $ref, properties = {}, items, anyOf = [], allOf = [] } = schema
  if ('poll_url' in properties) return true
  const target = $ref === undefined ? undefined : document.components.schemas[$ref.split('/').at(-1) ?? '']
  return [target, items, ...anyOf, ...allOf, ...Object.values(properties)].some(hasPollUrl)
}
