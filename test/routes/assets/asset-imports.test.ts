import { describe, expect, test } from 'vitest'
import type { AssetCreated, AssetPage } from '../../../src/schemas/assets/asset.ts'
import { START, startApi, type TestApi } from '../../support/api.ts'
import { download, read } from '../../support/assets.ts'
import { serve } from '../../support/net/file-server.ts'
import { gif, png } from '../../support/files.ts'

const picture = png(40, 30)
const from = (source: string, more: object = {}) => ({ source, workspace_id: 'ws_abc123', ...more })

async function refusedImport(api: TestApi, source: string, more: object = {}): Promise<string> {
  const { status, error } = await api.refusal('/assets', { method: 'POST', json: from(source, more) })
  expect([status, error.code]).toEqual([400, 'input_validation_error'])
  expect((await api.get<AssetPage>('/assets?workspace_id=ws_abc123')).meta.total_estimate).toBe(1)
  return error.message
}

test('a file of this machine is fetched once and served with the same bytes', async () => {
  const api = await startApi()
  const paths: unknown[] = []
  const { url } = await serve((request, response) => {
    paths.push(request.url)
    response.end(picture)
  })
  const created = await api.post<AssetCreated>('/assets', from(`${url}/a/M%C3%BCg.png?x=1`))
  expect(created).toMatchObject({ status: 'ready', uploaded_via: 'url', visibility: 'workspace' })
  expect(await read(api, created.asset_id)).toMatchObject({
    name: 'Müg.png',
    content_type: 'image/png',
    upload_content_type: null,
    description: null,
    size_bytes: picture.length,
    created_at: new Date(START).toISOString(),
  })
  expect((await download(api, created.url)).bytes.equals(picture)).toBe(true)
  expect(paths).toEqual(['/a/M%C3%BCg.png?x=1'])
})

test('an output and an asset can be the source of an asset', async () => {
  const api = await startApi()
  const { outputs } = await api.run('run_abc123')
  const output = outputs?.[0]?.url ?? ''
  const made = await api.post<AssetCreated>('/assets', from(output))
  const bytes = Buffer.from(await (await api.emulator.fetch(output)).arrayBuffer())
  expect((await download(api, made.url)).bytes.equals(bytes)).toBe(true)
  const again = await api.post<AssetCreated>('/assets', from(made.url ?? ''))
  expect((await download(api, again.url)).bytes.equals(bytes)).toBe(true)
  const { error } = await api.refusal('/assets', {
    method: 'POST',
    json: from(output.replace('output_1', 'output_2')),
  })
  expect(error.message).toContain('it answered 404')
})

test('an output with the name of an allowed host can be the source of an asset', async () => {
  const api = await startApi({ allowedHost: ['app.flora.ai'] })
  const { outputs } = await api.run('run_abc123')
  const { pathname } = new URL(outputs?.[0]?.url ?? '')
  const made = await api.post<AssetCreated>('/assets', from(`https://app.flora.ai${pathname}`))
  expect(await read(api, made.asset_id)).toMatchObject({ content_type: 'image/png', uploaded_via: 'url' })
})

