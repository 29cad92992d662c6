import { expect, test } from 'vitest'
import type { AssetPage } from '../../../src/schemas/assets/asset.ts'
import { START, startApi } from '../../support/api.ts'
import {
  download,
  form,
  put,
  read,
  refusedForm,
  reserve,
  sendForm,
  uploadDirectly,
  uploadUrlOf,
} from '../../support/assets.ts'
import { boxed, png } from '../../support/files.ts'

const picture = png(40, 30)
const inWorkspace = ['workspace_id', 'ws_abc123'] as const

test('a form with fields before and after the file makes a ready asset that is served with the same bytes', async () => {
  const api = await startApi()
  const created = await uploadDirectly(
    api,
    form(
      inWorkspace,
      ['folder', 'campaign'],
      ['project_id', 'prj_abc123'],
      ['file', { bytes: picture, type: 'application/octet-stream', name: 'upload' }],
      ['content_type', 'image/png'],
      ['file_name', 'Mug ☕.png'],
    ),
  )
  const id = created.asset_id
  const url = `${api.emulator.url}/media/default/assets/${id}.png`
  expect(created).toEqual({
    asset_id: expect.stringMatching(/^asset_\S+$/),
    status: 'ready',
    uploaded_via: 'direct',
    url,
    visibility: 'workspace',
    workspace_id: 'ws_abc123',
  })
  expect(await read(api, id)).toEqual({
    asset_id: id,
    status: 'ready',
    name: 'Mug ☕.png',
    description: null,
    content_type: 'image/png',
    upload_content_type: 'image/png',
    uploaded_via: 'direct',
    url,
    size_bytes: picture.length,
    width: 40,
    height: 30,
    workspace_id: 'ws_abc123',
    created_at: new Date(START).toISOString(),
    failure_message: null,
  })
  expect(await download(api, url)).toEqual({
    status: 200,
    type: 'image/png',
    length: String(picture.length),
    bytes: picture,
  })
})

test('a file without fields has the type of its bytes and its file name', async () => {
  const api = await startApi()
  const { asset_id: id } = await uploadDirectly(
    api,
    form(['file', { bytes: boxed('isom'), name: 'clip.mp4' }], inWorkspace),
  )
  expect(await read(api, id)).toMatchObject({
    name: 'clip.mp4',
    content_type: 'video/mp4',
    upload_content_type: null,
    width: null,
  })
})

test.each(['', 'content-type: text/plain\r\n', 'content-type: Application/Octet-Stream; x=y\r\n'])(
  'a part with the header %j declares no type',
  async (header) => {
    const api = await startApi()
    const part = (name: string, more: string) =>
      `--edge\r\ncontent-disposition: form-data; name="${name}"${more}`
    const text = [
      part('workspace_id', '\r\n\r\nws_abc123'),
      part('file', `; filename="a.pdf"\r\n${header}\r\n%PDF-1.4`),
      '--edge--',
    ].join('\r\n')
    const headers = { 'content-type': 'multipart/form-data; boundary=edge' }
    const { status, body } = await api.call<{ asset_id: string }>('/assets', {
      method: 'POST',
      text,
      headers,
    })
    expect(status).toBe(201)
    expect(await read(api, body.asset_id)).toMatchObject({
      content_type: 'application/pdf',
      upload_content_type: null,
    })
  },
)

test('the content_type field wins over the header of the part', async () => {
  const api = await startApi()
  const file = { bytes: picture, type: 'image/jpeg' }
  await uploadDirectly(api, form(inWorkspace, ['file', file], ['content_type', 'image/png']))
  expect(await refusedForm(api, form(inWorkspace, ['file', file]))).toMatchObject({
    fields: [{ field: 'file', message: 'The file is image/png, not image/jpeg' }],
  })
})

test('the shipped asset is ready and has a file', async () => {
  const api = await startApi()
  const asset = await read(api, 'asset_abc123')
  expect(asset).toMatchObject({ status: 'ready', name: 'ceramic-mug.png', width: 400, height: 300 })
  expect((await download(api, asset.url)).bytes).toHaveLength(asset.size_bytes ?? -1)
})

