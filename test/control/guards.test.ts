import { expect, test } from 'vitest'
import { startApi, type TestApi } from '../support/api.ts'
import { control } from '../support/control.ts'
import { rawRequest } from '../support/net/raw-request.ts'

const rules = async ({ emulator }: TestApi) => emulator.world().rules.list()
const RULE = { effect: { error: { status: 500 } } }

test('health never needs a token', async () => {
  const api = await startApi({ controlToken: 'secret' })
  const { status, body } = await control(api, 'GET', '/health')
  expect([status, body]).toEqual([
    200,
    { status: 'ok', version: expect.any(String), uptime_ms: expect.any(Number) },
  ])
})

test.each([[{}], [{ authorization: 'Bearer wrong' }], [{ authorization: 'secret' }]])(
  'with --control-token, a request with %j is 401 and changes nothing',
  async (headers) => {
    const api = await startApi({ controlToken: 'secret' })
    const refusal = await control(api, 'POST', '/worlds/default/rules', RULE, headers)
    expect([refusal.status, refusal.body.error?.code]).toEqual([401, 'unauthorized'])
    expect(await rules(api)).toEqual([])
  },
)

test('with --control-token, a request with the token is accepted, over HTTP and in process', async () => {
  const api = await startApi({ controlToken: 'secret' })
  const headers = { authorization: 'Bearer secret' }
  expect((await control(api, 'POST', '/worlds/default/rules', RULE, headers)).status).toBe(201)
  expect(await rules(api)).toHaveLength(1)
})

test.each([
  [{ origin: 'https://evil.example' }],
  [{ origin: 'null' }],
  [{ origin: 'http://localhost:3000' }],
  [{ 'sec-fetch-site': 'cross-site' }],
  [{ 'sec-fetch-site': 'same-site' }],
])('a page with %j is 403 without CORS headers, and changes nothing', async (headers) => {
  const api = await startApi()
  const refusal = await control(api, 'POST', '/worlds/default/rules', RULE, headers)
  expect([refusal.status, refusal.body.error?.code]).toEqual([403, 'forbidden'])
  expect([...refusal.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
  expect(await rules(api)).toEqual([])
})

test('the pages of the emulator are accepted', async () => {
  const api = await startApi()
  const headers = { origin: api.emulator.url, 'sec-fetch-site': 'same-origin' }
  expect((await control(api, 'POST', '/worlds/default/rules', RULE, headers)).status).toBe(201)
})

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=application/json',
  '',
])('a write of type %j is 415 and changes nothing', async (type) => {
  const api = await startApi()
  const refusal = await control(api, 'POST', '/worlds/default/rules', RULE, { 'content-type': type })
  expect([refusal.status, refusal.body.error?.code]).toEqual([415, 'unsupported_media_type'])
  expect(await rules(api)).toEqual([])
})

test('a foreign Host is 403 and changes nothing', async () => {
  const api = await startApi()
  const body = JSON.stringify(RULE)
  const answer = await rawRequest(
    api.emulator.url,
    `POST /_emulator/worlds/default/rules HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n` +
      `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  )
  expect(answer).toMatch(/^HTTP\/1\.1 403 /)
  expect(await rules(api)).toEqual([])
})

test('an unknown path is 404 with the error envelope of the control API', async () => {
  const api = await startApi()
  const { status, body } = await control(api, 'GET', '/nothing')
  expect([status, body]).toEqual([404, { error: { code: 'not_found', message: 'Not found.' } }])
})
