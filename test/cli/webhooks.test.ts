import { describe, expect, test } from 'vitest'
import { reconnectDelayMs } from '../../src/cli/listen.ts'
import { startApi } from '../support/api.ts'
import { serve } from '../support/net/file-server.ts'
import { launchUntil, run, serveProcess } from '../support/process.ts'
import { receiver } from '../support/net/receiver.ts'

describe('flora-emulator trigger', () => {
  test('ends a run and announces it to its callback_url', async () => {
    const [api, { url, received }] = [await startApi(), await receiver()]
    const { run_id: runId } = await api.generate({ callback_url: url })
    const { code, stdout } = await run([
      'trigger',
      'run.failed',
      '--run',
      runId,
      '--emulator',
      api.emulator.url,
    ])
    expect(stdout).toMatch(new RegExp(`^run\\.failed ${runId} whd_\\S+ → ${url}: delivered \\(200\\)\n$`))
    expect([code, received.length, (await api.run(runId)).status]).toEqual([0, 1, 'failed'])
  })

  test('announces an ended run again, or to another URL', async () => {
    const [api, { url, received }] = [await startApi(), await receiver()]
    const args = ['trigger', 'run.completed', '--run', 'run_abc123', '--emulator', api.emulator.url]
    expect(await run(args)).toMatchObject({
      code: 1,
      stderr:
        'flora-emulator: run run_abc123 was started without callback_url; name a receiver with --url <url>\n',
    })
    expect((await run([...args, '--url', url])).code).toBe(0)
    expect((await run(args)).code).toBe(0)
    expect(received).toHaveLength(2)
  })

  test.each([
    [['run.completed', '--run', 'run_none'], 1, 'not found'],
    [['run.failed', '--run', 'run_abc123'], 1, 'run run_abc123 has already ended: completed'],
    [
      ['run.paused', '--run', 'run_abc123'],
      2,
      'unknown event "run.paused"; known: run.completed, run.failed',
    ],
    [['run.completed'], 2, 'name a run with --run <id>, or the receiver of a new run with --url <url>'],
    [
      ['run.completed', '--url', 'localhost:3000'],
      2,
      '--url: expected an http(s) URL, got "localhost:3000".',
    ],
    [['run.completed', '--run', 'run_abc123', '--world', 'No!'], 2, 'World name "No!" must match'],
    [['run.completed', '--run', 'run_abc123', '--world', 'typo'], 1, 'World "typo" not found'],
    [
      ['run.completed', '--run', 'run_abc123', '--emulator', 'here'],
      2,
      '--emulator: expected an http(s) URL without a path, got "here".',
    ],
  ])('%j exits with %i: %s', async (args, code, message) => {
    const api = await startApi()
    const exit = await run(['trigger', ...args], { FLORA_EMULATOR_URL: api.emulator.url })
    expect(exit.code).toBe(code)
    expect(exit.stderr).toContain(message)
  })

  test.each(['run.completed', 'run.failed'] as const)(
    'starts a run for %s without --run, also when runs take no time',
    async (event) => {
      const api = await startApi({ clock: 'real', durationScale: 0 })
      const { url, received } = await receiver()
      const { code, stdout } = await run(['trigger', event, '--url', url, '--emulator', api.emulator.url])
      expect(stdout).toMatch(
        new RegExp(`^${event.replace('.', '\\.')} run_\\S+ whd_\\S+ → ${url}: delivered`),
      )
      expect(code).toBe(0)
      expect(received.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([{ type: event }])
      const { requests } = await api.world.requests.list({ operation: 'startGeneration' })
      expect(requests).toMatchObject([{ status: 201, workspace_id: 'ws_abc123' }])
    },
  )

  test('reports why the API refuses the run that it starts', async () => {
    const api = await startApi({ strict: true })
    const exit = await run(['trigger', 'run.failed', '--url', 'http://127.0.0.1:9/hook'], {
      FLORA_EMULATOR_URL: api.emulator.url,
    })
    expect(exit).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('the API refused to start a run (400): callback_url: '),
    })
  })

  test('reports that no emulator answers', async () => {
    const { code, stderr } = await run([
      'trigger',
      'run.completed',
      '--run',
      'run_abc123',
      '--emulator',
      'http://127.0.0.1:9',
    ])
    expect(code).toBe(1)
    expect(stderr).toContain(
      'No flora-emulator answers at http://127.0.0.1:9. Start one, or name it with --emulator <url>.',
    )
  })
})

