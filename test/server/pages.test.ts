import { readdirSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startApi, type TestApi } from '../support/api.ts'
import { serveProcess } from '../support/process.ts'

const get = async ({ emulator }: TestApi, path: string, headers: Record<string, string> = {}) =>
  emulator.fetch(emulator.url + path, { headers })

test.each(['/', '/docs'])('the content security policy of %s allows its own files only', async (path) => {
  const answer = await get(await startApi(), path)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(answer.headers.get('cache-control')).toBe('no-cache')
  const policy = answer.headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('unsafe')
  const html = await answer.text()
  expect(html).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=|https?:\/\//)
})

test('files with a hash in their name are immutable, and compressed for clients that accept gzip', async () => {
  const api = await startApi()
  const html = await (await get(api, '/')).text()
  const script = /src="([^"]+\.js)"/.exec(html)?.[1] ?? ''
  const plain = await get(api, script)
  const packed = await get(api, script, { 'accept-encoding': 'gzip, br' })
  expect(plain.headers.get('cache-control')).toContain('immutable')
  expect(plain.headers.get('content-encoding')).toBeNull()
  expect(packed.headers.get('content-encoding')).toBe('gzip')
  const etag = plain.headers.get('etag') ?? ''
  expect((await get(api, script, { 'if-none-match': `W/"x", ${etag}` })).status).toBe(304)
  expect(packed.headers.get('etag')).not.toBe(etag)
  const refused = await get(api, script, { 'accept-encoding': 'gzip;q=0, br' })
  expect(refused.headers.get('content-encoding')).toBeNull()
})

test.each(['/dashboard/nothing.js', '/dashboard/..%2Fmain.js', '/dashboard/%2e%2e%2fpackage.json'])(
  '%s is not found',
  async (path) => {
    const answer = await get(await startApi(), path)
    expect(answer.status).toBe(404)
    expect(answer.headers.get('cache-control')).toBeNull()
  },
)

test('the first view of the dashboard is under 200 KB on the wire', () => {
  const files = readdirSync('dist/dashboard').filter((name) => !name.startsWith('docs'))
  const bytes = files.map((name) => statSync(`dist/dashboard/${name}`).size)
  expect(bytes.reduce((a, b) => a + b, 0)).toBeLessThan(200 * 1024)
})

test('the OpenAPI document names the server that it is served by', async () => {
  const answer = await get(await startApi(), '/docs/openapi.json')
  expect(await answer.json()).toMatchObject({ openapi: '3.1.1', servers: [{ url: '/api/v1' }] })
})

test('the built command serves the pages and both documents', async () => {
  const { url } = await serveProcess([])
  for (const path of ['/', '/docs', '/docs/openapi.json', '/_emulator/openapi.json']) {
    expect([path, (await fetch(url + path)).status]).toEqual([path, 200])
  }
})
