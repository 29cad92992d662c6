import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RawOptions } from '../../src/config/config.ts'
import type { BundleRequests } from '../../src/schemas/bundle.ts'
import { MUG, type TestApi } from '../support/api.ts'
import { put, read, reserve, step, uploadUrlOf } from '../support/assets.ts'
import { recordBundle } from '../support/bundle/record.ts'
import { unzip } from '../support/bundle/zip.ts'
import { temporaryFolder } from '../support/fixtures.ts'
import { run } from '../support/process.ts'

type Program = Parameters<typeof recordBundle>[0]

/** Records a program and replays it in another process, which must find every answer equal. */
async function expectEqual(program: Program, options: RawOptions = {}): Promise<Map<string, Buffer>> {
  const file = await recordBundle(program, options)
  const { code, stdout } = await run(['replay', file])
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^\d+ requests?: every answer is equal\n$/)])
  return unzip(file)
}

/** The statuses of the answers in a bundle, each once; 0 for a connection that was cut. */
function statusesIn(files: ReadonlyMap<string, Buffer>): number[] {
  const { steps } = JSON.parse(files.get('requests.json')?.toString() ?? '') as BundleRequests
  const all = steps.flatMap((one) => (one.type === 'request' ? [one.answer?.status ?? 0] : []))
  return [...new Set(all)].toSorted((a, b) => a - b)
}

/** Sends a request without looking at the answer. */
const send = async ({ emulator, apiKey }: TestApi, path: string, init: RequestInit = {}): Promise<string> => {
  const headers = {
    authorization: `Bearer ${apiKey}`,
    ...(init.headers as Record<string, string> | undefined),
  }
  const url = path.startsWith('http') ? path : emulator.baseUrl + path
  const answer = await emulator.fetch(url, { ...init, headers }).catch(() => null)
  return answer === null ? '' : answer.text().catch(() => '')
}

const json = (value: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(value),
  headers: { 'content-type': 'application/json', ...headers },
})

test('a valid traceparent is in the bundle, because webhooks carry it on', async () => {
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
  const file = await recordBundle(async (api) => {
    await api.generate({}, { traceparent })
    await api.generate({}, { traceparent: 'sk-of-another-service' })
  })
  const files = await unzip(file)
  for (const name of ['requests.har', 'requests.json']) {
    expect(files.get(name)?.toString().split(traceparent)).toHaveLength(2)
    expect(files.get(name)?.toString()).not.toContain('sk-of-another-service')
  }
})

test('changes through the control API between requests are repeated as states', async () => {
  await expectEqual(async (api) => {
    await api.generate()
    await api.world.rules.add({
      match: { operation: 'startGeneration' },
      times: 1,
      effect: { error: { status: 500 } },
    })
    await api.refusal('/generate', { method: 'POST', json: MUG })
    await api.generate()
    await api.world.clock.advance({ until: 'idle' })
    await api.generations()
    await api.world.workspaces.setBalance('ws_abc123', 0.05)
    await api.generate()
    await api.refusal('/generate', { method: 'POST', json: MUG })
    const { run_id: id } = await api.as('sk_test_other').generate()
    await api.emulator.world('other').runs.fail(id)
    await api.as('sk_test_other').run(id)
    await api.world.reset()
    await api.generations()
    await api.emulator.world('made').configure({ clock: 'auto', duration_scale: 0.5, seed: 'own' })
    const made = api.as('sk_test_made')
    const { run_id: polled } = await made.generate()
    for (let polls = 0; polls < 4; polls += 1) await made.run(polled)
    await api.emulator.world('made').drop()
    await made.generations()
  })
})

