import { describe, expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { launchUntil, run, serveProcess } from '../support/process.ts'
import { receiver } from '../support/receiver.ts'

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

  test('announces a run that is over once more, or to another URL', async () => {
    const [api, { url, received }] = [await startApi(), await receiver()]
    const args = ['trigger', 'run.completed', '--run', 'run_abc123', '--emulator', api.emulator.url]
    expect(await run(args)).toMatchObject({
      code: 1,
      stderr: 'flora-emulator: run run_abc123 was started without callback_url; say where with --url <url>\n',
    })
    expect((await run([...args, '--url', url])).code).toBe(0)
    expect((await run(args)).code).toBe(0)
    expect(received).toHaveLength(2)
  })

  test.each([
    [['run.completed', '--run', 'run_none'], 1, 'not found'],
    [['run.failed', '--run', 'run_abc123'], 1, 'run run_abc123 is over: completed'],
    [
      ['run.paused', '--run', 'run_abc123'],
      2,
      'unknown event "run.paused"; known: run.completed, run.failed',
    ],
    [['run.completed'], 2, "required option '--run <id>'"],
    [['run.completed', '--run', 'run_abc123', '--world', 'No!'], 2, 'World name "No!" must match'],
    [['run.completed', '--run', 'run_abc123', '--world', 'typo'], 1, 'World "typo" not found'],
    [['run.completed', '--run', 'run_abc123', '--emulator', 'here'], 2, '--emulator takes an http(s) URL'],
  ])('%j ends with %i: %s', async (args, code, message) => {
    const api = await startApi()
    const exit = await run(['trigger', ...args], { FLORA_EMULATOR_URL: api.emulator.url })
    expect(exit.code).toBe(code)
    expect(exit.stderr).toContain(message)
  })

  test('says so when there is no emulator', async () => {
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
  test('forwards what was sent, though the target itself was blocked, until it is stopped', async () => {
    const [api, { url, received, arrived }] = [await startApi(), await receiver()]
    const { stop } = await launchUntil(
      ['listen', '--emulator', api.emulator.url, '--forward-to', url],
      'listening to world default',
    )
    await api.generate({ callback_url: 'https://shop.example/hook' })
    // The command may not be on the stream yet; a webhook that is sent again comes again.
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

  test('comes back when the emulator does', async () => {
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

  test('refuses what is no URL', async () => {
    const { code, stderr } = await run(['listen', '--forward-to', 'localhost:3000'])
    expect([code, stderr]).toEqual([
      2,
      'flora-emulator: --forward-to takes an http(s) URL, not "localhost:3000"\n',
    ])
  })
})