describe('flora-emulator listen', () => {
  test('forwards every attempt until it is stopped, including those to a blocked URL', async () => {
    const [api, { url, received, arrived }] = [await startApi(), await receiver()]
    const { stop } = await launchUntil(
      ['listen', '--emulator', api.emulator.url, '--forward-to', url],
      'listening to world default',
    )
    await api.generate({ callback_url: 'https://shop.example/hook' })
    // The command may not have connected yet, so the webhook is sent until it arrives.
    await api.world.clock.advance({ until: 'idle' })
    const [webhook] = await api.world.webhooks.list()
    while (received.length === 0) await api.world.webhooks.redeliver(webhook?.id ?? '')
    await arrived(1)
    expect(received[0]?.body).toBe(webhook?.payload)
    expect(received[0]?.headers['flora-signature']).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/)
    const { code, stdout } = await stop('SIGTERM')
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^run\.completed run_\S+ whd_\S+ → https:\/\/shop\.example\/hook: blocked \(.*--allow-egress\)$/m,
    )
    expect(stdout).toContain(`${webhook?.id} forwarded to ${url}: 200`)
  })

  test('reconnects when the emulator is back', async () => {
    const { url, arrived, received } = await receiver()
    const first = await serveProcess([])
    const { port } = new URL(first.url)
    const listener = await launchUntil(
      ['listen', '--emulator', first.url, '--forward-to', url],
      'listening to world default',
    )
    await first.stop('SIGTERM')
    const second = await serveProcess(['--port', port])
    const announce = async () =>
      run(['trigger', 'run.completed', '--run', 'run_abc123', '--url', url, '--emulator', second.url])
    const forwarded = () => received.some(({ headers }) => headers['sec-fetch-mode'] !== undefined)
    while (!forwarded()) expect((await announce()).code).toBe(0)
    await arrived(2)
    expect((await listener.stop('SIGINT')).code).toBe(0)
  })

  test('resumes after the last event that it received, when the connection is cut', async () => {
    const resumed: (string | undefined)[] = []
    const { url } = await serve((request, response) => {
      if (request.url?.endsWith('/events') !== true) return response.end('{}')
      resumed.push(request.headers['last-event-id']?.toString())
      return response.write('id: 7\nevent: clock\ndata: {}\n\n', () => response.destroy())
    })
    const { stop } = await launchUntil(['listen', '--emulator', url], 'connected again')
    expect((await stop('SIGTERM')).code).toBe(0)
    expect(resumed.slice(0, 2)).toEqual([undefined, '7'])
  })

  test('reconnects after 0.5 s, then twice as late each time, up to 10 s', () => {
    expect([0, 1, 2, 3, 4, 5, 50].map(reconnectDelayMs)).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000,
    ])
  })

  test.each([
    ['an event that is not JSON', '{', 'SyntaxError'],
    ['an event without a webhook', '{}', 'TypeError'],
  ])('ends with the error instead of reconnecting: %s', async (_name, data, error) => {
    const { url } = await serve((request, response) =>
      request.url?.endsWith('/events') === true
        ? response.write(`event: webhook.attempt\ndata: ${data}\n\n`)
        : response.end('{}'),
    )
    const { code, stderr } = await run(['listen', '--emulator', url])
    expect(code).toBe(1)
    expect(stderr).toContain(error)
    expect(stderr).not.toContain('reconnecting')
  })

  test('ends when the world is gone', async () => {
    let calls = 0
    const { url } = await serve((request, response) => {
      calls += 1
      if (request.url?.endsWith('/events') === true) response.destroy()
      else response.writeHead(calls === 1 ? 200 : 404).end('{"error":{"code":"not_found","message":"Gone."}}')
    })
    expect(await run(['listen', '--emulator', url])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/reconnecting\nflora-emulator: Gone\.\n$/),
    })
  })

  test('refuses a --forward-to that is not a URL', async () => {
    const { code, stderr } = await run(['listen', '--forward-to', 'localhost:3000'])
    expect([code, stderr]).toEqual([
      2,
      'flora-emulator: --forward-to: expected an http(s) URL, got "localhost:3000".\n',
    ])
  })
})
