import { describe, expect, test } from 'vitest'
import type {
  DeletedLibraryFolder,
  LibraryFolder,
  LibraryItem,
} from '../../../src/schemas/workspaces/library.ts'
import type { AssetPage } from '../../../src/schemas/assets/asset.ts'
import { START, startApi, type TestApi } from '../../support/api.ts'
import { download } from '../../support/assets.ts'
import { png } from '../../support/files.ts'
import { serve } from '../../support/net/file-server.ts'

const FOLDERS = '/workspaces/ws_abc123/library/folders'
const FOLDER = `${FOLDERS}/libfolder_abc123`
const ITEMS = `${FOLDER}/items`
const MUG_PNG = 'https://example.com/mug.png'
const key = { 'idempotency-key': 'once' }

const itemsOf = async (api: TestApi) => (await api.world.snapshot()).tables.library_items
const remove = async (api: TestApi, path: string) =>
  api.call<DeletedLibraryFolder>(path, { method: 'DELETE' })

describe('a folder', () => {
  test('has the name that was sent', async () => {
    expect(await (await startApi()).post<LibraryFolder>(FOLDERS, { name: 'Mugs \ud83d' })).toEqual({
      folder_id: expect.stringMatching(/^libfolder_\S+$/),
      name: 'Mugs \ufffd',
      workspace_id: 'ws_abc123',
    })
  })

  test.each(['', '{}', 'null'])('from the body %j is named by its number', async (text) => {
    const { status, body } = await (await startApi()).call<LibraryFolder>(FOLDERS, { method: 'POST', text })
    expect(status).toBe(201)
    expect(body.name).toBe('Untitled folder 2')
  })

  test('is deleted once, and its number is not reused', async () => {
    const api = await startApi()
    const folder = await api.post<LibraryFolder>(FOLDERS, {})
    const path = `${FOLDERS}/${folder.folder_id}`
    expect((await remove(api, path)).body).toEqual({
      deleted: true,
      folder_id: folder.folder_id,
      workspace_id: 'ws_abc123',
    })
    expect((await api.refusal(path, { method: 'DELETE' })).status).toBe(404)
    const json = { source: MUG_PNG }
    expect((await api.refusal(`${path}/items`, { method: 'POST', json })).status).toBe(404)
    const next = await api.post<LibraryFolder>(FOLDERS, {})
    expect(next.name).toBe('Untitled folder 3')
    expect(next.folder_id).not.toBe(folder.folder_id)
  })

  test('loses its own items only when it is deleted', async () => {
    const api = await startApi()
    const other = await api.post<LibraryFolder>(FOLDERS, {})
    await api.post(ITEMS, { source: MUG_PNG })
    await api.post(`${FOLDERS}/${other.folder_id}/items`, { source: MUG_PNG })
    expect((await remove(api, FOLDER)).status).toBe(200)
    expect((await itemsOf(api)).map((item) => item.folder_id)).toEqual([null, other.folder_id])
  })
})

