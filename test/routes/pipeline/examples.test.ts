/** `--examples`: answers to the placeholders that documentation prints. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { sampleOf, type Schema, type Schemas } from '../../../src/kernel/schema-sample.ts'
import { MUG, startApi, type TestApi } from '../../support/api.ts'
import { expectDocumented } from '../../support/documented.ts'

const MARK = 'x-flora-emulator-example'

const answered = async (path: string, call: Parameters<TestApi['call']>[1] = {}) => {
  const api = await startApi({ examples: true })
  const { status, headers } = await api.call(path, call)
  return { status, marked: headers.get(MARK), api }
}

const post = (json: unknown) => ({ method: 'POST', json })

describe('a refused request is answered with an example', () => {
  test.each([
    ['/techniques/art-directors-critique/runs/run_abc123', {}, 200],
    ['/techniques/techniqueId', {}, 200],
    ['/assets/asset_abc123/retry', { method: 'POST' }, 200],
    [
      '/techniques/art-directors-critique/runs',
      post({ mode: 'async', inputs: [{ id: 'id', type: 'text', value: 'value' }] }),
      201,
    ],
    [
      '/runs/action',
      post({
        ...MUG,
        action_id: 'rotate-image-browser',
        inputs: [{ type: 'image' }],
        params: { foo: 'bar' },
      }),
      201,
    ],
    ['/generate', post({ ...MUG, model: 'model' }), 201],
  ])('%s %j', async (path, call, status) => {
    expect(await answered(path, call)).toMatchObject({ status, marked: 'true' })
  })

  test('and the journal says so', async () => {
    const { api } = await answered('/techniques/techniqueId')
    const [request] = (await api.world.requests.list()).requests
    expect(request).toMatchObject({
      status: 200,
      note: 'Answered with the example of the operation instead of 404 not_found.',
    })
  })

  test('nothing is started or billed', async () => {
    const { api } = await answered('/generate', post({ ...MUG, model: 'model' }))
    expect((await api.generations()).meta.total_estimate).toBe(1)
    expect((await api.world.ledger()).spent_usd).toBe(0)
  })
})

describe('a request is handled as always', () => {
  test.each([
    ['when its placeholders are accepted', '/runs/run_abc123', {}, 200],
    ['when something else is wrong with it', '/generate', post({ ...MUG, model: 'nope' }), 400],
    ['when it leaves out what is required', '/generate', post({ project_id: 'prj_abc123' }), 400],
    ['when it names something by an id that is no placeholder', '/runs/run_nope', {}, 404],
    [
      'when one id of its path is no placeholder',
      '/projects/prj_nope/actions/nodeId/run',
      { method: 'POST' },
      404,
    ],
    [
      'when it cannot be paid',
      '/generate',
      post({ ...MUG, workspace_id: 'ws_empty', project_id: 'prj_empty' }),
      402,
    ],
    [
      'when an error is injected',
      '/techniques/techniqueId',
      { headers: { 'x-flora-emulator': 'status:404' } },
      404,
    ],
  ])('%s', async (_why, path, call, status) => {
    expect(await answered(path, call)).toMatchObject({ status, marked: null })
  })

  test('when the path is unknown', async () => {
    const { emulator, apiKey } = await startApi({ examples: true })
    const headers = { authorization: `Bearer ${apiKey}` }
    expect((await emulator.fetch(`${emulator.baseUrl}/_stainless_unknown_path`, { headers })).status).toBe(
      404,
    )
  })

  test('without the option', async () => {
    const api = await startApi()
    const { status, headers } = await api.refusal('/techniques/techniqueId')
    expect([status, headers.get(MARK)]).toEqual([404, null])
  })
})

interface Document {
  readonly paths: Record<string, Record<string, { responses: Record<string, { content?: Content }> }>>
  readonly components: { readonly schemas: Schemas }
}

type Content = { readonly 'application/json': { readonly schema: Schema } }

const { paths, components } = parse(readFileSync('openapi.yaml', 'utf8')) as Document
const successes = Object.entries(paths).flatMap(([path, item]) =>
  Object.entries(item).flatMap(([method, { responses }]) =>
    Object.entries(responses)
      .filter(([status]) => status.startsWith('2'))
      .map(([status, { content }]) => [method.toUpperCase(), path, Number(status), content] as const),
  ),
)

test.each(successes)(
  '%s %s has an example for %i that openapi.yaml allows',
  (method, path, status, content) => {
    const { schema } = content?.['application/json'] ?? {}
    if (schema === undefined) throw new Error(`${method} ${path} has no JSON for ${status}`)
    expectDocumented(method, path.replaceAll(/[{}]/g, ''), status, sampleOf(schema, components.schemas))
  },
)
