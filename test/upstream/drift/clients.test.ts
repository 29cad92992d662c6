import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readFolder } from '../../../src/upstream/drift/read-folder.ts'
import { readOpenApi } from '../../../src/upstream/drift/read-openapi.ts'
import { compare } from '../../../src/upstream/drift/compare.ts'
import { document, driftOf, EMULATED, folderOf } from '../../support/upstream/drift.ts'
import { temporaryFolder } from '../../support/fixtures.ts'

const SDK = 'node_modules/@flora-ai/flora'

describe('the official SDK', () => {
  test('the emulator has every operation and every field of the newest version', () => {
    const surface = readFolder(SDK)
    const { shared, differences } = compare(EMULATED, surface)
    expect(surface).toMatchObject({ name: expect.stringMatching(/^@flora-ai\/flora 0\.11\./), source: 'sdk' })
    expect(shared).toBe(surface.operations.length)
    const missing = differences.filter(({ onlyIn }) => onlyIn !== 'emulator')
    // The emulator also takes the ids of older SDKs here, so it lists none.
    expect(missing.map(({ kind, operation, field }) => `${kind} ${operation} ${field}`)).toEqual([
      'enum POST /runs/action action_id',
      'enum POST /projects/{projectId}/actions action_id',
    ])
  })

  test('fields that the SDK does not know are listed', () => {
    const drift = driftOf(EMULATED, readFolder(SDK))
    expect(drift).toContain('field GET /techniques answer techniques[].slug emulator')
    expect(drift).toContain('field GET /generations answer meta.total_estimate emulator')
    expect(drift).not.toContain('field GET /generations answer generations[].generation_id emulator')
  })

  test.each([
    ['0.3', 19],
    ['0.7', 26],
    ['0.10', 30],
  ])('version %s has %i operations', (version, count) => {
    expect(readFolder(`node_modules/flora-sdk-${version}`).operations).toHaveLength(count)
  })

  test('its declarations say the same as its sources', () => {
    const folder = temporaryFolder()
    for (const part of ['resources', 'core', 'internal', 'lib']) {
      cpSync(join(SDK, part), join(folder, part), { recursive: true })
    }
    expect(driftOf(readFolder(SDK), readFolder(folder))).toEqual([])
  })
})

/** In the layout of the generator, which FLORA uses after version 0.11. */
const FERN = {
  'src/generated/api/index.ts': `export * from "./resources/index.js";`,
  'src/generated/api/resources/index.ts': `export * as things from "./things/index.js";\nexport * from "./things/types/index.js";\nexport * from "./things/client/requests/index.js";`,
  'src/generated/api/resources/things/index.ts': `export * from "./types/index.js";`,
  'src/generated/api/resources/things/types/index.ts': `export * from "./ListThingsResponse.js";`,
  'src/generated/api/resources/things/types/ListThingsResponse.ts': `
    export interface ListThingsResponse { things: ListThingsResponse.Things.Item[]; next?: string | null }
    export namespace ListThingsResponse {
      export namespace Things {
        export interface Item { id: string; kind: Item.Kind }
        export namespace Item {
          export const Kind = { Big: "big", Small: "small" } as const;
          export type Kind = (typeof Kind)[keyof typeof Kind];
        }
      }
    }`,
  'src/generated/api/resources/things/client/requests/index.ts': `export { type MakeRequest } from "./MakeRequest.js";`,
  'src/generated/api/resources/things/client/requests/MakeRequest.ts': `
    export interface MakeRequest { room_id: string; limit?: number; name: string; tags?: Record<string, unknown> }`,
  'src/generated/api/resources/things/client/Client.ts': `
    import * as core from "../../../../core/index.js";
    import * as Api from "../../../index.js";
    export class ThingsClient {
      public make(request: Api.MakeRequest): core.HttpResponsePromise<Api.things.ListThingsResponse> {
        return core.HttpResponsePromise.fromPromise(this.__make(request));
      }
      private async __make(request: Api.MakeRequest): Promise<core.WithRawResponse<Api.things.ListThingsResponse>> {
        const { room_id: roomId, limit, ..._body } = request;
        const _queryParams: Record<string, unknown> = { limit };
        const _response = await core.fetcher({
          url: core.url.join((await core.Supplier.get(this._options.baseUrl)) ?? "x", \`rooms/\${core.url.encodePathParam(roomId)}/things\`),
          method: "POST",
          queryString: core.url.queryBuilder().addMany(_queryParams).build(),
          body: _body,
        });
        if (_response.ok) return { data: _response.body as Api.things.ListThingsResponse };
        switch (_response.error.statusCode) {
          case 400: throw new Api.BadRequestError(_response.error.body as unknown);
          case 404: throw new Api.NotFoundError(_response.error.body as unknown);
          default: throw new Error();
        }
      }
    }`,
}