test.each<[string, RawOptions, statuses: number[]]>([
  [
    'an auto clock and the measured profile',
    { clock: 'auto', profile: 'measured' },
    [200, 201, 401, 403, 409],
  ],
  ['a rate limit', { rateLimit: '6/3600' }, [200, 201, 401, 403, 429]],
  [
    'strict validation and examples',
    { strict: true, examples: true, auth: 'strict' },
    [200, 201, 400, 401, 403, 409],
  ],
])('%s', async (_, options, statuses) => {
  const files = await expectEqual(async (api) => {
    const { run_id: id = 'run_abc123' } = JSON.parse(await send(api, '/generate', json(MUG))) as {
      run_id?: string
    }
    for (let polls = 0; polls < 6; polls += 1) await send(api, `/runs/${id}`)
    await send(api, '/generate', json(MUG, { 'idempotency-key': 'once' }))
    await send(api, '/generate', json(MUG, { 'idempotency-key': 'once' }))
    await send(api, '/generate', json({ ...MUG, callback_url: 'http://127.0.0.1:9/hook', parameters: {} }))
    await send(api.as('sk_live_viewer'), '/generate', json(MUG))
    await send(api.as('sk_live_revoked'), '/models')
    await send(api.as('sk_test_!'), '/models')
    await send(api.as('a key with spaces'), '/models')
    await api.emulator.fetch(`${api.emulator.baseUrl}/models`)
    await send(api, '/models', { headers: { authorization: 'Basic abc' } })
  }, options)
  expect(statusesIn(files)).toEqual(statuses)
})

test('files: uploads as a form and to a reserved URL, downloads in part and with faults', async () => {
  const files = await expectEqual(async (api) => {
    const bytes = readFileSync('fixtures/ceramic-mug.png')
    const form = new FormData()
    form.set('workspace_id', 'ws_abc123')
    form.set('file', new Blob([bytes], { type: 'image/png' }), 'mug.png')
    const asset = JSON.parse(await send(api, '/assets', { method: 'POST', body: form })) as { url?: string }
    expect(asset.url).toMatch(/^http/)
    await send(api, asset.url ?? '')
    const reserved = await reserve(api)
    await put(api, uploadUrlOf(reserved), bytes)
    await step(api, reserved.asset_id, 'complete')
    await read(api, reserved.asset_id)
    for (const fault of ['none', 'empty', 'truncated', '404', 'wrong-type']) {
      const directives = fault === 'none' ? {} : { 'x-flora-emulator': `output:${fault}` }
      const { run_id: id } = await api.generate({}, directives)
      await api.world.clock.advance({ until: id })
      const ended = JSON.parse(await send(api, `/runs/${id}`)) as { outputs: { url: string }[] }
      const url = ended.outputs[0]?.url ?? ''
      await send(api, url)
      await send(api, url, { headers: { range: 'bytes=10-99' } })
      await send(api, url, { method: 'HEAD' })
    }
  })
  expect(statusesIn(files)).toEqual([200, 201, 204, 206, 404])
})

test('faults of answers, broken bodies and unknown paths', async () => {
  const files = await expectEqual(async (api) => {
    for (const fault of [
      'drop:before',
      'drop:after',
      'body:truncated',
      'body:malformed',
      'status:418',
      'nonsense',
    ]) {
      await send(api, '/generate', json(MUG, { 'x-flora-emulator': fault }))
    }
    await send(api, '/generate', { ...json(MUG), body: '{"type":' })
    await send(api, '/generate', { ...json(MUG), body: '{"token":"a-secret' })
    await send(api, '/generate', { method: 'POST', body: 'text', headers: { 'content-type': 'text/plain' } })
    await send(api, '/generate', {
      method: 'POST',
      body: Buffer.from([0xff, 0xfe]),
      headers: { 'content-type': 'application/json' },
    })
    await send(api, '/nowhere?a=%20b')
    await send(api, '/runs/..%2f..%2f')
    await send(api, '/models', { method: 'OPTIONS', headers: { origin: 'http://localhost:3000' } })
    await send(api, '/generations')
  })
  expect(statusesIn(files)).toEqual([0, 200, 201, 204, 400, 404, 418])
})

test('a program that was intercepted', async () => {
  const file = join(temporaryFolder(), 'bundle.zip')
  const script = `
    fetch('https://app.flora.ai/api/v1/generate', { method: 'POST', body: ${JSON.stringify(JSON.stringify(MUG))},
      headers: { authorization: 'Bearer my-own-secret-key', 'content-type': 'application/json' } })
      .then((answer) => answer.json()).then(({ poll_url }) => { console.log(poll_url); process.exitCode = 1 })`
  const exec = await run(['exec', '--intercept', '--bundle', file, '--', process.execPath, '-e', script])
  expect([exec.code, exec.stdout]).toEqual([
    1,
    expect.stringMatching(/^https:\/\/app\.flora\.ai\/api\/v1\/runs\/run_/),
  ])
  const replay = await run(['replay', file])
  expect([replay.code, replay.stdout]).toEqual([0, '1 request: every answer is equal\n'])
})
