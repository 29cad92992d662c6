import { expect, test } from 'vitest'
import type { AssetPage } from '../../src/schemas/asset.ts'
import { START, startApi } from '../support/api.ts'
import {
  download,
  form,
  put,
  read,
  refusedForm,
  reserve,
  sendForm,
  step,
  uploadDirectly,
} from '../support/assets.ts'
import { boxed, jpeg, padded, png } from '../support/files.ts'

const MEGABYTE = 1024 * 1024
const HOUR = 3_600
const picture = png(40, 30)
const inWorkspace = ['workspace_id', 'ws_abc123'] as const

test('a form with fields before and after the file is a ready asset, and the file is served as it was', async () => {
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

test('without fields of its own a file has the type of its bytes and its own name', async () => {
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
  expect(asset).toMatchObject({ status: 'ready', name: 'ceramic-mug.png', width: 640, height: 480 })
  expect((await download(api, asset.url)).bytes).toHaveLength(asset.size_bytes ?? -1)
})

test('a reservation is uploaded as a form and completed', async () => {
  const api = await startApi()
  const created = await reserve(api, { file_name: 'clip.mov', content_type: 'video/quicktime' })
  const { asset_id: id, upload } = created
  expect(created).toEqual({
    asset_id: id,
    status: 'pending_upload',
    uploaded_via: 'signed_url',
    url: `${api.emulator.url}/media/default/assets/${id}.mov`,
    visibility: 'workspace',
    workspace_id: 'ws_abc123',
    expires_at: new Date(START + HOUR * 1000).toISOString(),
    upload_url: upload?.url,
    upload: {
      url: expect.stringContaining(`${api.emulator.url}/_uploads/default/upload_`),
      method: 'POST',
      content_type: 'multipart/form-data',
      file_field: 'file',
      form_fields: { key: `uploads/${id}` },
    },
  })
  expect(await read(api, id)).toMatchObject({
    status: 'pending_upload',
    url: null,
    content_type: 'video/quicktime',
  })
  expect((await download(api, created.url)).status).toBe(404)
  const bytes = padded(boxed('qt  '), 5 * MEGABYTE)
  const body = form(...Object.entries(upload?.form_fields ?? {}), ['file', { bytes }])
  const answer = await api.emulator.fetch(upload?.url ?? '', { method: 'POST', body })
  expect([answer.status, await answer.text()]).toEqual([204, ''])
  expect((await read(api, id)).status).toBe('pending_upload')
  expect(await step(api, id, 'complete')).toEqual({
    asset_id: id,
    status: 'ready',
    url: created.url,
    visibility: 'workspace',
    workspace_id: 'ws_abc123',
    failure_message: null,
  })
  expect((await download(api, created.url)).bytes.equals(bytes)).toBe(true)
})

test('a reservation is uploaded with PUT; its URL works once, and completing works once', async () => {
  const api = await startApi()
  const { asset_id: id, upload_url: url } = await reserve(api)
  const complete = { method: 'POST' }
  expect((await api.refusal(`/assets/${id}/complete`, complete)).error).toEqual({
    code: 'conflict',
    message: 'No file has been uploaded yet.',
  })
  expect(await put(api, url, picture)).toBe(204)
  expect(await put(api, url, picture)).toBe(409)
  await step(api, id, 'complete')
  expect(await put(api, url, picture)).toBe(409)
  expect((await api.refusal(`/assets/${id}/complete`, complete)).error).toEqual({
    code: 'conflict',
    message: 'The upload is complete already.',
  })
  expect((await api.refusal(`/assets/${id}/retry`, complete)).error.code).toBe('conflict')
})

test('an upload that is not as declared fails when it is completed, and can be retried', async () => {
  const api = await startApi()
  const { asset_id: id, upload_url: first } = await reserve(api, { content_type: 'image/jpeg' })
  expect(await put(api, first, picture)).toBe(204)
  expect(await read(api, id)).toMatchObject({ status: 'pending_upload', failure_message: null })
  const failure = { status: 'failed', url: null, failure_message: 'The file is image/png, not image/jpeg' }
  expect(await step(api, id, 'complete')).toMatchObject(failure)
  expect(await read(api, id)).toMatchObject({ ...failure, size_bytes: null })
  const { status, upload_url: second } = await step(api, id, 'retry')
  expect([status, second === first]).toEqual(['pending_upload', false])
  expect(await put(api, first, jpeg(20, 10))).toBe(404)
  expect(await put(api, second, jpeg(20, 10))).toBe(204)
  expect((await step(api, id, 'complete')).status).toBe('ready')
  expect(await read(api, id)).toMatchObject({ width: 20, height: 10, failure_message: null })
})

test('an upload URL expires after an hour; then the asset has failed until it is retried', async () => {
  const api = await startApi()
  const { asset_id: id, upload_url: first } = await reserve(api)
  await api.world.clock.advance({ ms: HOUR * 1000 - 1 })
  expect((await read(api, id)).status).toBe('pending_upload')
  await api.world.clock.advance({ ms: 1 })
  expect(await read(api, id)).toMatchObject({
    status: 'failed',
    failure_message: 'The upload URL expired before a file arrived.',
  })
  expect(await put(api, first, picture)).toBe(403)
  expect((await api.refusal(`/assets/${id}/complete`, { method: 'POST' })).status).toBe(409)
  const retried = await step(api, id, 'retry')
  expect(retried).toMatchObject({
    status: 'pending_upload',
    expires_at: new Date(START + 2 * HOUR * 1000).toISOString(),
  })
  expect(await put(api, retried.upload_url, picture)).toBe(204)
  await api.world.clock.advance({ seconds: 2 * HOUR })
  expect((await step(api, id, 'complete')).status).toBe('ready')
})

test('the list pages, searches and filters, newest first', async () => {
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
  expect((await list('workspace_id=ws_empty')).names).toEqual(['late.png'])
  expect((await api.get<AssetPage>('/assets?query=c.png')).assets).toEqual([
    expect.objectContaining({ created_at: START, project_id: 'prj_abc123', node_id: null }),
  ])
  expect((await api.refusal('/assets?workspace_id=ws_nope')).status).toBe(404)
  expect((await api.refusal('/assets?project_id=prj_nope')).status).toBe(404)
})

test('an idempotency key works once for each of the three steps', async () => {
  const api = await startApi()
  const headers = { 'idempotency-key': 'k' }
  const body = () => form(inWorkspace, ['file', { bytes: picture }])
  expect((await sendForm(api, body(), headers)).status).toBe(201)
  expect((await sendForm(api, body(), headers)).status).toBe(409)
  const { asset_id: id, upload_url: url } = await reserve(api)
  const complete = { method: 'POST', headers }
  expect((await api.refusal(`/assets/${id}/complete`, complete)).error.code).toBe('conflict')
  await put(api, url, Buffer.from('no picture'))
  expect((await api.call(`/assets/${id}/complete`, complete)).status).toBe(200)
  expect((await api.refusal(`/assets/${id}/complete`, complete)).error.code).toBe('idempotency_duplicate')
  expect((await api.call(`/assets/${id}/retry`, complete)).status).toBe(200)
  expect((await api.refusal(`/assets/${id}/retry`, complete)).error.code).toBe('idempotency_duplicate')
})

test('read-only keys may read assets, and no more', async () => {
  const api = (await startApi()).as('sk_live_viewer')
  expect((await read(api, 'asset_abc123')).status).toBe('ready')
  expect((await sendForm(api, form(inWorkspace, ['file', { bytes: picture }]))).status).toBe(403)
  expect((await api.refusal('/assets/asset_abc123/retry', { method: 'POST' })).status).toBe(403)
})

test('a snapshot holds the files, and a reset drops them', async () => {
  const api = (await startApi()).as('sk_test_w')
  const { asset_id: id } = await uploadDirectly(api, form(inWorkspace, ['file', { bytes: picture }]))
  const { upload_url: pending } = await reserve(api)
  const snapshot = await api.world.snapshot()
  await api.world.reset()
  expect((await api.refusal(`/assets/${id}`)).status).toBe(404)
  expect(await put(api, pending, picture)).toBe(404)
  const other = api.as('sk_test_other')
  await other.world.restore(snapshot)
  expect((await download(api, (await read(other, id)).url)).bytes.equals(picture)).toBe(true)
  expect(await put(api, pending?.replace('/w/', '/other/'), picture)).toBe(204)
  const [file] = snapshot.tables.asset_bytes
  Object.assign(file ?? {}, { bytes: 'AAAA' })
  await expect(other.world.restore(snapshot)).rejects.toThrow('tables.assets.0.hash: Disagrees')
})
