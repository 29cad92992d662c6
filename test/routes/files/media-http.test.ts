import { describe, expect, test } from 'vitest'
import { startApi } from '../../support/api.ts'

/** An output and an asset, which are served by the same code. */
const PATHS = ['/media/default/run_abc123/output_1.png', '/media/default/assets/asset_abc123.png'] as const

async function startFile(path: string) {
  const { emulator } = await startApi()
  const get = async (headers: Record<string, string> = {}, method = 'GET') => {
    const response = await emulator.fetch(emulator.url + path, { method, headers })
    return { response, bytes: Buffer.from(await response.arrayBuffer()) }
  }
  const { response, bytes } = await get()
  return { emulator, get, whole: bytes, tag: response.headers.get('etag') ?? '' }
}

describe.each(PATHS)('%s', (path) => {
  test('is served with its type, length and ETag, in a sandbox without scripts', async () => {
    const { get, whole } = await startFile(path)
    const { response } = await get()
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(whole.length),
      'accept-ranges': 'bytes',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "script-src 'none'; sandbox",
      'access-control-allow-origin': '*',
    })
    expect(response.headers.get('etag')).toMatch(/^"[\w-]{20,64}"$/)
    expect(response.headers.get('access-control-expose-headers')).toContain('content-range')
  })

  test('HEAD has the same headers without the bytes', async () => {
    const { get, whole, tag } = await startFile(path)
    const { response, bytes } = await get({}, 'HEAD')
    expect(response.status).toBe(200)
    expect(bytes).toHaveLength(0)
    expect(response.headers.get('content-length')).toBe(String(whole.length))
    expect(response.headers.get('etag')).toBe(tag)
  })

  test.each([
    ['bytes=0-9', 0, 9],
    ['bytes=5-5', 5, 5],
    ['bytes=100-', 100, -1],
    ['bytes=-7', -7, -1],
    ['bytes=0-99999999', 0, -1],
    ['bytes=-99999999', 0, -1],
  ])('the range %s is answered with 206', async (range, first, last) => {
    const { get, whole } = await startFile(path)
    const { response, bytes } = await get({ range })
    const start = first < 0 ? whole.length + first : first
    const end = last < 0 ? whole.length + last : last
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end}/${whole.length}`)
    expect(response.headers.get('content-length')).toBe(String(end - start + 1))
    expect(bytes.equals(whole.subarray(start, end + 1))).toBe(true)
  })

  test.each(['bytes=99999999-', 'bytes=-0'])('the range %s is answered with 416', async (range) => {
    const { get, whole } = await startFile(path)
    const { response, bytes } = await get({ range })
    expect(response.status).toBe(416)
    expect(response.headers.get('content-range')).toBe(`bytes */${whole.length}`)
    expect(bytes).toHaveLength(0)
  })

  test.each(['bytes=0-1,4-5', 'lines=0-1', 'bytes', 'bytes=a-b', ''])(
    'the range %j is answered with the whole file',
    async (range) => {
      const { get, whole } = await startFile(path)
      const { response, bytes } = await get({ range })
      expect(response.status).toBe(200)
      expect(bytes.equals(whole)).toBe(true)
    },
  )

  test('a range is answered only for the version that If-Range names', async () => {
    const { get, tag } = await startFile(path)
    const status = async (version: string) =>
      (await get({ range: 'bytes=0-1', 'if-range': version })).response.status
    expect(await status(tag)).toBe(206)
    expect(await status('"another"')).toBe(200)
    expect(await status(`W/${tag}`)).toBe(200)
    expect(await status('Sat, 21 Nov 2026 10:00:00 GMT')).toBe(200)
  })

  test('a file that the client has cached is not sent again', async () => {
    const { get, tag } = await startFile(path)
    for (const known of [tag, `W/${tag}`, `"another", ${tag}`, '*']) {
      const { response, bytes } = await get({ 'if-none-match': known })
      expect([response.status, bytes.length, response.headers.get('etag')]).toEqual([304, 0, tag])
    }
    expect((await get({ 'if-none-match': '"another"' })).response.status).toBe(200)
  })

  test('pages of every origin are allowed to send any header', async () => {
    const { emulator } = await startFile(path)
    const response = await emulator.fetch(emulator.url + path, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example.com',
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'range',
      },
    })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-allow-headers')).toContain('range')
  })

  test.each(['POST', 'PUT', 'DELETE', 'PATCH'])('%s is answered 404', async (method) => {
    const { get } = await startFile(path)
    expect((await get({}, method)).response.status).toBe(404)
  })
})

test('an unknown file has no ETag', async () => {
  const { emulator } = await startApi()
  const response = await emulator.fetch(`${emulator.url}/media/default/assets/asset_nope.png`)
  expect(response.status).toBe(404)
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(response.headers.get('etag')).toBeNull()
})
