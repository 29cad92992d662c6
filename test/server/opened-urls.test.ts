import { expect, test } from 'vitest'
import type { TechniqueRun } from '../../src/schemas/techniques/technique-run.ts'
import type { CanvasDiagram } from '../../src/schemas/canvas/canvas.ts'
import { startApi, type TestApi } from '../support/api.ts'
import { BRAND_COPY } from '../support/techniques.ts'

const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8' }
const REFUSAL = '{"error":{"code":"unauthorized","message":"Invalid API key."}}'

const open = async (
  { emulator }: TestApi,
  url: string | null | undefined,
  headers: Record<string, string> = BROWSER,
) => emulator.fetch(url ?? '', { headers, redirect: 'manual' })

const linksIn = (html: string): string[] =>
  [...html.matchAll(/href="(\/#[^"]*)"/g)].map(([, href]) => href ?? '')

test('a browser that opens a poll_url gets a page that explains it, with status 401', async () => {
  const api = await startApi()
  const { run_id: id, poll_url: url } = await api.generate()
  const answer = await open(api, url)
  expect(answer.status).toBe(401)
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(answer.headers.get('request-id')).toMatch(/^req_/)
  const page = await api.emulator.fetch(`${api.emulator.url}/`)
  for (const name of ['content-security-policy', 'referrer-policy', 'x-content-type-options']) {
    expect([name, answer.headers.get(name)]).toEqual([name, page.headers.get(name)])
  }
  const html = await answer.text()
  expect(html).not.toMatch(/<script|<style| style=| on\w+=|\{\{/)
  expect(html).toContain(`curl -s &#39;${url}&#39;`)
  expect(html).toContain('Authorization: Bearer sk_test_default')
  expect(linksIn(html)).toEqual([`/#/runs/${id}`])
})

test('the journal records the visit as a refusal', async () => {
  const api = await startApi()
  const { poll_url: url } = await api.generate()
  await api.world.requests.clear()
  await open(api, url)
  expect((await api.world.requests.list()).requests).toMatchObject([{ operation: 'getRun', status: 401 }])
})

test.each([
  {},
  { accept: '*/*' },
  { accept: 'application/json' },
  { accept: 'text/html;q=0.5, application/json' },
  { accept: 'application/json, text/html' },
  { accept: 'text/html;q=0, */*' },
])('a client without a key that accepts %j gets the JSON refusal', async (headers) => {
  const api = await startApi()
  const { poll_url: url } = await api.generate()
  const answer = await open(api, url, headers)
  expect([answer.status, await answer.text()]).toEqual([401, REFUSAL])
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
  expect(answer.headers.get('content-security-policy')).toBeNull()
})

test('a request with a key gets JSON, also if it accepts HTML', async () => {
  const api = await startApi()
  const { run_id: id, poll_url: url } = await api.generate()
  const good = await open(api, url, { ...BROWSER, authorization: `Bearer ${api.apiKey}` })
  expect(await good.json()).toMatchObject({ run_id: id, status: 'pending' })
  const bad = await open(api, url, { ...BROWSER, authorization: 'Bearer sk_live_revoked' })
  expect(await bad.json()).toMatchObject({ error: { code: 'invalid_api_key' } })
})

test('other addresses of the API answer browsers in JSON', async () => {
  const api = await startApi()
  const answer = await open(api, `${api.emulator.baseUrl}/models`)
  expect([answer.status, await answer.text()]).toEqual([401, REFUSAL])
})

test('the poll_url of a technique run is explained as well', async () => {
  const api = await startApi()
  const run = await api.post<TechniqueRun>(BRAND_COPY.path, BRAND_COPY.body)
  const answer = await open(api, run.poll_url)
  expect(answer.status).toBe(401)
  expect(linksIn(await answer.text())).toEqual([`/#/runs/${run.run_id}`])
})

test('the page links to the run in every world that has one of its id', async () => {
  const api = await startApi()
  const { run_id: id, poll_url: url } = await api.as('sk_test_checkout').generate()
  const first = await (await open(api, url)).text()
  expect(linksIn(first)).toEqual([`/#/runs/${id}?world=checkout`])
  expect(first).toContain('Bearer sk_test_checkout')
  expect((await api.generate()).run_id).toBe(id)
  const second = await (await open(api, url)).text()
  expect(linksIn(second)).toEqual([`/#/runs/${id}`, `/#/runs/${id}?world=checkout`])
})

test('with a control token the page names the default world only', async () => {
  const api = await startApi({ controlToken: 'let-me-in' })
  const { run_id: id, poll_url: url } = await api.as('sk_test_checkout').generate()
  const html = await (await open(api, url)).text()
  expect(html).not.toContain('checkout')
  expect(linksIn(html)).toEqual([`/#/runs/${id}`])
})

test('markup and shell syntax in an id are shown as text', async () => {
  const api = await startApi()
  const answer = await open(api, `${api.emulator.baseUrl}/runs/run_%3Cimg%20src=x%3E"'$(id)`)
  expect(answer.status).toBe(401)
  const html = await answer.text()
  expect(html).not.toContain('<img')
  expect(html).toContain('run_&lt;img src=x&gt;&quot;&#39;$(id)')
  expect(html).toContain('%27$(id)&#39;')
})

test('a canvas_url redirects a browser to that canvas in its world', async () => {
  const api = await startApi()
  for (const [key, address] of [
    ['sk_test_default', '/#/canvas/prj_abc123'],
    ['sk_test_checkout', '/#/canvas/prj_abc123?world=checkout'],
  ]) {
    const { canvas_url: url } = await api.as(key ?? '').get<CanvasDiagram>('/projects/prj_abc123/canvas')
    const answer = await open(api, url)
    expect([answer.status, answer.headers.get('location')]).toEqual([302, address])
  }
})

test('a canvas_url with an invalid world redirects to the default world', async () => {
  const api = await startApi()
  const answer = await open(api, `${api.emulator.url}/projects/a%2Fb?world=../x`)
  expect(answer.headers.get('location')).toBe('/#/canvas/a%2Fb')
})

test('clients other than browsers get 404 with the hint at /projects', async () => {
  const api = await startApi()
  const url = `${api.emulator.url}/projects/prj_abc123`
  for (const init of [
    {},
    { headers: { accept: 'application/json' } },
    { method: 'POST' },
    { method: 'HEAD' },
  ]) {
    const answer = await api.emulator.fetch(url, init)
    expect(answer.status).toBe(404)
    expect(answer.headers.get('x-flora-emulator-hint')).toContain('/api/v1/projects/prj_abc123')
    if (!('method' in init)) expect(await answer.text()).toContain('"code":"not_found"')
  }
})
