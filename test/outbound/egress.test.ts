import { lookup } from 'node:dns/promises'
import type { RequestListener } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { Egress, EgressError, type EgressOptions } from '../../src/outbound/egress.ts'
import { serve } from '../support/net/file-server.ts'

vi.mock('node:dns/promises', { spy: true })

/** Sets the addresses of the next lookups, a list for each. */
function resolveTo(...answers: readonly (readonly string[])[]): void {
  for (const addresses of answers) {
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    vi.mocked(lookup).mockResolvedValueOnce(found as never)
  }
}

beforeEach(() => void vi.mocked(lookup).mockReset())

const egress = (rules: Partial<EgressOptions> = {}) =>
  new Egress({ isAllowed: false, ownPort: () => 4620, stopping: new AbortController().signal, ...rules })

const get = { method: 'GET', bytesMax: 1000 } as const

async function reasonFor(url: string, rules: Partial<EgressOptions> = {}): Promise<string> {
  const error: unknown = await egress(rules)
    .send(url, get)
    .catch((caught: unknown) => caught)
  if (!(error instanceof EgressError)) throw new Error(`expected an EgressError, got ${String(error)}`)
  return error.isOutside ? 'outside' : error.message
}

/** Collects garbage, with which Node 20 loses signals that only a request refers to. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
}

const echo: RequestListener = (request, response) => {
  const { method, url, headers } = request
  request.setEncoding('utf8')
  let body = ''
  request.on('data', (chunk: string) => (body += chunk))
  request.on('end', () =>
    response.end(JSON.stringify({ method, url, host: headers.host, x: headers['x'], body })),
  )
}

describe('without --allow-egress', () => {
  test('this machine is called with the requested method, headers and body', async () => {
    const { port } = await serve(echo)
    const answer = await egress().send(`http://127.0.0.1:${port}/a?b=c#d`, {
      method: 'POST',
      headers: { x: 'y' },
      body: 'é',
      bytesMax: 1000,
    })
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.bytes.toString())).toEqual({
      method: 'POST',
      url: '/a?b=c',
      host: `127.0.0.1:${port}`,
      x: 'y',
      body: 'é',
    })
    expect(lookup).not.toHaveBeenCalled()
  })

  test('the target of a command is called, and no other name is looked up', async () => {
    const { port } = await serve(echo)
    const rules = { targets: ['flora.test'] }
    resolveTo(['127.0.0.1'])
    const { bytes } = await egress(rules).send(`http://flora.test:${port}/`, get)
    expect(JSON.parse(bytes.toString())).toMatchObject({ host: `flora.test:${port}` })
    expect(await reasonFor('http://elsewhere.test/', rules)).toBe('outside')
    expect(lookup).toHaveBeenCalledTimes(1)
  })

  test('the target of a command is refused at an address that is never called', async () => {
    resolveTo(['169.254.169.254'])
    expect(await reasonFor('http://flora.test/', { targets: ['flora.test'] })).toMatch(/is never called/)
  })

  test('a name of this machine is resolved once, and its addresses are tried in turn', async () => {
    const { port } = await serve(echo)
    resolveTo(['::1', '127.0.0.1'])
    const { bytes } = await egress().send(`http://localhost:${port}/`, get)
    expect(JSON.parse(bytes.toString())).toMatchObject({ host: `localhost:${port}` })
    expect(lookup).toHaveBeenCalledTimes(1)
  })

  test.each(['http://2130706433', 'http://0x7f.1', 'http://017700000001', 'http://[::ffff:127.0.0.1]'])(
    '%s is recognised as this machine',
    async (origin) => {
      const { port } = await serve(echo)
      expect((await egress().send(`${origin}:${port}/`, get)).status).toBe(200)
    },
  )

  test.each([
    'http://example.com/',
    'https://8.8.8.8/',
    'http://localhost.example.com/',
    'http://127.0.0.1.nip.io/',
    'http://metadata.google.internal/',
  ])('%s is refused without a lookup', async (url) => {
    expect(await reasonFor(url)).toBe('outside')
    expect(lookup).not.toHaveBeenCalled()
  })

  test('a loopback name that resolves to another machine is refused', async () => {
    resolveTo(['127.0.0.1', '8.8.8.8'])
    expect(await reasonFor('http://app.localhost/')).toBe('outside')
  })
})

describe.each([false, true])('with --allow-egress %s', (isAllowed) => {
  test.each([
    [
      'http://169.254.169.254/latest/meta-data/',
      'the address 169.254.169.254 is not public, so it is never called',
    ],
    ['http://2852039166/', 'the address 169.254.169.254 is not public, so it is never called'],
    ['http://0xa9fea9fe/', 'the address 169.254.169.254 is not public, so it is never called'],
    ['http://[::ffff:169.254.169.254]/', 'the address ::ffff:a9fe:a9fe is not public, so it is never called'],
    ['http://[fd00:ec2::254]/', 'the address fd00:ec2::254 is not public, so it is never called'],
    ['http://0.0.0.0:4620/', 'the address 0.0.0.0 is not public, so it is never called'],
    ['http://[::]:4620/', 'the address :: is not public, so it is never called'],
    ['http://10.0.0.1/', 'the address 10.0.0.1 is not public, so it is never called'],
    ['http://192.168.0.1/', 'the address 192.168.0.1 is not public, so it is never called'],
    ['http://[::ffff:172.16.0.1]/', 'the address ::ffff:ac10:1 is not public, so it is never called'],
    ['http://[fd12::1]/', 'the address fd12::1 is not public, so it is never called'],
    ['http://[::ffff:0:10.0.0.1]/', 'the address ::ffff:0:a00:1 is not public, so it is never called'],
    ['http://127.0.0.1:4620/', 'the emulator does not call itself'],
    ['http://127.1.2.3:4620/', 'the emulator does not call itself'],
    ['http://[::1]:4620/', 'the emulator does not call itself'],
    ['http://[::ffff:127.0.0.1]:4620/', 'the emulator does not call itself'],
    ['http://2130706433:4620/', 'the emulator does not call itself'],
    ['http://user@127.0.0.1/', 'a URL must not hold a user name or password'],
    ['http://:secret@127.0.0.1/', 'a URL must not hold a user name or password'],
    ['ftp://127.0.0.1/', 'not an http(s) URL'],
    ['file:///etc/passwd', 'not an http(s) URL'],
    ['nonsense', 'not an http(s) URL'],
  ])('%s is refused', async (url, reason) => {
    expect(await reasonFor(url, { isAllowed })).toBe(reason)
  })

  test('the default port of a URL is compared with the own port', async () => {
    expect(await reasonFor('http://127.0.0.1/', { isAllowed, ownPort: () => 80 })).toBe(
      'the emulator does not call itself',
    )
  })

  test('a redirect is not followed', async () => {
    let requests = 0
    const { url } = await serve((_request, response) => {
      requests += 1
      response.writeHead(302, { location: 'http://169.254.169.254/' }).end()
    })
    expect((await egress({ isAllowed }).send(url, get)).status).toBe(302)
    expect(requests).toBe(1)
  })

  test.each([
    [
      'announced',
      (size: number): RequestListener =>
        (_, response) =>
          void response.end('x'.repeat(size)),
    ],
    [
      'not announced',
      (size: number): RequestListener =>
        (_, response) => {
          response.write('x')
          response.end('x'.repeat(size - 1))
        },
    ],
  ])('a body whose length is %s is read up to the limit', async (_what, answer) => {
    const [fits, exceeds] = [await serve(answer(1000)), await serve(answer(1001))]
    expect((await egress({ isAllowed }).send(fits.url, get)).bytes).toHaveLength(1000)
    expect(await reasonFor(exceeds.url, { isAllowed })).toBe('the answer is larger than 1000 bytes')
  })

  test('a truncated answer and a closed port are failures', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '10' })
      response.write('x', () => response.destroy())
    })
    expect(await reasonFor(url, { isAllowed })).toBe('the request failed (ECONNRESET)')
    expect(await reasonFor('http://127.0.0.1:1/', { isAllowed })).toBe('the request failed (ECONNREFUSED)')
  })

  test('a server that does not answer times out, also after a garbage collection', async () => {
    const { url } = await serve(() => collectGarbage())
    const started = performance.now()
    expect(await reasonFor(url, { isAllowed, timeoutMs: 200 })).toBe('no answer within 0.2 seconds')
    expect(performance.now() - started).toBeGreaterThan(150)
  })

  test('shutdown ends a request in flight, also after a garbage collection', async () => {
    const stopping = new AbortController()
    const { url } = await serve(() => {
      collectGarbage()
      setImmediate(() => stopping.abort())
    })
    expect(await reasonFor(url, { isAllowed, stopping: stopping.signal })).toBe('the emulator is stopping')
  })

  test('a request ends with the emulator', async () => {
    const stopping = new AbortController()
    const { url } = await serve(() => stopping.abort())
    expect(await reasonFor(url, { isAllowed, stopping: stopping.signal })).toBe('the emulator is stopping')
  })
})

describe('with --allow-egress', () => {
  const isAllowed = true

  test('a name is resolved once, and the connection is made to the address that was checked', async () => {
    const { port } = await serve(echo)
    resolveTo(['127.0.0.1'], ['169.254.169.254'])
    const answer = await egress({ isAllowed }).send(`http://files.example:${port}/`, get)
    expect(JSON.parse(answer.bytes.toString())).toMatchObject({ host: `files.example:${port}` })
    expect(lookup).toHaveBeenCalledTimes(1)
  })

  test.each([
    [['169.254.169.254'], 'the address 169.254.169.254 is not public, so it is never called'],
    [['8.8.8.8', '169.254.169.254'], 'the address 169.254.169.254 is not public, so it is never called'],
    [['8.8.8.8', '::ffff:a9fe:a9fe'], 'the address ::ffff:a9fe:a9fe is not public, so it is never called'],
    [['8.8.8.8', '192.168.1.1'], 'the address 192.168.1.1 is not public, so it is never called'],
    [['10.1.2.3'], 'the address 10.1.2.3 is not public, so it is never called'],
    [['fe80::1%eth0'], 'the address fe80::1%eth0 is not public, so it is never called'],
    [['8.8.8.8', '127.0.0.1'], 'the emulator does not call itself'],
    [[], 'no address for files.example'],
  ])('a name that resolves to %j is refused before anything is sent', async (addresses, reason) => {
    resolveTo(addresses)
    expect(await reasonFor('http://files.example:4620/', { isAllowed })).toBe(reason)
  })

  test('an unknown name is refused', async () => {
    vi.mocked(lookup).mockRejectedValueOnce(Object.assign(new Error('no'), { code: 'ENOTFOUND' }))
    expect(await reasonFor('http://files.example/', { isAllowed })).toBe('the request failed (ENOTFOUND)')
  })
})

test('URLs of an allowed host are own at the default port and at the own port', () => {
  const own = (url: string): boolean => egress({ ownNames: ['app.flora.ai'] }).isOwnUrl(new URL(url))
  expect(own('https://app.flora.ai/media/a/b/c')).toBe(true)
  expect(own('http://APP.flora.ai./media/a/b/c')).toBe(true)
  expect(own('http://app.flora.ai:4620/media/a/b/c')).toBe(true)
  expect(own('http://app.flora.ai:4621/media/a/b/c')).toBe(false)
  expect(own('https://docs.flora.ai/media/a/b/c')).toBe(false)
})
