import { describe, expect, test } from 'vitest'
import { startApi } from '../../support/api.ts'
import { rawRequest } from '../../support/net/raw-request.ts'

const ask = (host: string, key: string) =>
  `GET /api/v1/workspaces HTTP/1.1\r\n${host}authorization: Bearer ${key}\r\nconnection: close\r\n\r\n`

describe('the Host of a request', () => {
  test.each([
    '127.0.0.1:4620',
    'localhost',
    'LOCALHOST:1',
    'app.localhost:80',
    '[::1]:80',
    '127.1.2.3',
    'localhost.',
  ])('%s is accepted as this machine', async (host) => {
    const { emulator, apiKey } = await startApi()
    expect(await rawRequest(emulator.url, ask(`host: ${host}\r\n`, apiKey))).toMatch(/^HTTP\/1\.1 200 /)
  })

  test.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '10.0.0.1',
    'user@localhost',
    '::1',
    '""',
  ])('%s is refused', async (host) => {
    const { emulator, apiKey } = await startApi()
    const answer = await rawRequest(emulator.url, ask(`host: ${host}\r\n`, apiKey))
    expect(answer).toMatch(/^HTTP\/1\.1 403 [^]*"code":"forbidden"[^]*--allowed-host/)
    expect(answer).not.toContain('Brand Studio')
  })

  test('is required', async () => {
    const { emulator, apiKey } = await startApi()
    expect(await rawRequest(emulator.url, ask('', apiKey))).toMatch(/^HTTP\/1\.1 403 [^]*"code":"forbidden"/)
  })

  test('--allowed-host adds a name', async () => {
    const { emulator, apiKey } = await startApi({ allowedHost: ['Flora.Test'] })
    expect(await rawRequest(emulator.url, ask('host: flora.test:80\r\n', apiKey))).toMatch(/^HTTP\/1\.1 200 /)
    expect(await rawRequest(emulator.url, ask('host: other.test\r\n', apiKey))).toMatch(/^HTTP\/1\.1 403 /)
  })

  test('is checked for media', async () => {
    const { emulator } = await startApi()
    const get =
      'GET /media/default/run_abc123/output_1.png HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n'
    expect(await rawRequest(emulator.url, get)).toMatch(/^HTTP\/1\.1 403 /)
  })
})

describe('pages of other origins', () => {
  const preflight = async (origin: string, corsOrigin?: string[]) => {
    const { emulator } = await startApi(corsOrigin === undefined ? {} : { corsOrigin })
    const response = await emulator.fetch(`${emulator.baseUrl}/generate`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    })
    return response.headers.get('access-control-allow-origin')
  }

  test.each([
    'http://localhost:3000',
    'https://localhost',
    'http://127.0.0.1:5173',
    'http://app.localhost:80',
  ])('%s may call the API by default', async (origin) => expect(await preflight(origin)).toBe(origin))

  test.each(['https://evil.example', 'http://localhost.evil.example', 'http://notlocalhost', 'null'])(
    '%s may not call the API by default',
    async (origin) => expect(await preflight(origin)).toBeNull(),
  )

  test('--cors-origin replaces the allowed origins, and * allows all', async () => {
    expect(await preflight('https://app.example', ['https://app.example'])).toBe('https://app.example')
    expect(await preflight('http://localhost:3000', ['https://app.example'])).toBeNull()
    expect(await preflight('https://any.example', ['*'])).toBe('*')
  })

  test('can read the headers that clients need', async () => {
    const { emulator, apiKey } = await startApi()
    const response = await emulator.fetch(`${emulator.baseUrl}/models?type=nope`, {
      headers: { origin: 'http://localhost:3000', authorization: `Bearer ${apiKey}` },
    })
    expect(response.status).toBe(400)
    expect(response.headers.get('access-control-allow-origin')).toBe('http://localhost:3000')
    const exposed = response.headers.get('access-control-expose-headers')?.split(', ')
    expect(exposed).toEqual(expect.arrayContaining(['request-id', 'x-request-id']))
  })
})

test('OPTIONS without a preflight is answered 204 without a message of the plugin', async () => {
  const { emulator } = await startApi()
  const answer = await emulator.fetch(`${emulator.baseUrl}/generate`, { method: 'OPTIONS' })
  expect(await answer.text()).not.toContain('Preflight')
  expect(answer.status).toBe(204)
})
