import { describe, expect, test } from 'vitest'
import { type TestApi, MUG, startApi } from '../../support/api.ts'
import { rawRequest } from '../../support/net/raw-request.ts'

async function refused(api: TestApi, text: string, path = '/generate') {
  const refusal = await api.refusal(path, { method: 'POST', text })
  expect((await api.generations()).meta.total_estimate).toBe(1)
  return refusal
}

describe('a body that is not JSON', () => {
  test.each(['{', '{"type":}', 'type=image', '\u0000', '{"a":1}{', "{'type':'image'}"])(
    '%j is answered 400 invalid_json',
    async (text) => {
      const { status, error } = await refused(await startApi(), text)
      expect(status).toBe(400)
      expect(error).toEqual({ code: 'invalid_json', message: 'Request body is not valid JSON.' })
    },
  )
})

describe('a body of the wrong shape', () => {
  const required = ['type', 'prompt', 'workspace_id', 'project_id'].map((field) => ({
    field,
    message: 'Required',
    code: 'required',
  }))

  test.each(['', '{}', 'null'])('%j is answered with every missing member', async (text) => {
    const { status, error } = await refused(await startApi(), text)
    expect(status).toBe(400)
    expect(error.code).toBe('input_validation_error')
    expect(error.fields).toEqual(required)
    expect(error.message).toBe(
      'type: Required; prompt: Required; workspace_id: Required; project_id: Required',
    )
  })

  test.each([
    ['[]', 'array'],
    ['"text"', 'string'],
    ['17', 'number'],
    ['true', 'boolean'],
  ])('%s is refused with the expected type', async (text, received) => {
    const { error } = await refused(await startApi(), text)
    expect(error.fields).toMatchObject([{ field: 'body', message: `Expected object, received ${received}` }])
  })

  test.each([
    [
      { type: 't2i' },
      'type',
      "Invalid enum value. Expected 'image' | 'video' | 'audio' | 'text', received 't2i'",
    ],
    [{ type: 5 }, 'type', 'Expected string, received number'],
    [{ prompt: '' }, 'prompt', 'String must contain at least 1 character(s)'],
    [{ prompt: null }, 'prompt', 'Expected string, received null'],
    [{ prompt: ['a'] }, 'prompt', 'Expected string, received array'],
    [{ workspace_id: 'abc' }, 'workspace_id', 'Must be an id that starts with "ws_"'],
    [{ workspace_id: 'ws_ a' }, 'workspace_id', 'Must be an id that starts with "ws_"'],
    [{ project_id: 'project_XXXX' }, 'project_id', 'Must be an id that starts with "prj_"'],
    [{ model: { model_id: 'x' } }, 'model', 'Expected string, received object'],
    [{ model: '' }, 'model', 'String must contain at least 1 character(s)'],
    [{ params: [] }, 'params', 'Expected object, received array'],
    [{ params: 'x' }, 'params', 'Expected object, received string'],
    [{ callback_url: 'nope' }, 'callback_url', 'Must be an http(s) URL that the server may call'],
    [{ callback_url: 'ftp://a/b' }, 'callback_url', 'Must be an http(s) URL that the server may call'],
    [{ callback_url: 7 }, 'callback_url', 'Expected string, received number'],
  ])('%j is refused with the field and the reason', async (changes, field, message) => {
    const { status, error } = await refused(await startApi(), JSON.stringify({ ...MUG, ...changes }))
    expect(status).toBe(400)
    expect(error.fields).toMatchObject([{ field, message }])
    expect(error.message).toBe(`${field}: ${message}`)
  })

  test('names every wrong field at once', async () => {
    const { error } = await refused(
      await startApi(),
      JSON.stringify({ type: 'x', prompt: 1, workspace_id: 'y', params: 3 }),
    )
    expect(error.fields?.map(({ field }) => field).toSorted()).toEqual([
      'params',
      'project_id',
      'prompt',
      'type',
      'workspace_id',
    ])
  })
})

describe('a hostile body', () => {
  test.each([
    '{"__proto__":{"type":"image"}}',
    '{"params":{"a":[{"__proto__":1}]}}',
    '{"\\u005f_proto__":1}',
  ])('%s is refused', async (text) => {
    const { status, error } = await refused(await startApi(), text)
    expect(status).toBe(400)
    expect(error.message).toMatch(/__proto__: Key is not allowed$/)
  })

  test('names of prototype members are accepted in params', async () => {
    const api = await startApi()
    const { run_id } = await api.generate({ params: { constructor: 1, prototype: {}, toString: null } })
    expect((await api.run(run_id)).status).toBe('pending')
    const json = { ...MUG, model: 'constructor' }
    expect((await api.refusal('/generate', { method: 'POST', json })).status).toBe(400)
  })

  test('a prompt of 3 MB is refused, a prompt of 900 kB is not', async () => {
    const api = await startApi()
    const { status, error } = await refused(api, JSON.stringify({ ...MUG, prompt: 'x'.repeat(3_000_000) }))
    expect(status).toBe(400)
    expect(error.fields).toMatchObject([{ field: 'body', message: 'Must be at most 1 MB' }])
    await api.generate({ prompt: 'x'.repeat(900_000) })
  })

  test('over a real connection the refusal arrives before the connection closes', async () => {
    const { emulator, apiKey } = await startApi()
    const response = await fetch(`${emulator.baseUrl}/generate`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...MUG, prompt: 'x'.repeat(3_000_000) }),
    })
    expect(response.status).toBe(400)
  })

  test.each([
    ['arrays', '['.repeat(400_000) + ']'.repeat(400_000)],
    ['objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['params', JSON.stringify({ ...MUG, params: JSON.parse('['.repeat(70) + ']'.repeat(70)) as unknown })],
  ])('deep nesting of %s is refused', async (_what, text) => {
    const { status, error } = await refused(await startApi(), text)
    expect(status).toBe(400)
    expect(error.fields).toMatchObject([{ field: 'body', message: 'Nested deeper than 64 levels' }])
  })

  test('control characters, markup and emoji in a body are kept', async () => {
    const api = await startApi({ durationScale: 0 })
    const prompt = '\u0000 <img onerror=alert(1)> \ud800 🏔️ \u202e שלום'
    const { run_id: id } = await api.generate({ type: 'text', prompt })
    expect((await api.run(id)).outputs?.[0]?.url).toContain('<img onerror=alert(1)>')
  })
})

