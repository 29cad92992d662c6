import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { MUG, START } from '../support/api.ts'
import { failing, start } from '../support/checks.ts'
import { recordBundle } from '../support/bundle/record.ts'
import { changed, unzip } from '../support/bundle/zip.ts'
import { harProblems } from '../support/conformance/har.ts'
import { temporaryFolder } from '../support/fixtures.ts'
import { run, serveProcess } from '../support/process.ts'

const SECRET = 'sk_live_0123456789abcdef'
const OWN_KEY = 'a-key-of-nobody'

/** A command that starts runs at once, polls one, downloads its file and fails. */
const PROGRAM = `
  const { FLORA_BASE_URL: base, FLORA_API_KEY: key, FLORA_EMULATOR_URL: url } = process.env
  const call = async (path, { key: own = key, headers, json, ...init } = {}) => {
    const answer = await fetch(base + path, {
      ...(json === undefined ? {} : { method: 'POST', body: JSON.stringify(json) }),
      headers: { authorization: 'Bearer ' + own, 'content-type': 'application/json', ...headers }, ...init })
    return JSON.parse(await answer.text())
  }
  const mug = ${JSON.stringify(MUG)}
  const main = async () => {
    const runs = await Promise.all([1, 2, 3, 4].map((n) => call('/generate', { json: { ...mug, prompt: 'mug ' + n } })))
    for (let run = {}; run.status !== 'completed';) {
      run = await call('/runs/' + runs[0].run_id)
      if (run.status === 'completed') await (await fetch(run.outputs[0].url)).arrayBuffer()
    }
    await call('/generate', { json: mug, headers: { 'x-flora-emulator': 'drop:after' } }).catch(() => 0)
    await call('/generate', { json: mug, headers: { 'x-flora-emulator': 'body:truncated' } }).catch(() => 0)
    await fetch(url + '/_emulator/worlds/default/rules', { method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ match: { operation: 'startGeneration' }, times: 1, effect: { error: { status: 503 } } }) })
    await call('/generate', { json: mug })
    await call('/generations', { key: 'sk_test_other' })
    await call('/models', { key: '${OWN_KEY}' })
    await call('/nowhere').catch(() => 0)
    await call('/generate', { method: 'POST', body: '{"token":"hidden-value' })
    await call('/feedback', { json: { kind: 'bug', summary: 'why ${SECRET}', detail: 'd', api_key: 'hidden-value' } })
    console.log('\\x1b[31mfailed\\x1b[0m with ${OWN_KEY} and ' + key)
    console.error('to stderr')
    process.exit(3)
  }
  main()`

const node = (script: string) => ['--', process.execPath, '-e', script]

describe('a command that fails', () => {
  test('leaves a bundle, whose replay is equal with a clock of wall time, faults, rules and parallel requests', async () => {
    const file = join(temporaryFolder(), 'failure.zip')
    const program = join(temporaryFolder(), 'program.cjs')
    writeFileSync(program, PROGRAM)
    const options = ['--bundle', file, '--duration-scale', '0.01']
    const exec = await run(['exec', ...options, '--', process.execPath, program, OWN_KEY])
    expect([exec.code, exec.stdout]).toEqual([
      3,
      `\u001b[31mfailed\u001b[0m with ${OWN_KEY} and sk_test_default\n`,
    ])
    expect(exec.stderr).toContain('to stderr\n')
    expect(exec.stderr).toContain(
      `flora-emulator: wrote ${file}; look at it with: flora-emulator open ${file}\n`,
    )
    expect(statSync(file).mode & 0o077).toBe(0)

    const files = await unzip(file)
    expect([...files.keys()]).toEqual(
      expect.arrayContaining([
        'bundle.json',
        'output.txt',
        'requests.har',
        'requests.json',
        'states/0.json',
        ...['default', 'other'].flatMap((world) =>
          ['snapshot', 'requests', 'deliveries', 'ledger', 'findings'].map(
            (name) => `worlds/${world}/${name}.json`,
          ),
        ),
      ]),
    )
    const all = Buffer.concat([...files.values()]).toString()
    expect(all).not.toMatch(/0123456789abcdef|a-key-of-nobody|hidden-value|sk_test_(default|other)/)
    expect(harProblems(JSON.parse(files.get('requests.har')?.toString() ?? ''))).toEqual([])
    expect(files.get('output.txt')?.toString()).toContain(
      'failed\u001b[0m with [redacted] and sk_test_[redacted]\n',
    )

    const replay = await run(['replay', file])
    expect([replay.code, replay.stdout, replay.stderr]).toEqual([
      0,
      expect.stringMatching(/^\d+ requests: every answer is equal\n$/),
      '',
    ])
  })

  test('has none without --bundle, and a command that succeeds has one with --bundle-always', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'bundle.zip')
    expect((await run(['exec', '--bundle', file, ...node('process.exit(0)')])).code).toBe(0)
    expect(readdirSync(folder)).toEqual([])
    expect((await run(['exec', '--bundle', file, '--bundle-always', ...node('process.exit(0)')])).code).toBe(
      0,
    )
    expect((await run(['replay', file])).stdout).toBe('0 requests: every answer is equal\n')
  })

  test('is not run when the bundle could not be written', async () => {
    const file = join(temporaryFolder(), 'nowhere', 'bundle.zip')
    const { code, stdout, stderr } = await run(['exec', '--bundle', file, ...node("console.log('ran')")])
    expect([code, stdout]).toEqual([4, ''])
    expect(stderr).toMatch(/^flora-emulator: --bundle .*bundle\.zip: ENOENT.*\n$/)
  })

  test('may print more than memory holds; the bundle has the end', async () => {
    const file = join(temporaryFolder(), 'bundle.zip')
    const script = `
      const chunk = 'x'.repeat(1023) + '\\n'
      const print = (left) => { for (; left > 0; left -= 1) if (!process.stdout.write(chunk)) return process.stdout.once('drain', () => print(left - 1))
        process.stdout.write('the end\\n', () => process.exit(1)) }
      print(4096)`
    const { code, stdout } = await run(['exec', '--bundle', file, ...node(script)])
    expect([code, stdout.length]).toEqual([1, 4096 * 1024 + 8])
    const output = (await unzip(file)).get('output.txt')?.toString() ?? ''
    expect(output).toMatch(/^\[\d+ bytes before\]\nx/)
    expect(output.endsWith('x\nthe end\n')).toBe(true)
    expect(output.length).toBeLessThan(300_000)
  })

  test('and leaves a process with the pipe open ends all the same', async () => {
    const file = join(temporaryFolder(), 'bundle.zip')
    const script = `
      require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { stdio: 'inherit', detached: true }).unref()
      process.exit(9)`
    expect((await run(['exec', '--bundle', file, ...node(script)])).code).toBe(9)
    expect(existsSync(file)).toBe(true)
  })
})

