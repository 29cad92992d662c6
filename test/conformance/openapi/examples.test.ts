/** openapi.yaml works for machines: its examples are requests that succeed, and validators compile its schemas. */
import { Ajv2020 } from 'ajv/dist/2020.js'
import { default as addFormats } from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { startApi } from '../../support/api.ts'
import {
  documentOperations,
  exampleRequest,
  resolved,
  written,
} from '../../support/conformance/openapi-document.ts'

const schemas = Object.entries(written.components.schemas)
const table = documentOperations.map((operation) => [operation.operationId, operation] as const)

/** Ajv as it comes, but with warnings as errors. */
function strictAjv(): Ajv2020 {
  const fail = (...problem: unknown[]) => {
    throw new Error(problem.join(' '))
  }
  const ajv = new Ajv2020({ logger: { log: fail, warn: fail, error: fail } })
  addFormats.default(ajv)
  for (const [name, schema] of schemas) ajv.addSchema(schema, `#/components/schemas/${name}`)
  return ajv
}

describe('the examples of an operation, in a new world,', () => {
  test.each(table)('%s', async (name, operation) => {
    const api = (await startApi()).as(`sk_test_${name.toLowerCase()}`)
    const { path, call } = exampleRequest(operation)
    const { status, headers } = await api.call(path, call)
    expect(status).toBeLessThan(300)
    expect([...headers.keys()]).toEqual(expect.arrayContaining(headersOf(operation, status)))

    const repeated = { ...call, headers: { ...call.headers, 'idempotency-key': 'k' } }
    const takesKey = operation.parameters?.some((parameter) => parameter.name === 'Idempotency-Key')
    expect(takesKey).toBe(['POST', 'PUT', 'PATCH'].includes(operation.method))
    if (takesKey !== true) return
    const other = api.as(`${api.apiKey}-2`)
    await other.call(path, repeated)
    const refusal = await other.refusal(path, repeated)
    expect([refusal.status, refusal.error.code]).toEqual([409, 'idempotency_duplicate'])
    expect([...refusal.headers.keys()]).toEqual(expect.arrayContaining(headersOf(operation, 409)))
  })

  const headersOf = ({ responses }: (typeof documentOperations)[number], status: number) =>
    Object.keys(responses[status]?.headers ?? {})
})

test('the examples of all operations succeed in the order of the document, as tools send them', async () => {
  const api = await startApi()
  for (const operation of documentOperations) {
    const { path, call } = exampleRequest(operation)
    const { status, body } = await api.call(path, call)
    expect(status, `${operation.operationId}: ${JSON.stringify(body)}`).toBeLessThan(300)
  }
})

test('every required parameter and every JSON body has an example', () => {
  for (const { operationId, parameters = [], requestBody } of documentOperations) {
    const lacking = parameters.filter(({ required, example }) => required === true && example === undefined)
    expect(lacking, operationId).toEqual([])
    const json = requestBody?.content?.['application/json']
    expect(json === undefined || json.example !== undefined, operationId).toBe(true)
  }
})

test.each(schemas)(
  'the schema %s compiles with the default options of Ajv, and its examples are valid',
  (name) => {
    const ajv = strictAjv()
    const validate = ajv.compile({ $ref: `#/components/schemas/${name}` })
    for (const example of (written.components.schemas[name] as { examples?: unknown[] }).examples ?? []) {
      expect(validate(example), JSON.stringify(validate.errors)).toBe(true)
    }
  },
)

test('examples of bodies, refusals and webhooks, and those of parameters, are valid', () => {
  const ajv = strictAjv()
  const webhooks = Object.values(resolved.webhooks).map(({ post }) => post)
  const medias = [...documentOperations, ...webhooks].flatMap(({ requestBody, responses }) =>
    [requestBody ?? {}, ...Object.values(responses)].flatMap(({ content = {} }) => Object.values(content)),
  )
  const parameters = [...documentOperations, ...webhooks].flatMap((operation) => operation.parameters ?? [])
  for (const { schema, example, examples = {} } of [...medias, ...parameters.map(withoutName)]) {
    const all = [example, ...Object.values(examples).map(({ value }) => value)]
    for (const each of all.filter((value) => value !== undefined)) {
      expect(ajv.validate(schema, each), `${JSON.stringify(each)}: ${ajv.errorsText()}`).toBe(true)
    }
  }
})

const withoutName = ({ schema, example }: { schema: object; example?: unknown }) => ({
  schema,
  example,
  examples: {},
})

test('each code of a refusal has an example, and every code has a status', () => {
  const refusals = Object.values(written.components.responses).flatMap(({ content }) =>
    Object.keys(content?.['application/json']?.examples ?? {}),
  )
  const error = written.components.schemas['Error'] as {
    properties: { error: { properties: { code: { enum: string[] } } } }
  }
  expect(refusals).toEqual(error.properties.error.properties.code.enum)
})

test.each(['run.completed', 'run.failed'])('a webhook %s is as described', async (type) => {
  const api = await startApi()
  const inbox = api.world.inbox('shop')
  const fault = type === 'run.failed' ? { 'x-flora-emulator': 'fail:GENERATION_GENERIC_ERROR' } : {}
  await api.generate({ callback_url: inbox.url }, fault)
  await api.world.clock.advance({ until: 'idle' })
  const [message] = await inbox.waitFor()
  const post = resolved.webhooks[type]?.post
  const ajv = strictAjv()
  const schema = post?.requestBody?.content?.['application/json']?.schema ?? false
  expect(ajv.validate(schema, JSON.parse(message?.body ?? '')), ajv.errorsText()).toBe(true)
  const headers = (post?.parameters ?? []).map(({ name }) => name.toLowerCase())
  expect(Object.keys(message?.headers ?? {})).toEqual(expect.arrayContaining(headers))
  expect(message?.headers['flora-event']).toBe(type)
})
