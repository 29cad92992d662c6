import { describe, expect, test } from 'vitest'
import { START, startApi } from '../../support/api.ts'
import { download, form, put, read, reserve, step, uploadUrlOf } from '../../support/assets.ts'
import { boxed, jpeg, padded, png } from '../../support/files.ts'

const MEGABYTE = 1024 * 1024
const HOUR = 3_600
const picture = png(40, 30)
const file = ['file', { bytes: picture }] as const

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
    upload_page: upload?.url,
    upload_url: JSON.stringify({ url: upload?.url, fields: upload?.form_fields }),
    upload: {
      url: expect.stringContaining(`${api.emulator.url}/_uploads/default/upload_`),
      method: 'POST',
      content_type: 'multipart/form-data',
      file_field: 'file',
      form_fields: { key: `uploads/${id}` },
      contentType: 'multipart/form-data',
      fileField: 'file',
      formFields: { key: `uploads/${id}` },
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

test('a reservation is uploaded with PUT; its URL and its completion work once', async () => {
  const api = await startApi()
  const reserved = await reserve(api)
  const { asset_id: id } = reserved
  const url = uploadUrlOf(reserved)
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

test('an upload of another type than declared fails on completion, and can be retried', async () => {
  const api = await startApi()
  const reserved = await reserve(api, { content_type: 'image/jpeg' })
  const { asset_id: id } = reserved
  const first = uploadUrlOf(reserved)
  expect(await put(api, first, picture)).toBe(204)
  expect(await read(api, id)).toMatchObject({ status: 'pending_upload', failure_message: null })
  const failure = { status: 'failed', url: null, failure_message: 'The file is image/png, not image/jpeg' }
  expect(await step(api, id, 'complete')).toMatchObject(failure)
  expect(await read(api, id)).toMatchObject({ ...failure, size_bytes: null })
  const retried = await step(api, id, 'retry')
  const second = uploadUrlOf(retried)
  expect([retried.status, second === first]).toEqual(['pending_upload', false])
  expect(await put(api, first, jpeg(20, 10))).toBe(404)
  expect(await put(api, second, jpeg(20, 10))).toBe(204)
  expect((await step(api, id, 'complete')).status).toBe('ready')
  expect(await read(api, id)).toMatchObject({ width: 20, height: 10, failure_message: null })
})

test('an upload URL expires after an hour, which fails the asset until it is retried', async () => {
  const api = await startApi()
  const reserved = await reserve(api)
  const { asset_id: id } = reserved
  const first = uploadUrlOf(reserved)
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
  expect(await put(api, uploadUrlOf(retried), picture)).toBe(204)
  await api.world.clock.advance({ seconds: 2 * HOUR })
  expect((await step(api, id, 'complete')).status).toBe('ready')
})

describe('an upload', () => {
  test('to an unknown address is 404', async () => {
    const api = await startApi()
    const url = uploadUrlOf(await reserve(api))
    for (const wrong of [
      url.slice(0, -1),
      url.replace('/default/', '/nope/'),
      url.replace('/default/', '/A$/'),
    ]) {
      expect(await put(api, wrong, picture), wrong).toBe(404)
    }
  })

  test('in a form needs the fields before the file', async () => {
    const api = await startApi()
    const reserved = await reserve(api)
    const { asset_id: id } = reserved
    const url = uploadUrlOf(reserved)
    const key = ['key', `uploads/${id}`] as const
    for (const [body, fields] of [
      [form(file), ['key']],
      [form(file, key), ['key']],
      [form(['key', 'uploads/asset_other'], file), ['key']],
      [form(key), ['file', 'key']],
      ['no form', ['body']],
    ] as const) {
      const answer = await api.emulator.fetch(url, { method: 'POST', body })
      const { error } = (await answer.json()) as { error: { fields: { field: string }[] } }
      expect([answer.status, error.fields.map(({ field }) => field)]).toEqual([400, fields])
    }
    expect(await put(api, url, picture)).toBe(204)
  })

  test('of more than 50 MB is refused, and leaves the URL usable', async () => {
    const api = await startApi()
    const url = uploadUrlOf(await reserve(api))
    expect(await put(api, url, Buffer.alloc(50 * MEGABYTE + 1))).toBe(400)
    expect(await put(api, url, Buffer.alloc(52 * MEGABYTE))).toBe(400)
    expect(await put(api, url, padded(picture, 50 * MEGABYTE))).toBe(204)
  })

  test('of no bytes fails the asset', async () => {
    const api = await startApi()
    const reserved = await reserve(api)
    const { asset_id: id } = reserved
    const url = uploadUrlOf(reserved)
    expect(await put(api, url, Buffer.alloc(0))).toBe(204)
    expect(await step(api, id, 'complete')).toMatchObject({ failure_message: 'The file is empty' })
    expect((await read(api, id)).status).toBe('failed')
  })

  test('is stored once when it is sent twice at the same time', async () => {
    const api = await startApi()
    const url = uploadUrlOf(await reserve(api))
    const statuses = await Promise.all([put(api, url, picture), put(api, url, picture)])
    expect(statuses.toSorted()).toEqual([204, 409])
  })
})

test('pages of every origin are allowed to upload', async () => {
  const api = await startApi()
  const url = uploadUrlOf(await reserve(api))
  const headers = { origin: 'https://app.example', 'access-control-request-method': 'PUT' }
  const preflight = await api.emulator.fetch(url, { method: 'OPTIONS', headers })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
  expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT')
  const sent = await api.emulator.fetch(url, { method: 'PUT', headers, body: picture })
  expect([sent.status, sent.headers.get('access-control-allow-origin')]).toEqual([204, '*'])
})

test('the upload page has a form that uploads the file, while the reservation lasts', async () => {
  const api = await startApi()
  const { asset_id: id, upload_page: page = '', upload } = await reserve(api)
  const open = async () => api.emulator.fetch(page)
  const shown = await open()
  expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'")
  const html = await shown.text()
  expect(html).toContain(`name="key" value="${upload?.form_fields['key']}"`)
  expect(html.indexOf('name="key"')).toBeLessThan(html.indexOf('type="file" name="file"'))
  await api.world.clock.advance({ seconds: HOUR })
  expect((await open()).status).toBe(403)
  expect((await api.emulator.fetch(page.replace(/upload_.*/, 'upload_nope'))).status).toBe(404)
  expect((await read(api, id)).status).toBe('failed')
})