describe('a bad query', () => {
  test.each([
    ['limit=0', 'limit', 'Number must be greater than or equal to 1'],
    ['limit=101', 'limit', 'Number must be less than or equal to 100'],
    ['limit=abc', 'limit', 'Expected integer, received string'],
    ['limit=1.5', 'limit', 'Expected integer, received string'],
    ['limit=1&limit=2', 'limit', 'Expected integer, received array'],
    [
      'status=done',
      'status',
      "Invalid enum value. Expected 'pending' | 'running' | 'completed' | 'failed', received 'done'",
    ],
    ['workspace_id=abc', 'workspace_id', 'Must be an id that starts with "ws_"'],
  ])('%s is refused with the field and the reason', async (query, field, message) => {
    const { status, error } = await (await startApi()).refusal(`/generations?${query}`)
    expect(status).toBe(400)
    expect(error.fields).toMatchObject([{ field, message }])
  })

  test.each([
    'x',
    '%00',
    ...[
      '{"offset":-1}',
      '{"offset":1.5}',
      '{"offset":"20"}',
      '{"offset":20,"x":1}',
      '{"offset":9999999999}',
      '{}',
    ].map((text) => Buffer.from(text).toString('base64url')),
    Buffer.from('1').toString('base64url'),
    Buffer.from('1.AAAAAAAAAAA').toString('base64url'),
    Buffer.from('-1').toString('base64url'),
    Buffer.from('99999999999999999999').toString('base64url'),
    Buffer.from("1' OR 1=1 --").toString('base64url'),
    'A'.repeat(3_000),
  ])('the cursor %s, which this server did not make, is refused', async (cursor) => {
    const api = await startApi()
    const { status, error } = await api.refusal(`/generations?cursor=${cursor}`)
    expect(status).toBe(400)
    expect(error.fields?.[0]?.field).toBe('cursor')
  })

  test('a cursor of another list or world is refused', async () => {
    const api = await startApi()
    await api.generate()
    const { next_cursor: cursor } = (await api.generations('?limit=1')).meta
    expect((await api.refusal(`/projects?workspace_id=ws_abc123&cursor=${cursor}`)).status).toBe(400)
    expect((await api.generations(`?cursor=${cursor}`)).generations).toHaveLength(1)
  })
})

describe('a bad request line or header', () => {
  test('an unknown path, a wrong method and an undecodable path are answered 404', async () => {
    const { emulator, apiKey } = await startApi()
    const headers = { authorization: `Bearer ${apiKey}` }
    for (const [method, path] of [
      ['GET', '/nope'],
      ['PUT', '/generate'],
      ['DELETE', '/runs/run_abc123'],
      ['GET', '/runs/%zz'],
      ['GET', `/runs/run_${'x'.repeat(5_000)}`],
    ] as const) {
      const response = await emulator.fetch(emulator.baseUrl + path, { method, headers })
      expect(response.status, path).toBe(404)
      expect(await response.json()).toEqual({ error: { code: 'not_found', message: 'Not found.' } })
      expect(response.headers.get('request-id')).toMatch(/^req_/)
      expect(response.headers.get('x-request-id')).toBe(response.headers.get('request-id'))
      expect(response.headers.get('x-flora-emulator')).toMatch(/^\d+\.\d+\.\d+/)
    }
  })

  test('a path without the prefix of the API is answered with a hint', async () => {
    const { emulator } = await startApi()
    const response = await emulator.fetch(`${emulator.url}/generate`, { method: 'POST' })
    expect(response.status).toBe(404)
    expect(response.headers.get('x-flora-emulator-hint')).toContain('/api/v1/generate')
    expect((await emulator.fetch(`${emulator.url}/other`)).headers.has('x-flora-emulator-hint')).toBe(false)
  })

  test('malformed HTTP and oversized headers are answered with the error envelope', async () => {
    const { emulator } = await startApi()
    const garbage = await rawRequest(emulator.url, 'GARBAGE\r\n\r\n')
    expect(garbage).toMatch(
      /^HTTP\/1\.1 400 [^]*request-id: req_[^]*\{"error":\{"code":"input_validation_error"/,
    )
    const large = await rawRequest(
      emulator.url,
      `GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`,
    )
    expect(large).toMatch(/^HTTP\/1\.1 431 /)
  })

  test('a body that is shorter than announced creates nothing', async () => {
    const api = await startApi()
    const head = `POST /api/v1/generate HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${api.apiKey}\r\n`
    await rawRequest(api.emulator.url, `${head}content-length: 999\r\n\r\n{"type":`, { thenEnd: true })
    expect((await api.generations()).meta.total_estimate).toBe(1)
  })
})
