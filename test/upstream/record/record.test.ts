import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import FLORA from '@flora-ai/flora'
import { describe, expect, test } from 'vitest'
import { loadRecording } from '../../../src/server/recording.ts'
import { record } from '../../../src/upstream/record/record.ts'
import { summarize } from '../../../src/upstream/record/summary.ts'
import { MUG } from '../../support/api.ts'
import { temporaryFolder } from '../../support/fixtures.ts'
import { harProblems } from '../../support/conformance/har.ts'
import { CLIENT_KEY, startRecorder } from '../../support/upstream/recorder.ts'
import { answerJson } from '../../support/upstream/proxy.ts'

describe('forwarding', () => {
  test('the SDK works through the recorder, with JSON, files and errors', async () => {
    const { url } = await startRecorder()
    const client = new FLORA({ baseURL: url, apiKey: CLIENT_KEY, maxRetries: 0 })
    const { run_id: id } = await client.generations.create(MUG)
    expect(await client.generations.retrieve(id)).toMatchObject({ status: 'pending' })
    const file = new File([readFileSync('fixtures/ceramic-mug.png')], 'mug.png', { type: 'image/png' })
    expect(await client.assets.create({ workspace_id: 'ws_abc123', file } as never)).toMatchObject({
      status: 'ready',
    })
    await expect(client.generations.retrieve('run_nope')).rejects.toMatchObject({ status: 404 })
  })

  test('headers and body arrive as they were sent', async () => {
    const { call, seen } = await startRecorder()
    const init = {
      method: 'POST',
      body: JSON.stringify(MUG),
      headers: { 'content-type': 'application/json', 'idempotency-key': 'once' },
    }
    expect((await call('/generate', init)).status).toBe(201)
    const repeated = await call('/generate', init)
    expect(repeated.status).toBe(409)
    expect(repeated.headers.get('request-id')).toMatch(/^req_/)
    expect(seen).toEqual(['POST /generate', 'POST /generate'])
  })

  test('poll_url leads through the recorder', async () => {
    const { post, url, base, har, finish } = await startRecorder()
    const { poll_url: pollUrl } = await post('/generate', MUG)
    expect(pollUrl).toMatch(new RegExp(`^${url}/runs/run_`))
    await finish()
    expect(har().log.entries[0]?.response.content.text).toContain(`"poll_url":"${base.href}/runs/run_`)
  })

  test('other hosts and paths outside the API are refused without a request to the server', async () => {
    const { url, seen } = await startRecorder()
    const status = (path: string, host: string): Promise<number> =>
      new Promise((resolve) => {
        const { port } = new URL(url)
        request({ port, path, headers: { host } }, (response) => {
          response.resume()
          resolve(response.statusCode ?? 0)
        }).end()
      })
    expect(await status('/api/v1/models', 'evil.test')).toBe(403)
    expect(await status('/api/v1/../../_emulator/worlds', 'localhost')).toBe(404)
    expect(await status('/_emulator/worlds', 'localhost')).toBe(404)
    expect(await status('http://evil.test/api/v1/models', 'localhost')).toBe(404)
    expect(seen).toEqual([])
  })
})

describe('the HAR', () => {
  test('has version 1.2, private permissions, and an entry for each request', async () => {
    const { call, file, har, finish, base } = await startRecorder()
    await call('/models?type=image')
    expect(await finish()).toMatchObject({ requests: 1, dropped: 0 })
    expect(harProblems(har())).toEqual([])
    expect(har().log).toMatchObject({ version: '1.2', creator: { name: 'flora-emulator' } })
    expect(har().log.entries).toMatchObject([
      {
        startedDateTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        request: {
          method: 'GET',
          url: `${base.href}/models?type=image`,
          queryString: [{ name: 'type', value: 'image' }],
        },
        response: { status: 200, statusText: 'OK', content: { mimeType: expect.stringContaining('json') } },
        cache: {},
        timings: { send: 0, wait: expect.any(Number), receive: 0 },
      },
    ])
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(existsSync(`${file}.partial`)).toBe(false)
  })

  test('holds no key, token, signature or uploaded byte', async () => {
    const { call, post, finish, file } = await startRecorder((path, response) => {
      if (!path.startsWith('/assets')) return false
      response.setHeader('set-cookie', 'session=hidden1')
      return answerJson(response, {
        upload_url: '{"url":"https://storage.test/hidden2","fields":{"policy":"hidden3"}}',
        upload: { url: 'https://storage.test/hidden4', form_fields: { 'x-goog-signature': 'hidden5' } },
        url: 'https://media.test/a.png?X-Goog-Signature=hidden6',
        note: `the key ${CLIENT_KEY} and sk_live_hidden7`,
        webhook_secret: 'hidden8',
      })
    })
    await post('/assets?token=hidden9', {
      source: 'https://user:hidden10@a.test/b?c=hidden11',
      api_key: 'hidden12',
    })
    await call('/assets', {
      method: 'POST',
      body: 'hidden13',
      headers: { 'content-type': 'image/png', cookie: 'a=hidden14' },
    })
    await finish()
    const text = readFileSync(file, 'utf8')
    expect(text).not.toMatch(/hidden\d/)
    expect(text).not.toContain(CLIENT_KEY)
    expect(text).toContain('https://media.test/a.png?[redacted]')
    expect(text).toContain('8 bytes, which are not kept')
  })
})

