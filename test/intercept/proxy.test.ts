import { once } from 'node:events'
import { createServer as createHttpServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { startIntercepted } from '../support/net/intercepted.ts'

afterEach(() => void vi.unstubAllEnvs())

const REQUEST = 'GET /api/v1/models HTTP/1.1\r\nHost: app.flora.ai\r\nConnection: close\r\n\r\n'

describe('the proxy of exec --intercept', () => {
  test.each(['app.flora.ai:443', 'APP.FLORA.AI:443', 'app.flora.ai:8443', 'unknown.flora.ai:443'])(
    'hands a tunnel to %s to the emulator',
    async (target) => {
      const { proxy } = await startIntercepted()
      expect((await proxy.tunnel(target)).status).toBe(200)
      const secure = await proxy.secureTunnel('app.flora.ai')
      secure.write(REQUEST)
      expect(await text(secure)).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n[^]*x-flora-emulator: /)
    },
  )

  test('hands plain HTTP to FLORA to the emulator, by a tunnel or an absolute URL', async () => {
    const { proxy } = await startIntercepted()
    const { socket } = await proxy.tunnel('app.flora.ai:80')
    socket.write(REQUEST)
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 401 /)
    const absolute = REQUEST.replace('GET /', 'GET http://app.flora.ai/').replace(
      '\r\n',
      `\r\n${proxy.credentials}`,
    )
    expect(await proxy.send(absolute)).toMatch(/^HTTP\/1\.1 401 /)
  })

  test('answers an absolute https URL with URLs of https', async () => {
    const { proxy, emulator } = await startIntercepted()
    const body = JSON.stringify({
      type: 'image',
      prompt: 'A mug',
      workspace_id: 'ws_abc123',
      project_id: 'prj_abc123',
    })
    const answer = await proxy.send(
      `POST https://app.flora.ai/api/v1/generate HTTP/1.1\r\nHost: elsewhere.example\r\n${proxy.credentials}` +
        `Authorization: Bearer k\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n` +
        `Connection: close\r\n\r\n${body}`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 201 [^]*"poll_url":"https:\/\/app\.flora\.ai\/api\/v1\/runs\/run_/)
    expect(await emulator.world().requests.count({ operation: 'startGeneration' })).toBe(1)
  })

  test('demands the credentials of the command', async () => {
    const { proxy } = await startIntercepted()
    const wrong = `Proxy-Authorization: Basic ${Buffer.from('exec:guess').toString('base64')}\r\n`
    for (const credentials of ['', wrong]) {
      expect((await proxy.tunnel('app.flora.ai:443', credentials)).status).toBe(407)
      expect((await proxy.tunnel('example.com:443', credentials)).status).toBe(407)
      const absolute = `GET https://app.flora.ai/api/v1/models HTTP/1.1\r\nHost: app.flora.ai\r\n${credentials}\r\n`
      expect(await proxy.send(absolute)).toMatch(/^HTTP\/1\.1 407 /)
    }
  })

  test('tunnels other hosts unchanged in both directions, WebSockets included', async () => {
    const { proxy } = await startIntercepted()
    const port = await listenWith((socket) => socket.on('data', (chunk) => socket.write(chunk)))
    const { socket, status } = await proxy.tunnel(`127.0.0.1:${port}`)
    expect(status).toBe(200)
    const frame = Buffer.concat([
      Buffer.from('GET /chat HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'),
      Buffer.from([0x81, 0x85, 0, 1, 2, 3, 0x68, 0xff, 0x16, 0x03, 0x01]),
    ])
    socket.write(frame)
    const [echoed] = (await once(socket, 'data')) as [Buffer]
    expect(echoed.equals(frame)).toBe(true)
  })

  test('passes the end of a tunnel on to the other side', async () => {
    const { proxy } = await startIntercepted()
    const port = await listenWith((socket) => socket.end('bye'))
    const { socket } = await proxy.tunnel(`127.0.0.1:${port}`)
    expect(await text(socket)).toMatch(/^(bye)?$/)
  })

  test.each([
    ['a request line without meaning', 'GARBAGE\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['a target without a port', 'CONNECT app.flora.ai HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['a target that is no host', 'CONNECT http://[:443 HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['a relative URL', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['another scheme', 'GET ftp://app.flora.ai/ HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1\.1 400 /],
    [
      'broken credentials',
      'CONNECT a.b:1 HTTP/1.1\r\nHost: x\r\nProxy-Authorization: Basic\r\n\r\n',
      /^HTTP\/1\.1 4/,
    ],
    ['a TLS handshake', '\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n', /^HTTP\/1\.1 400 /],
    [
      'a header of 1 MB',
      `CONNECT a.b:1 HTTP/1.1\r\nX: ${'x'.repeat(1_000_000)}\r\n\r\n`,
      /^(HTTP\/1\.1 4|$)/,
    ],
  ])('answers %s with an error, and serves on', async (_what, bytes, expected) => {
    const { proxy } = await startIntercepted()
    const answer = await proxy.send(bytes).catch(() => '')
    expect(answer).toMatch(expected)
    expect((await proxy.tunnel('app.flora.ai:443')).status).toBe(200)
  })

  test('leaves other absolute https URLs to the proxy that the user has', async () => {
    const { upstream, seen } = await userProxy()
    vi.stubEnv('HTTPS_PROXY', upstream)
    const { proxy } = await startIntercepted({ HTTPS_PROXY: upstream })
    const answer = await proxy.send(
      `GET https://example.com/x HTTP/1.1\r\nHost: example.com\r\n${proxy.credentials}Connection: close\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 203 /)
    expect(seen).toEqual(['GET https://example.com/x'])
  })

  test.each(['with', 'without'])('tunnels through the proxy of the user, %s a scheme', async (how) => {
    const { upstream, seen } = await userProxy()
    const value = how === 'with' ? upstream.replace('//', '//user:secret@') : new URL(upstream).host
    vi.stubEnv('HTTPS_PROXY', value)
    vi.stubEnv('NO_PROXY', '127.0.0.1,.internal')
    const { proxy } = await startIntercepted({ HTTPS_PROXY: value })
    expect((await proxy.tunnel('example.com:443')).status).toBe(200)
    expect((await proxy.tunnel('app.flora.ai:443')).status).toBe(200)
    const port = await listenWith((socket) => socket.end())
    expect((await proxy.tunnel(`127.0.0.1:${port}`)).status).toBe(200)
    const credentials = how === 'with' ? ` Basic ${Buffer.from('user:secret').toString('base64')}` : ''
    expect(seen).toEqual([`CONNECT example.com:443${credentials}`])
  })
})

test.each(['ftp://user:secret@proxy.example', 'http://user:secret@[:1'])(
  'a proxy of the user that cannot be used is wrong usage, and is not printed: %s',
  async (proxy) => {
    const failed = startIntercepted({ HTTPS_PROXY: proxy })
    await expect(failed).rejects.toThrow('HTTPS_PROXY: expected an http, https or socks URL')
    await expect(failed).rejects.not.toThrow('secret')
  },
)

describe('the certificate of exec --intercept', () => {
  test.each(['app.flora.ai', 'media.flora.ai', 'flora.ai', 'anything.flora.ai'])(
    'covers %s',
    async (name) => {
      const { proxy } = await startIntercepted()
      expect((await proxy.secureTunnel(name)).authorized).toBe(true)
    },
  )

  test.each([
    'example.com',
    'a.b.flora.ai',
    '*.example.com',
    'xn--flra-0qa.ai',
    `${'a'.repeat(63)}.${'b'.repeat(63)}.ai`,
  ])('is the same for %s, which the client refuses', async (name) => {
    const { proxy } = await startIntercepted()
    await expect(proxy.secureTunnel(name)).rejects.toThrow(/does not match certificate's altnames/)
    expect((await proxy.secureTunnel('app.flora.ai')).authorized).toBe(true)
  })

  test('bytes that are no handshake end the connection alone', async () => {
    const { proxy } = await startIntercepted()
    for (const bytes of [
      'GET / HTTP/1.1\r\n\r\n',
      '\u0016\u0003\u0001\u0000\u0005garbage',
      '\0'.repeat(300),
    ]) {
      const { socket } = await proxy.tunnel('app.flora.ai:443')
      socket.end(bytes)
      await once(
        socket.resume().on('error', () => undefined),
        'close',
      )
    }
    expect((await proxy.secureTunnel('app.flora.ai')).authorized).toBe(true)
  })
})

/** Listens on loopback until the end of the test. Returns the port. */
async function listenWith(onConnection: (socket: Socket) => void): Promise<number> {
  const server = createServer(onConnection).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

/** A proxy such as companies have. It records what it is asked, and accepts everything. */
async function userProxy() {
  const seen: string[] = []
  const note = ({ method, url, headers }: IncomingMessage): void => {
    seen.push([method, url, headers['proxy-authorization']].filter((part) => part !== undefined).join(' '))
  }
  const server = createHttpServer((request, response) => {
    note(request)
    response.writeHead(203).end()
  })
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    note(request)
    socket.on('error', () => undefined).write('HTTP/1.1 200 OK\r\n\r\n')
    onTestFinished(() => void socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { upstream: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}