/** The same API as a document. */
function things(
  change: (schemas: { body: Record<string, object>; kinds: string[] }) => void = () => undefined,
) {
  const body: Record<string, object> = { name: { type: 'string' }, tags: { type: 'object' } }
  const kinds = ['big', 'small']
  change({ body, kinds })
  const item = { type: 'object', properties: { id: { type: 'string' }, kind: { enum: kinds } } }
  const page = {
    type: 'object',
    properties: { things: { type: 'array', items: item }, next: { type: ['string', 'null'] } },
  }
  const json = (schema: object) => ({ content: { 'application/json': { schema } } })
  const operation = {
    parameters: [
      { name: 'roomId', in: 'path', schema: { type: 'string' } },
      { name: 'limit', in: 'query', schema: { type: 'integer' } },
    ],
    requestBody: json({ type: 'object', properties: body }),
    responses: { 201: json(page), 400: {}, 404: {} },
  }
  return readOpenApi(
    JSON.stringify({ openapi: '3.1.0', paths: { '/rooms/{room}/things': { post: operation } } }),
  )
}

describe('a tree that Fern generated', () => {
  test('path, query, body, answer, enums and statuses of errors are read', () => {
    const surface = readFolder(folderOf(FERN))
    expect(surface.source).toBe('fern')
    expect(driftOf(things(), surface)).toEqual([])
  })

  test('drift is found in each of them', () => {
    const changed = things(({ body, kinds }) => {
      delete body['tags']
      body['colour'] = { type: 'string' }
      kinds.push('huge')
    })
    expect(driftOf(changed, readFolder(folderOf(FERN)))).toEqual([
      'field POST /rooms/{room}/things body colour emulator',
      'field POST /rooms/{room}/things body tags against',
      'enum POST /rooms/{room}/things answer things[].kind emulator huge',
    ])
  })
})

describe('an MCP package', () => {
  const list = (methods: string) =>
    readFolder(folderOf({ 'local-docs-search.mjs': `const EMBEDDED_METHODS = [${methods}];` }))

  test('its embedded list has operations, parameters and answers', () => {
    const surface = list(`
      { httpMethod: 'get', endpoint: '/things', params: ["kind?: 'big' | 'small';"], response: '{ id: string; }' },
      { httpMethod: 'post', endpoint: '/things', params: ['{ name: string; } | { url: string; }'], response: '{ id: string; }' }`)
    const query = [{ name: 'kind', in: 'query', schema: { enum: ['big'] } }]
    const api = readOpenApi(
      document({ type: 'object', properties: { name: { type: 'string' } } }, { parameters: query }),
    )
    expect(surface.source).toBe('mcp')
    expect(driftOf(api, surface)).toEqual([
      'operation POST /things against',
      'enum GET /things query kind against small',
      'field GET /things answer name emulator',
      'field GET /things answer id against',
    ])
  })

  test('the answer of a paged list is one row there', () => {
    const surface = list(
      `{ httpMethod: 'get', endpoint: '/things', params: ['cursor?: string;'], response: '{ id: string; }' }`,
    )
    const rows = { type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } }
    const page = { type: 'object', properties: { things: rows, meta: { type: 'object', properties: {} } } }
    const parameters = [{ name: 'cursor', in: 'query', schema: { type: 'string' } }]
    expect(driftOf(readOpenApi(document(page, { parameters })), surface)).toEqual([])
  })

  test('a list of names alone gives operations', () => {
    const { operations } = readFolder(
      folderOf({ 'methods.js': `exports.sdkMethods = [{ httpMethod: 'get', httpPath: '/things/{id}' }]` }),
    )
    expect(operations).toEqual([{ method: 'GET', path: '/things/{id}', shapes: {}, statuses: null }])
  })
})

test.each([
  ['an empty folder', {}, /neither an SDK/],
  ['a folder of something else', { 'index.js': 'export const a = 1' }, /neither an SDK/],
  ['an SDK without operations', { 'src/resources/a.ts': 'export class A {}' }, /no operation/],
  ['an SDK that cannot be parsed', { 'src/resources/a.ts': 'export class {' }, /a\.ts/],
])('%s is refused', (_name, files, reason) => {
  expect(() => readFolder(folderOf(files))).toThrow(reason)
})