describe('measured runs', () => {
  test('times, progress, quote, settled cost and errors are kept by model', async () => {
    const { api, call, post, finish, recording, file } = await startRecorder()
    const world = api.as('sk_test_default').world
    const { run_id: good } = await post('/generate', MUG)
    const { run_id: bad } = await post('/generate', { ...MUG, prompt: 'A mug [[fail:LLM_REFUSAL]]' })
    await call(`/runs/${String(good)}`)
    await world.clock.advance({ seconds: 6 })
    await call(`/runs/${String(good)}`)
    await world.clock.advance({ until: 'idle' })
    await call(`/runs/${String(good)}`)
    await call(`/runs/${String(bad)}`)
    const result = await finish()
    const [first, second] = recording().models['t2i-flux-2-pro'] ?? []
    expect(first).toMatchObject({ end_ms: 12_000, quote_usd: 0.04, settled_usd: 0.04, error_code: null })
    expect(first?.start_ms).toBeGreaterThan(0)
    expect(first?.progress).toHaveLength(1)
    expect(second).toMatchObject({ end_ms: 12_000, settled_usd: null, error_code: 'LLM_REFUSAL' })
    expect(summarize(result, 'a.har')).toMatch(
      /^t2i-flux-2-pro: 2 runs, start after [\d.]+ s, end after 12\.0 s \(90 %: 12\.0 s\), settled at 1\.00 × quote, 1 × LLM_REFUSAL\nwrote 6 requests to a\.har\n$/,
    )
    expect(loadRecording(file).models.get('t2i-flux-2-pro')).toHaveLength(2)
  })

  test('runs of the history are measured too, without a quote', async () => {
    const { api, call, finish, recording } = await startRecorder()
    await api.generate()
    await api.world.clock.advance({ until: 'idle' })
    await call('/generations')
    await finish()
    const runs = recording().models['t2i-flux-2-pro'] ?? []
    expect(runs.at(0)).toMatchObject({ end_ms: 12_000, quote_usd: null, settled_usd: 0.04 })
  })

  test('actions and techniques are kept by their own ids', async () => {
    const { api, call, post, finish, recording } = await startRecorder()
    const place = { workspace_id: 'ws_abc123', project_id: 'prj_abc123' }
    const inputs = [{ type: 'text', text: 'a,b' }]
    const { run_id: action } = await post('/runs/action', {
      ...place,
      action_id: 'split-text-browser',
      inputs,
    })
    const image = { id: 'input_image', type: 'imageUrl', value: `${api.emulator.url}/media/x.png` }
    const run = await post('/techniques/tech_cctv-cam/runs', { inputs: [image], mode: 'async' })
    await api.world.clock.advance({ until: 'idle' })
    await call(`/runs/${String(action)}`)
    await call(`/techniques/tech_cctv-cam/runs/${String(run['run_id'])}`)
    await finish()
    expect(Object.keys(recording().actions)).toEqual(['split-text-browser'])
    expect(Object.keys(recording().techniques)).toEqual(['tech_cctv-cam'])
  })
})

describe('an existing file', () => {
  test('is continued', async () => {
    const first = await startRecorder()
    await first.call('/models')
    await first.finish()
    const second = await startRecorder(undefined, first.file)
    await second.call('/actions')
    expect(await second.finish()).toMatchObject({ requests: 2 })
    expect(second.har().log.entries.map((entry) => new URL(entry.request.url).pathname)).toEqual([
      '/api/v1/models',
      '/api/v1/actions',
    ])
  })

  test('of a session that was killed is taken up, but for the line that was cut', async () => {
    const killed = await startRecorder()
    const { run_id: id } = await killed.post('/generate', MUG)
    await killed.api.world.clock.advance({ until: 'idle' })
    await killed.call(`/runs/${String(id)}`)
    const file = join(temporaryFolder(), 'recording.har')
    writeFileSync(`${file}.partial`, `${readFileSync(`${killed.file}.partial`, 'utf8')}{"entry":{"cut`)
    const next = await startRecorder(undefined, file)
    expect(await next.finish()).toMatchObject({ requests: 2 })
    expect(next.recording().models['t2i-flux-2-pro']).toHaveLength(1)
  })

  test.each([
    ['is no recording', '{"log":{}}', /exists and is no recording; name another file/],
    ['is no JSON', 'x', /JSON.*; name another file/],
    [
      'has a newer version',
      '{"log":{"_flora_emulator":{"version":2}}}',
      /exists with version 2, and this is version 1/,
    ],
    ['is damaged', '{"log":{"_flora_emulator":{"version":1,"models":7}}}', /it is damaged/],
  ])('that %s is left alone', async (_name, text, message) => {
    const file = join(temporaryFolder(), 'a.har')
    writeFileSync(file, text)
    const base = new URL('http://127.0.0.1:1/api/v1')
    const started = record({ base, file, port: 0, say: () => undefined })
    await expect(started).rejects.toMatchObject({ exitCode: 4, message: expect.stringMatching(message) })
    expect(readFileSync(file, 'utf8')).toBe(text)
  })
})