describe('flora-emulator open', () => {
  test('serves the worlds of a bundle at the recorded instant, with requests and findings, and calls nobody', async () => {
    const file = await recordBundle(
      async (api) => {
        await api.generate({ callback_url: 'http://127.0.0.1:9/hook' })
        await api.world.clock.advance({ seconds: 3 })
        await api.as('sk_test_other').generate()
        const third = api.as('sk_test_third')
        await start(third, {}, failing('drop:after'))
        await start(third)
      },
      { durationScale: '0.1', allowedHost: ['evil.test'] },
    )
    const { url, stop } = await serveProcess(['open', file])
    const read = async (path: string) =>
      (await fetch(`${url}${path}`)).json() as Promise<Record<string, unknown>>
    expect(await read('/_emulator/worlds/default/clock')).toMatchObject({ mode: 'manual', now: START + 3000 })
    expect(await read('/_emulator/worlds/default/requests')).toMatchObject({
      count: 1,
      requests: [
        {
          operation: 'startGeneration',
          api_key: expect.stringMatching(/…/),
          response_body: { type: 'generation' },
        },
      ],
    })
    expect(await read('/_emulator/worlds/default/runs')).toMatchObject({ runs: expect.arrayContaining([]) })
    expect(await read('/_emulator/worlds')).toMatchObject({ count: 3 })
    const { findings } = await read('/_emulator/worlds/third/findings')
    expect(findings).toEqual([
      expect.objectContaining({
        check: 'retry-without-key',
        cost_usd: 0.04,
        requests: [expect.stringMatching(/^req_/), expect.stringMatching(/^req_/)],
      }),
    ])
    expect(await read('/_emulator/worlds/third/findings?ignore=retry-without-key')).toEqual({ findings: [] })
    const headers = { 'content-type': 'application/json' }
    const reset = await fetch(`${url}/_emulator/worlds/third/reset`, { method: 'POST', headers })
    expect(reset.status).toBe(200)
    expect(await read('/_emulator/worlds/third/findings')).toEqual({ findings: [] })
    const webhooks = await read('/_emulator/worlds/default/webhooks')
    await fetch(`${url}/_emulator/worlds/default/clock/advance`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"seconds":600}',
    })
    expect(await read('/_emulator/worlds/default/webhooks')).toEqual(webhooks)
    expect((await fetch(`${url}/`)).status).toBe(200)
    const { code, stderr } = await stop('SIGTERM')
    expect(code).toBe(0)
    expect(stderr).toContain('npm test\n  ended with exit code 1')
  })
})

describe('flora-emulator replay', () => {
  test('names the first answer that differs, with its place and both values', async () => {
    const file = await recordBundle(async (api) => {
      await api.get('/workspaces')
      await api.generate()
    })
    const other = await changed(file, {
      'bundle.json': (json) => ({ ...(JSON.parse(json) as object), emulator: '0.0.9' }),
      'requests.json': (json) =>
        json.replace(String.raw`\"charged_cost\":0.04`, String.raw`\"charged_cost\":0.05`),
    })
    const { code, stdout, stderr } = await run(['replay', other])
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect([code, stdout, stderr]).toEqual([
      1,
      [
        'request 2 of 2 differs: POST /api/v1/generate (world default, 2026-03-01T09:00:00.000Z)',
        '  place: body.charged_cost',
        '  was:   0.05',
        '  is:    0.04',
        `The bundle is from flora-emulator 0.0.9, and this is ${version}.`,
        '',
      ].join('\n'),
      '',
    ])
  })

  test('needs the fixtures that exec had', async () => {
    const folder = temporaryFolder()
    copyFileSync('fixtures/world.json', join(folder, 'world.json'))
    const file = await recordBundle(async (api) => void (await api.get('/workspaces')), { fixtures: folder })
    const refused = await run(['replay', file])
    expect([refused.code, refused.stderr]).toEqual([
      2,
      `flora-emulator: bundle ${file}: exec had --fixtures; name the same with --fixtures.\n`,
    ])
    expect((await run(['replay', file, '--fixtures', folder])).code).toBe(0)
  })

  test('changes nothing beside the bundle', async () => {
    const file = await recordBundle(async (api) => void (await api.generate()))
    expect((await run(['replay', file])).code).toBe(0)
    expect(readdirSync(dirname(file))).toEqual(['bundle.zip'])
  })
})
