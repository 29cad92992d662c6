/** SDK 0.12, which is not on npm, imitated on the wire from the sources that FLORA publishes. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Asset } from '../../src/schemas/assets/asset.ts'
import { MUG } from '../support/api.ts'
import { failureOf, startFern } from '../support/conformance/fern-session.ts'
import { expectDocumented } from '../support/documented.ts'
import { boxed, padded, png } from '../support/files.ts'

const HOME = { workspace_id: 'ws_abc123' }
const GENERATE = { method: 'POST', path: '/generate', body: MUG } as const

interface Example {
  readonly operation: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body: object | null
}

const published = new URL('published/mcp-curl-examples.json', import.meta.url)
const { examples } = JSON.parse(readFileSync(published, 'utf8')) as { examples: Example[] }

describe('an operation', () => {
  /** What curl leaves out, or calls by a placeholder. SDK 0.12 sends `{}` for requests without members. */
  const CHANGES: Readonly<Record<string, Partial<Example>>> = {
    startTechniqueRun: {
      path: '/techniques/tech_abcd1234/runs',
      body: { mode: 'async', inputs: [{ id: 'foo', type: 'text', value: 'a mug' }] },
    },
    replaceCanvasDefinition: {
      body: { definition: { nodes: [], edges: [], node_inputs: {}, node_outputs: {} } },
    },
    createLibraryFolder: { body: {} },
    addLibraryFolderItem: { body: { type: 'text', text: 'Warm light' } },
    applyCanvasChangeset: { body: {} },
    listProjects: { path: '/projects?workspace_id=ws_abc123' },
  }
  /** Depends on what is there: tested below. `POST /runs/technique` is not in SDK 0.12. */
  const APART = ['getTechniqueRun', 'completeAssetUpload', 'retryAssetUpload', 'createTopLevelTechniqueRun']
  const operations = new Map(examples.map((example) => [example.operation, example]))
  for (const operation of APART) operations.delete(operation)

  test.each([...operations.values()].map((example) => [example.operation, example] as const))(
    '%s is answered as documented, without a content type where there is no body',
    async (operation, example) => {
      const sent: (string | null)[] = []
      const { client } = await startFern({}, (fetch) => async (input, init) => {
        const request = new Request(input, init)
        sent.push(request.headers.get('content-type'))
        return fetch(request)
      })
      const { method, path, body } = { ...example, ...CHANGES[operation] }
      const request = { method, path, ...(body === null ? {} : { body }) }
      const answer = await client.request(request)
      const success = method === 'POST' && operation !== 'applyCanvasChangeset' ? 201 : 200
      expectDocumented(method, path.split('?')[0] ?? '', success, answer)
      expect(sent).toEqual([body === null ? null : 'application/json'])
    },
  )

  test('retryAssetUpload and getTechniqueRun are answered as documented', async () => {
    const { client, world } = await startFern()
    const reserve = { source: 'signed-url', ...HOME }
    const { asset_id: id } = await client.request<Asset>({ method: 'POST', path: '/assets', body: reserve })
    await world.clock.advance({ seconds: 3600 })
    const retried = await client.request<Asset>({ method: 'POST', path: `/assets/${id}/retry` })
    expect(retried.status).toBe('pending_upload')
    const path = '/techniques/brand-copy/runs'
    const body = { mode: 'async', inputs: [{ id: 'foo', type: 'text', value: 'a mug' }] }
    const { run_id: run } = await client.request<{ run_id: string }>({ method: 'POST', path, body })
    expect(await client.request({ path: `${path}/${run}` })).toMatchObject({ status: 'pending' })
  })
})

describe('an error', () => {
  test.each([
    [{ path: '/runs/run_nope' }, 404, 'not_found'],
    [{ ...GENERATE, body: {} }, 400, 'input_validation_error'],
    [
      { ...GENERATE, body: { ...MUG, workspace_id: 'ws_empty', project_id: 'prj_empty' } },
      402,
      'insufficient_credits',
    ],
    [{ ...GENERATE, headers: { authorization: 'Bearer sk_live_viewer' } }, 403, 'forbidden'],
  ] as const)('of %j has the id of its request', async (request, status, code) => {
    const { client } = await startFern()
    const error = await failureOf(client.request(request))
    expect(error).toMatchObject({ statusCode: status, body: { error: { code } } })
    expect(error.requestId).toMatch(/^req_/)
  })

  test('of a repeated idempotency key is reported at once', async () => {
    const { client, count, slept } = await startFern()
    const once = { ...GENERATE, headers: { 'idempotency-key': 'once' } }
    await client.request(once)
    expect(await failureOf(client.request(once))).toMatchObject({ statusCode: 409 })
    expect([await count('startGeneration'), slept]).toEqual([2, []])
  })

  // SDK 0.12 types `code` and `valid_values` for each field of every operation.
  test('has the codes of its fields, and the values that are valid', async () => {
    const { client } = await startFern()
    const path = '/workspaces/ws_abc123/projects/prj_abc123/canvas/changeset'
    const body = { remove: [{ id: 'n99' }] }
    expect(await failureOf(client.request({ method: 'POST', path, body }))).toMatchObject({
      body: { error: { fields: [{ code: 'node_not_found' }] } },
    })
    const models = await failureOf(client.request({ path: '/models', query: { type: 'nope' } }))
    expect(models.body).toEqual({
      error: expect.objectContaining({
        fields: [
          {
            field: 'type',
            message: "Invalid enum value. Expected 'image' | 'video' | 'audio' | 'text', received 'nope'",
            code: 'invalid_enum_value',
            valid_values: ['image', 'video', 'audio', 'text'],
          },
        ],
      }),
    })
  })
})

