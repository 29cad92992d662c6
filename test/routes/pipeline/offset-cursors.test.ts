import { describe, expect, test } from 'vitest'
import type { AssetPage } from '../../../src/schemas/assets/asset.ts'
import type { Meta } from '../../../src/schemas/common.ts'
import { startApi, type TestApi } from '../../support/api.ts'

/** A cursor of the form in FLORA's documentation. */
const cursorOf = (offset: number): string => Buffer.from(JSON.stringify({ offset })).toString('base64url')

interface List {
  readonly rows: string
  /** A member that tells rows apart. */
  readonly key: string
  readonly path: string
  readonly add: (api: TestApi) => Promise<unknown>
}

const technique = {
  inputs: [{ id: 'input_image', type: 'imageUrl', value: 'https://example.com/a.png' }],
  mode: 'async',
}
const reserve = { source: 'signed-url', workspace_id: 'ws_abc123' }
const changeset = { add: [{ ref: 'a', type: 'static_image', content_url: 'https://example.com/a.png' }] }
const CHANGESET = '/workspaces/ws_abc123/projects/prj_abc123/canvas/changeset'

const LISTS: readonly List[] = [
  { rows: 'generations', key: 'run_id', path: '/generations?', add: async (api) => api.generate() },
  {
    rows: 'technique_runs',
    key: 'run_id',
    path: '/technique-runs?',
    add: async (api) => api.post('/techniques/cctv-cam/runs', technique),
  },
  {
    rows: 'projects',
    key: 'project_id',
    path: '/projects?workspace_id=ws_abc123&',
    add: async (api) => api.post('/projects', { name: 'p', workspace_id: 'ws_abc123' }),
  },
  { rows: 'assets', key: 'asset_id', path: '/assets?', add: async (api) => api.post('/assets', reserve) },
  {
    rows: 'nodes',
    key: 'node_id',
    path: '/projects/prj_abc123/nodes?',
    add: async (api) => api.call(CHANGESET, { method: 'POST', json: changeset }),
  },
  { rows: 'techniques', key: 'technique_id', path: '/techniques?', add: async () => undefined },
]

/** Reads a page. Returns the keys of its rows, and its `meta`. */
async function read(api: TestApi, { rows, key, path }: List, query: string) {
  const body = await api.get<Record<string, Record<string, unknown>[]> & { meta: Meta }>(path + query)
  return { keys: (body[rows] ?? []).map((row) => row[key]), meta: body.meta }
}

describe.each(LISTS)('$rows', (list) => {
  test('are read from an offset, and continue with the cursor of the answer', async () => {
    const api = await startApi()
    for (let index = 0; index < 6; index += 1) await list.add(api)
    const all = (await read(api, list, 'limit=100')).keys
    expect(all.length).toBeGreaterThanOrEqual(6)
    const page = await read(api, list, `limit=2&cursor=${cursorOf(1)}`)
    expect(page.keys).toEqual(all.slice(1, 3))
    await list.add(api)
    const next = await read(api, list, `limit=2&cursor=${page.meta.next_cursor}`)
    expect(next.keys).toEqual(all.slice(3, 5))
    expect((await read(api, list, `limit=2&cursor=${cursorOf(0)}`)).meta.next_cursor).not.toBeNull()
    const end = await read(api, list, `cursor=${cursorOf(999_999_999)}`)
    expect([end.keys, end.meta.next_cursor]).toEqual([[], null])
  })

  test("FLORA's example cursor is accepted, also with --strict", async () => {
    const api = await startApi({ strict: true })
    await read(api, list, 'cursor=eyJvZmZzZXQiOjIwfQ')
    await read(api, list, 'cursor=eyJvZmZzZXQiOjIwfQ%3D%3D')
  })
})

test('an offset counts the rows that match', async () => {
  const api = await startApi()
  for (const file_name of ['red.png', 'blue.png', 'red.jpg', 'blue.jpg']) {
    await api.post('/assets', { ...reserve, file_name })
  }
  const page = await api.get<AssetPage>(`/assets?query=red&cursor=${cursorOf(1)}`)
  expect(page.assets.map(({ name }) => name)).toEqual(['red.png'])
})
