import { request, type ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { record } from '../../../src/upstream/record/record.ts'
import { MUG } from '../../support/api.ts'
import { startRecorder } from '../../support/upstream/recorder.ts'
import { serve } from '../../support/net/file-server.ts'
import { temporaryFolder } from '../../support/fixtures.ts'
import { answerJson, type Spoil } from '../../support/upstream/proxy.ts'

/** The answer that a client gets, and the status in the HAR. */
async function through(spoil: Spoil) {
  const { call, finish, har } = await startRecorder(spoil)
  const answer = await call('/models', { redirect: 'manual' })
  const text = await answer.text()
  await finish()
  const [entry] = har().log.entries
  return { status: answer.status, location: answer.headers.get('location'), text, recorded: entry?.response }
}

describe('answers of a server that misbehaves are passed on and recorded', () => {
  test.each<[string, Spoil, number, string]>([
    ['an error', (_, response) => answerJson(response, { error: {} }, 500), 500, '{"error":{}}'],
    [
      'an expired key',
      (_, response) => answerJson(response, { error: { code: 'invalid_api_key' } }, 401),
      401,
      '{"error":{"code":"invalid_api_key"}}',
    ],
    [
      'bad JSON',
      (_, response) => (
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"models": ['),
        true
      ),
      200,
      '{"models": [',
    ],
    [
      'a web page',
      (_, response) => (response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'), true),
      200,
      '<p>',
    ],
  ])('%s', async (_name, spoil, status, text) => {
    expect(await through(spoil)).toMatchObject({ status, text, recorded: { status } })
  })

  test('a redirect, which is not followed', async () => {
    const { status, location, recorded } = await through((_, response) => {
      response.writeHead(302, { location: 'https://elsewhere.test/x?sig=1' }).end()
      return true
    })
    expect({ status, location }).toEqual({ status: 302, location: 'https://elsewhere.test/x?sig=1' })
    expect(recorded).toMatchObject({ status: 302, redirectURL: 'https://elsewhere.test/x?[redacted]' })
  })

  test('a compressed answer', async () => {
    const { text, recorded } = await through((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      response.end(Buffer.from('H4sIAAAAAAAAA6uuBQBDv6ajAgAAAA==', 'base64'))
      return true
    })
    expect(text).toBe('{}')
    expect(recorded?.content).toMatchObject({ text: '', comment: expect.stringContaining('not kept') })
  })

  test.each<[string, Spoil]>([
    ['that is cut before the answer', (_, response) => (response.destroy(), true)],
    [
      'that is cut in the answer',
      (_, response) => (
        response.writeHead(200, { 'content-length': 9 }).write('{', () => response.destroy()),
        true
      ),
    ],
  ])('a connection %s is a 503 for the client, and no answer in the HAR', async (_name, spoil) => {
    const { status, text, recorded } = await through(spoil)
    expect(status).toBe(503)
    expect(text).toContain('The server did not answer: the request failed (ECONNRESET).')
    expect(recorded).toMatchObject({ status: 0, statusText: 'the request failed (ECONNRESET)' })
  })
})

/** A server that holds its answer back until the test gives it. */
function holding(): { readonly spoil: Spoil; readonly arrived: Promise<ServerResponse> } {
  let arrive: (response: ServerResponse) => void = () => undefined
  const arrived = new Promise<ServerResponse>((resolve) => (arrive = resolve))
  return { arrived, spoil: (_path, response) => (arrive(response), true) }
}

describe('nothing that may have cost money is lost', () => {
  test('a run that is started while the client gives up is recorded', async () => {
    const { spoil, arrived } = holding()
    const { url, finish, har } = await startRecorder(spoil)
    const { port } = new URL(url)
    const outgoing = request({ port, path: '/api/v1/generate', method: 'POST' }).on('error', () => undefined)
    const closed = new Promise((resolve) => outgoing.on('close', resolve))
    outgoing.end(JSON.stringify(MUG))
    const response = await arrived
    outgoing.destroy()
    await closed
    answerJson(response, { run_id: 'run_1', charged_cost: 1, model: { model_id: 'm' } }, 201)
    await finish()
    expect(har().log.entries[0]?.response.status).toBe(201)
  })

  test('a stop waits for the requests in flight, and refuses others', async () => {
    const { spoil, arrived } = holding()
    const { call, finish, har, seen } = await startRecorder(spoil)
    const answer = call('/models')
    const response = await arrived
    const finished = finish()
    answerJson(response, {})
    expect((await answer).status).toBe(200)
    await finished
    await expect(call('/models')).rejects.toThrow('fetch failed')
    expect(har().log.entries[0]?.response.status).toBe(200)
    expect(seen).toHaveLength(1)
  })

  test('a request that is not answered in time is recorded without an answer', async () => {
    const { spoil, arrived } = holding()
    const { call, finish, har } = await startRecorder(spoil)
    const answer = call('/models').catch(() => null)
    await arrived
    await finish()
    expect((await answer)?.status ?? 503).toBe(503)
    expect(har().log.entries[0]?.response.status).toBe(0)
  })
})

test('a port in use is an error with exit code 3', async () => {
  const { port } = await serve((_request, response) => response.end())
  const base = new URL('http://127.0.0.1:1/api/v1')
  const file = `${temporaryFolder()}/a.har`
  await expect(record({ base, file, port, say: () => undefined })).rejects.toMatchObject({ exitCode: 3 })
})

test('a missing folder is an error before anything is forwarded', async () => {
  const base = new URL('http://127.0.0.1:1/api/v1')
  const file = `${temporaryFolder()}/missing/a.har`
  await expect(record({ base, file, port: 0, say: () => undefined })).rejects.toMatchObject({
    exitCode: 4,
    message: expect.stringMatching(/--out .*: ENOENT/) as string,
  })
})

test('the recorder does not forward to itself', async () => {
  const own = await serve((_request, response) => response.end())
  const base = new URL(`http://127.0.0.1:${own.port}/api/v1`)
  const { call } = await startRecorder()
  expect((await call('/models')).status).toBe(200)
  const said: string[] = []
  const recorder = await record({
    base,
    file: `${temporaryFolder()}/a.har`,
    port: 0,
    say: (text) => said.push(text),
  })
  base.port = new URL(recorder.url).port
  expect((await fetch(`${recorder.url}/models`)).status).toBe(503)
  await recorder.finish()
  expect(said.join()).toContain('the emulator does not call itself')
})