test('the list is newest first, with pages, search and filters', async () => {
  const api = await startApi()
  for (const name of ['a.png', 'Été.png', 'c.png']) {
    const project = name === 'c.png' ? [['project_id', 'prj_abc123'] as const] : []
    await uploadDirectly(api, form(inWorkspace, ...project, ['file', { bytes: picture, name }]))
  }
  await reserve(api, { workspace_id: 'ws_empty', file_name: 'late.png' })
  const list = async (query: string) => {
    const { assets, meta } = await api.get<AssetPage>(`/assets?${query}`)
    return { names: assets.map(({ name }) => name), meta }
  }
  const first = await list('workspace_id=ws_abc123&limit=2')
  expect(first.names).toEqual(['c.png', 'Été.png'])
  expect(first.meta.total_estimate).toBe(4)
  await uploadDirectly(api, form(inWorkspace, ['file', { bytes: picture, name: 'new.png' }]))
  const second = await list(`workspace_id=ws_abc123&limit=2&cursor=${first.meta.next_cursor}`)
  expect(second.names).toEqual(['a.png', 'ceramic-mug.png'])
  expect(second.meta.next_cursor).toBeNull()
  expect((await list('query=%C3%89t%C3%A9')).names).toEqual(['Été.png'])
  expect((await list('project_id=prj_abc123')).names).toEqual(['c.png'])
  expect((await list('workspace_id=ws_empty')).names).toEqual([
    'late.png',
    'broken-mug.png',
    'uploaded-mug.png',
  ])
  expect((await api.get<AssetPage>('/assets?query=c.png')).assets).toEqual([
    expect.objectContaining({ created_at: START, project_id: 'prj_abc123', node_id: null }),
  ])
  expect((await api.refusal('/assets?workspace_id=ws_nope')).status).toBe(404)
  expect((await api.refusal('/assets?project_id=prj_nope')).status).toBe(404)
})

test('an idempotency key works once for upload, completion and retry each', async () => {
  const api = await startApi()
  const headers = { 'idempotency-key': 'k' }
  const body = () => form(inWorkspace, ['file', { bytes: picture }])
  expect((await sendForm(api, body(), headers)).status).toBe(201)
  expect((await sendForm(api, body(), headers)).status).toBe(409)
  const reserved = await reserve(api)
  const { asset_id: id } = reserved
  const complete = { method: 'POST', headers }
  expect((await api.refusal(`/assets/${id}/complete`, complete)).error.code).toBe('conflict')
  await put(api, uploadUrlOf(reserved), Buffer.from('no picture'))
  expect((await api.call(`/assets/${id}/complete`, complete)).status).toBe(200)
  expect((await api.refusal(`/assets/${id}/complete`, complete)).error.code).toBe('idempotency_duplicate')
  expect((await api.call(`/assets/${id}/retry`, complete)).status).toBe(200)
  expect((await api.refusal(`/assets/${id}/retry`, complete)).error.code).toBe('idempotency_duplicate')
})

test('a read-only key reads assets, and is refused changes', async () => {
  const api = (await startApi()).as('sk_live_viewer')
  expect((await read(api, 'asset_abc123')).status).toBe('ready')
  expect((await sendForm(api, form(inWorkspace, ['file', { bytes: picture }]))).status).toBe(403)
  expect((await api.refusal('/assets/asset_abc123/retry', { method: 'POST' })).status).toBe(403)
})

test('a snapshot contains the files, and a reset deletes them', async () => {
  const api = (await startApi()).as('sk_test_w')
  const { asset_id: id } = await uploadDirectly(api, form(inWorkspace, ['file', { bytes: picture }]))
  const pending = uploadUrlOf(await reserve(api))
  const snapshot = await api.world.snapshot()
  await api.world.reset()
  expect((await api.refusal(`/assets/${id}`)).status).toBe(404)
  expect(await put(api, pending, picture)).toBe(404)
  const other = api.as('sk_test_other')
  await other.world.restore(snapshot)
  expect((await download(api, (await read(other, id)).url)).bytes.equals(picture)).toBe(true)
  expect(await put(api, pending.replace('/w/', '/other/'), picture)).toBe(204)
  const [file] = snapshot.tables.asset_bytes
  Object.assign(file ?? {}, { bytes: 'AAAA' })
  await expect(other.world.restore(snapshot)).rejects.toThrow('tables.assets.0.hash: Disagrees')
})