describe('a retry', () => {
  test.each([408, 502, 503, 504])('follows %i after 1 and 2 seconds', async (status) => {
    const { client, world, count, slept } = await startFern()
    await world.rules.add({ match: { operation: 'listWorkspaces' }, times: 2, effect: { error: { status } } })
    await client.request({ path: '/workspaces' })
    expect([await count('listWorkspaces'), slept]).toEqual([3, [1000, 2000]])
  })

  test.each([
    ['legacy', 3],
    ['recommended', 1],
  ] as const)('after 500 depends on the setting: %s', async (retryOn, requests) => {
    const { client, world, count } = await startFern({ retryOn })
    await world.rules.add({ match: { operation: 'listWorkspaces' }, effect: { error: { status: 500 } } })
    expect(await failureOf(client.request({ path: '/workspaces' }))).toMatchObject({ statusCode: 500 })
    expect(await count('listWorkspaces')).toBe(requests)
  })

  test('waits as long as the rate limit says', async () => {
    const { client, slept } = await startFern({ rateLimit: '1/60' })
    await client.request({ path: '/workspaces' })
    expect(await failureOf(client.request({ path: '/workspaces' }))).toMatchObject({ statusCode: 429 })
    expect(slept).toEqual([60_000, 60_000])
  })

  test('does not follow a cut connection', async () => {
    const { client, count } = await startFern()
    const headers = { 'x-flora-emulator': 'drop:after' }
    await expect(client.request({ ...GENERATE, headers })).rejects.toThrow('fetch failed')
    expect(await count('startGeneration')).toBe(1)
  })
})

describe('paging', () => {
  interface Page {
    readonly meta: { readonly next_cursor: string | null; readonly total_estimate?: number | null }
  }

  test.each([
    ['/techniques', {}],
    ['/technique-runs', {}],
    ['/assets', {}],
    ['/projects', HOME],
    ['/projects/prj_abc123/nodes', {}],
    ['/generations', {}],
    ['/generations', { status: 'failed' }],
    ['/technique-runs', { status: 'completed' }],
  ])('%s with %j ends, and every cursor is text or null', async (path, query) => {
    const { client, world } = await startFern()
    for (let n = 0; n < 3; n += 1) {
      await client.request(GENERATE)
      await client.request({ method: 'POST', path: '/projects', body: { ...HOME, name: `p${n}` } })
      const body = { ...HOME, technique_id: 'tech_abcd1234', inputs: { foo: 'a mug' } }
      await client.request({ method: 'POST', path: '/runs/technique', body })
      await client.request({ method: 'POST', path: '/assets', body: { ...HOME, source: 'signed-url' } })
    }
    await world.clock.advance({ until: 'idle' })
    let requests = 0
    for await (const { meta } of client.pages<Page>(path, { ...query, limit: 1, query: null })) {
      requests += 1
      expect(meta.next_cursor === null || meta.next_cursor.length > 0).toBe(true)
      expect(requests).toBeLessThan(50)
    }
    expect(requests).toBeGreaterThan(0)
  })
})

describe('an upload', () => {
  const small = new File([png(64, 48)], 'mug.png', { type: 'image/png' })
  const large = new File([padded(boxed('mp42'), 4 * 1024 * 1024 + 1)], 'clip.mp4', { type: 'video/mp4' })

  test('of a small file has the file last in its form', async () => {
    const { client } = await startFern()
    const id = await client.upload(small, { ...HOME, project_id: 'prj_abc123' })
    expect(await client.request<Asset>({ path: `/assets/${id}` })).toMatchObject({
      status: 'ready',
      name: 'mug.png',
      content_type: 'image/png',
      uploaded_via: 'direct',
    })
  })

  test.each([
    ['`upload`', (answer: object) => answer],
    ['`upload_url` when `upload` is absent', (answer: object) => ({ ...answer, upload: undefined })],
  ])('of a large file goes to the target in %s', async (_where, change) => {
    const { client } = await startFern({}, (fetch) => async (input, init) => {
      const response = await fetch(input, init)
      if (response.status !== 201) return response
      return Response.json(change((await response.json()) as object), { status: 201 })
    })
    const id = await client.upload(large, HOME)
    expect(await client.request<Asset>({ path: `/assets/${id}` })).toMatchObject({
      status: 'ready',
      name: 'clip.mp4',
      uploaded_via: 'signed_url',
    })
  })
})