describe('an item', () => {
  test('is an image by default, which is downloaded and stored as an asset', async () => {
    const api = await startApi()
    const { url: origin } = await serve((_, response) => response.end(png(40, 30)))
    const json = { source: `${origin}/mug.png`, description: 'A mug', text: 'of no use' }
    const item = await api.post<LibraryItem>(ITEMS, json)
    const { assets } = await api.get<AssetPage>('/assets?workspace_id=ws_abc123&limit=1')
    expect(assets).toMatchObject([{ name: 'mug.png', width: 40, status: 'ready', uploaded_via: 'url' }])
    expect(item).toEqual({
      folder_id: 'libfolder_abc123',
      saved_node_id: expect.stringMatching(/^node_\S+$/),
      workspace_id: 'ws_abc123',
      asset_id: assets[0]?.asset_id,
      url: assets[0]?.url,
    })
    expect((await download(api, item.url ?? '')).bytes.equals(png(40, 30))).toBe(true)
    expect(await itemsOf(api)).toEqual([
      {
        ordinal: 1,
        id: item.saved_node_id,
        workspace_id: 'ws_abc123',
        folder_id: 'libfolder_abc123',
        type: 'image',
        content: item.asset_id,
        description: 'A mug',
        created_at: START,
      },
    ])
  })

  test('of another machine is a placeholder, which the journal says', async () => {
    const api = await startApi()
    for (const source of [MUG_PNG, 'https://example.com/clip.mp4']) {
      const { url } = await api.post<LibraryItem>(ITEMS, { source })
      const file = await api.emulator.fetch(url ?? '')
      expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/png'])
    }
    const { requests } = await api.world.requests.list({ operation: 'addLibraryFolderItem' })
    expect(requests[0]?.note).toContain('with --allow-egress, flora-emulator fetches the file')
  })

  test.each([
    [Buffer.from('%PDF-1.7\n%%EOF'), 200, /^Must be an image; the file is application\/pdf$/],
    [Buffer.from('<html>'), 200, /^Not a file of an allowed type/],
    [png(1, 1), 404, /^Could not be fetched: it answered 404$/],
  ])(
    'that cannot be stored is refused, saves nothing and releases its key (%#)',
    async (bytes, status, message) => {
      const api = await startApi()
      const { url: source } = await serve((_, response) => response.writeHead(status).end(bytes))
      for (const _ of [1, 2]) {
        const { error } = await api.refusal(ITEMS, { method: 'POST', json: { source }, headers: key })
        expect(error.fields).toMatchObject([{ field: 'source', message: expect.stringMatching(message) }])
      }
      expect(await itemsOf(api)).toEqual([])
      expect((await api.get<AssetPage>('/assets?workspace_id=ws_abc123')).meta.total_estimate).toBe(1)
    },
  )

  test('is not downloaded for an unknown folder', async () => {
    const api = await startApi()
    let requests = 0
    const { url: source } = await serve((_, response) => {
      requests += 1
      response.end(png(1, 1))
    })
    const path = `${FOLDERS}/libfolder_nope/items`
    expect((await api.refusal(path, { method: 'POST', json: { source } })).status).toBe(404)
    expect(requests).toBe(0)
  })

  test('can be a text, which has no URL and no asset', async () => {
    const api = await startApi()
    const item = await api.post<LibraryItem>(ITEMS, { type: 'text', text: 'Warm light' })
    expect([item.url, item.asset_id]).toEqual([null, undefined])
    expect(await itemsOf(api)).toMatchObject([{ type: 'text', content: 'Warm light', description: null }])
  })

  test.each([
    [{}, 'source', 'Required'],
    [{ type: 'image', text: 'x' }, 'source', 'Required'],
    [{ type: 'text', source: MUG_PNG }, 'text', 'Required'],
    [{ type: 'text', text: '' }, 'text', 'String must contain at least 1 character(s)'],
    [
      { type: 'video', source: MUG_PNG },
      'type',
      "Invalid enum value. Expected 'image' | 'text', received 'video'",
    ],
    [{ source: 7 }, 'source', 'Expected string, received number'],
    [{ source: null }, 'source', 'Expected string, received null'],
    [{ source: 'data:image/png;base64,AAAA' }, 'source', 'Must be an https URL that the server may read'],
    [{ source: 'http://example.com/a.png' }, 'source', 'Must be an https URL that the server may read'],
    [{ source: 'http://127.evil.example/a' }, 'source', 'Must be an https URL that the server may read'],
    [{ source: MUG_PNG, description: [] }, 'description', 'Expected string, received array'],
    [[], 'body', 'Expected object, received array'],
  ])('%j is refused with the field and the reason, and saves nothing', async (json, field, message) => {
    const api = await startApi()
    const { status, error } = await api.refusal(ITEMS, { method: 'POST', json })
    expect(status).toBe(400)
    expect(error.fields).toMatchObject([{ field, message }])
    expect(await itemsOf(api)).toEqual([])
  })

  test.each(['', 'null'])('with the body %j is refused without a source', async (text) => {
    const { error } = await (await startApi()).refusal(ITEMS, { method: 'POST', text })
    expect(error.fields).toMatchObject([{ field: 'source', message: 'Required' }])
  })

  test('from this machine is accepted by default, and refused by --strict', async () => {
    const { url: source } = await serve((_, response) => response.end(png(1, 1)))
    await (await startApi()).post(ITEMS, { source })
    const strict = await startApi({ strict: true })
    const { error } = await strict.refusal(ITEMS, { method: 'POST', json: { source } })
    expect(error.fields?.map(({ field }) => field)).toEqual(['source'])
  })

  test('with --strict has the members of the API only', async () => {
    const api = await startApi({ strict: true })
    await api.post(ITEMS, { type: 'image', source: MUG_PNG, text: 'x', description: 'y' })
    await api.post(ITEMS, { type: 'text', source: MUG_PNG, text: 'x', description: 'y' })
    const json = { source: MUG_PNG, caption: 'x' }
    expect((await api.refusal(ITEMS, { method: 'POST', json })).error.fields).toMatchObject([
      { field: 'caption', message: 'Unrecognized key' },
    ])
  })
})

test.each([
  ['POST', '/workspaces/ws_nope/library/folders', 404],
  ['POST', '/workspaces/nope/library/folders', 400],
  ['DELETE', '/workspaces/ws_empty/library/folders/libfolder_abc123', 404],
  ['DELETE', `${FOLDERS}/libfolder_nope`, 404],
  ['POST', '/workspaces/ws_empty/library/folders/libfolder_abc123/items', 404],
  ['POST', `${FOLDERS}/fld_abc123/items`, 404],
])('%s %s is answered %i, and changes nothing', async (method, path, status) => {
  const api = await startApi()
  const before = (await api.world.snapshot()).tables
  expect((await api.refusal(path, { method, json: { source: MUG_PNG }, headers: key })).status).toBe(status)
  expect((await api.world.snapshot()).tables).toEqual(before)
})

test('a folder with a wrong name is refused', async () => {
  const api = await startApi()
  for (const name of ['', 7, null]) {
    const { error } = await api.refusal(FOLDERS, { method: 'POST', json: { name } })
    expect(error.fields?.map(({ field }) => field)).toEqual(['name'])
  }
})

test.each([
  [FOLDERS, {}],
  [ITEMS, { source: MUG_PNG }],
])('one of two requests with one key to POST %s is accepted', async (path, json) => {
  const api = await startApi()
  const answers = await Promise.all([1, 2].map(() => api.call(path, { method: 'POST', json, headers: key })))
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
})

test('the scope of a key for an item is one folder', async () => {
  const api = await startApi()
  const { folder_id: other } = await api.post<LibraryFolder>(FOLDERS, {})
  await api.post(ITEMS, { source: MUG_PNG }, key)
  await api.post(`${FOLDERS}/${other}/items`, { source: MUG_PNG }, key)
})

test('a read-only key cannot change the library', async () => {
  const viewer = (await startApi()).as('sk_live_viewer')
  expect((await viewer.refusal(FOLDERS, { method: 'POST' })).status).toBe(403)
  expect((await viewer.refusal(ITEMS, { method: 'POST', json: { source: MUG_PNG } })).status).toBe(403)
  expect((await viewer.refusal(FOLDER, { method: 'DELETE' })).status).toBe(403)
})