describe('a file that cannot be fetched is refused', () => {
  test.each<[string, number, Record<string, string>, Buffer, string]>([
    ['an error', 404, {}, picture, 'it answered 404'],
    ['a redirect', 302, { location: '/x' }, picture, 'it redirects, and redirects are not followed'],
    [
      'too large a file',
      200,
      { 'content-length': String(50 * 1024 * 1024 + 1) },
      picture,
      'the answer is larger than 52428800 bytes',
    ],
  ])('for %s', async (_what, status, headers, bytes, reason) => {
    const { url } = await serve((_, response) => response.writeHead(status, headers).end(bytes))
    expect(await refusedImport(await startApi(), url)).toBe(`source: Could not be fetched: ${reason}`)
  })

  test.each([
    [Buffer.from('<html>'), 'Not a file of an allowed type'],
    [gif(1, 1), 'The file is image/gif, not image/png'],
    [png(20_000, 20_000), 'Images may have at most 150 megapixels'],
    [Buffer.alloc(0), 'The file is empty'],
  ])('for bytes that cannot be an asset (%#)', async (bytes, reason) => {
    const { url } = await serve((_, response) => response.end(bytes))
    const message = await refusedImport(await startApi(), url, { content_type: 'image/png' })
    expect(message).toContain(`source: ${reason}`)
  })

  test.each([false, true])(
    'for addresses that are never allowed, with --allow-egress %s',
    async (allowEgress) => {
      const api = await startApi({ allowEgress })
      const { port } = new URL(api.emulator.url)
      for (const url of [
        'https://169.254.169.254/latest/meta-data/',
        'https://[::ffff:a9fe:a9fe]/',
        'https://2852039166/',
        'https://10.0.0.1/x.pdf',
        'https://[fd12::1]/x.pdf',
        'http://user:pass@127.0.0.1:1/a.png',
        `${api.emulator.url}/api/v1/models`,
        `http://localhost:${port}/_emulator/health`,
        `https://[::ffff:127.0.0.1]:${port}/`,
        `http://2130706433:${port}/`,
      ]) {
        expect(await refusedImport(api, url), url).toMatch(/^source: Could not be fetched: /)
      }
    },
  )
})

describe('a file of another machine is replaced by a placeholder', () => {
  test.each([
    ['https://example.com/photo.jpg', undefined, 'image/jpeg', 512],
    ['https://example.com/watch', undefined, 'image/png', 512],
    ['https://example.com/clip.mp4?sig=secret', undefined, 'video/mp4', null],
    ['https://example.com/song.mp3', undefined, 'audio/mpeg', null],
    ['https://example.com/x', 'video/webm', 'video/mp4', null],
    ['https://93.184.216.34/x.pdf', undefined, 'application/pdf', null],
  ])('%s with the declared type %s is %s', async (url, declared, contentType, width) => {
    const api = await startApi()
    const json = from(url, declared === undefined ? {} : { content_type: declared })
    const created = await api.post<AssetCreated>('/assets', json)
    expect(created.status).toBe('ready')
    const asset = await read(api, created.asset_id)
    expect(asset).toMatchObject({
      content_type: contentType,
      upload_content_type: declared ?? null,
      uploaded_via: 'url',
      width,
      description: `Placeholder for ${url.split('?')[0]}; with --allow-egress, flora-emulator fetches the file.`,
    })
    const file = await download(api, asset.url)
    expect([file.status, file.type, file.bytes.length]).toEqual([200, contentType, asset.size_bytes])
  })
})

test('an import that is refused releases its idempotency key', async () => {
  const api = await startApi()
  let status = 500
  const { url } = await serve((_, response) => response.writeHead(status).end(picture))
  const call = { method: 'POST', json: from(url), headers: { 'idempotency-key': 'k' } }
  expect((await api.refusal('/assets', call)).status).toBe(400)
  status = 200
  expect((await api.call('/assets', call)).status).toBe(201)
  expect((await api.refusal('/assets', call)).error.code).toBe('idempotency_duplicate')
})

test('nothing is fetched for an unknown workspace or project, or for a wrong type', async () => {
  const api = await startApi()
  let requests = 0
  const { url } = await serve((_, response) => {
    requests += 1
    response.end(picture)
  })
  const call = (more: object) => api.refusal('/assets', { method: 'POST', json: from(url, more) })
  expect((await call({ workspace_id: 'ws_nope' })).status).toBe(404)
  expect((await call({ project_id: 'prj_nope' })).status).toBe(404)
  expect((await call({ project_id: 'prj_empty' })).status).toBe(400)
  expect((await call({ content_type: 'text/html' })).status).toBe(400)
  expect(requests).toBe(0)
})
