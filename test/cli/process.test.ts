import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { flagOf } from '../../src/config/config.ts'
import { type OptionName, OPTIONS } from '../../src/config/options.ts'
import { temporaryFolder } from '../support/fixtures.ts'
import { run, serveProcess } from '../support/process.ts'

describe('flora-emulator start', () => {
  test('prints one line on standard output, and environment and pages on standard error', async () => {
    const served = await serveProcess([])
    const { code, stdout, stderr } = await served.stop('SIGTERM')
    expect(stdout).toBe(`flora-emulator listening on ${served.url}\n`)
    expect(stderr).toContain(`FLORA_BASE_URL=${served.url}/api/v1\n`)
    expect(stderr).toContain('FLORA_API_KEY=sk_test_default\n')
    expect(stderr).toContain('FLORA_WEBHOOK_SECRET=whsec_flora_emulator\n')
    expect(stderr).toContain(`Dashboard: ${served.url}/\n`)
    expect(stderr).toContain(`API reference: ${served.url}/docs\n`)
    expect(code).toBe(0)
  })

  test('prints nothing on standard error with --log-level silent', async () => {
    const { code, stderr } = await (await serveProcess(['--log-level', 'silent'])).stop('SIGINT')
    expect([code, stderr]).toEqual([0, ''])
  })

  test('writes the ready file once ready, and removes it at the end', async () => {
    const file = join(temporaryFolder(), 'ready.json')
    const served = await serveProcess(['start', '--ready-file', file])
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      url: served.url,
      base_url: `${served.url}/api/v1`,
      control_url: `${served.url}/_emulator`,
      api_key: 'sk_test_default',
      webhook_secret: 'whsec_flora_emulator',
      pid: served.process.pid,
    })
    await served.stop('SIGTERM')
    expect(existsSync(file)).toBe(false)
  })

  test('with --auth strict it shows a key that is accepted', async () => {
    const { stop } = await serveProcess(['--auth', 'strict'])
    expect((await stop('SIGTERM')).stderr).toContain('FLORA_API_KEY=sk_live_flora\n')
  })

  test('--db :memory: creates no file', async () => {
    const { stop } = await serveProcess(['--db', ':memory:'])
    expect((await stop('SIGTERM')).stderr).toContain('state in memory')
    expect(existsSync(':memory:')).toBe(false)
  })

  test.skipIf(!existsSync('/dev/full'))('serves requests when its log cannot be written', async () => {
    const served = await serveProcess(
      ['--log-level', 'debug', '--log-format', 'json'],
      {},
      openSync('/dev/full', 'w'),
    )
    const answer = async () =>
      fetch(`${served.url}/api/v1/workspaces`, { headers: { authorization: 'Bearer k' } })
    expect([(await answer()).status, (await answer()).status]).toEqual([200, 200])
    expect((await served.stop('SIGTERM')).code).toBe(0)
  })

  test('answers requests in flight before it stops, and does not wait for idle connections', async () => {
    const served = await serveProcess([])
    const headers = { authorization: 'Bearer sk_test_default', 'x-flora-emulator': 'delay:300' }
    const inFlight = fetch(`${served.url}/api/v1/workspaces`, { headers })
    await fetch(`${served.url}/api/v1/workspaces`, { headers: { authorization: 'Bearer k' } })
    const exit = served.stop('SIGTERM')
    expect([200, 503]).toContain((await inFlight).status)
    expect((await exit).code).toBe(0)
  })

  test('logs each request at level debug, without secrets', async () => {
    const served = await serveProcess(['--log-level', 'debug', '--log-format', 'json'])
    const url = `${served.url}/api/v1/models?type=image&token=hunter2`
    await fetch(url, { headers: { authorization: 'Bearer sk_live_secret' } })
    const { stderr } = await served.stop('SIGTERM')
    expect(stderr).toContain('"url":"/api/v1/models?type=image&token=[redacted]"')
    expect(stderr).not.toMatch(/sk_live_secret|hunter2/)
  })

  test('warns of a variable that names no option', async () => {
    const served = await serveProcess([], { FLORA_EMULATOR_PROT: '1' })
    expect((await served.stop('SIGTERM')).stderr).toContain('warning: FLORA_EMULATOR_PROT is set')
  })
})

describe('a failed start prints one line and sets the exit code', () => {
  const refusal = async (args: readonly string[]) => {
    const { code, stdout, stderr } = await run(args)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^flora-emulator: [^\n]+\n$/)
    return { code, reason: stderr.slice('flora-emulator: '.length, -1) }
  }

  test.each([
    [['--prot', '1'], "unknown option '--prot' (Did you mean --port?)"],
    [['strat'], 'unknown command "strat"; did you mean start?'],
    [['start', 'x'], 'unknown command "x"; known: start, exec, '],
    [['--port'], "option '-p, --port <number>' argument missing"],
    [['--port', '-1'], '--port: expected an integer from 0 to 65535, got "-1".'],
    [
      ['--host', '0.0.0.0'],
      '--host: expected a loopback address, or --control-token <text> to guard /_emulator from other machines, got "0.0.0.0".',
    ],
  ])('%j is wrong usage (2)', async (args, reason) => {
    expect(await refusal(args)).toEqual({ code: 2, reason: expect.stringContaining(reason) })
  })

  test('an address of another machine is wrong usage (2)', async () => {
    const { code, reason } = await refusal(['--host', '192.0.2.1', '--control-token', 't'])
    expect(code).toBe(2)
    expect(reason).toMatch(/^cannot listen on 192\.0\.2\.1 port 4620 \(E\w+\)$/)
  })

  test('a busy port (3)', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const address = server.address()
    const port = typeof address === 'object' ? String(address?.port) : ''
    const { code, reason } = await refusal(['--port', port])
    expect([code, reason]).toEqual([3, `port ${port} on 127.0.0.1 is in use; choose another with --port`])
  })

  test('an unusable database (4)', async () => {
    const file = join(temporaryFolder(), 'notes.txt')
    writeFileSync(file, 'not a database'.repeat(100))
    expect(await refusal(['--db', file])).toEqual({
      code: 4,
      reason: `--db ${file}: it is not a SQLite database`,
    })
  })

  test('a damaged database (4)', async () => {
    const file = join(temporaryFolder(), 'flora.sqlite')
    const served = await serveProcess(['--db', file])
    await fetch(`${served.url}/api/v1/workspaces`, { headers: { authorization: 'Bearer k' } })
    await served.stop('SIGTERM')
    const bytes = readFileSync(file)
    writeFileSync(file, bytes.fill(0x5a, 4096))
    const { code, reason } = await refusal(['--db', file])
    expect([code, reason]).toEqual([4, `--db ${file}: the database is damaged`])
  })

  test('a ready file that cannot be written (4)', async () => {
    const { code, reason } = await refusal([
      '--port',
      '0',
      '--ready-file',
      join(temporaryFolder(), 'nowhere', 'x'),
    ])
    expect(code).toBe(4)
    expect(reason).toContain('ENOENT')
  })

  test.each([
    ['{', /models\.json: .*JSON/],
    ['[]', /models\.json: file: Array must contain at least 1 element/],
    ['{}', /models\.json: file: Expected array, received object/],
    ['[{"model_id":"x","wrong":1}]', /models\.json: 0\.name: Required; .*; 0\.wrong: Unrecognized key/],
    ['[{"estimated_credits":"4"}]', /0\.estimated_credits: Expected integer, received string/],
  ])('fixtures with %s (4)', async (text, reason) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'models.json'), text)
    const refused = await refusal(['--fixtures', folder])
    expect(refused.code).toBe(4)
    expect(refused.reason).toMatch(reason)
  })

  test('a fixtures folder that is missing, empty, or has an unknown file (4)', async () => {
    const folder = temporaryFolder()
    expect(await refusal(['--fixtures', join(folder, 'nowhere')])).toMatchObject({ code: 4 })
    expect((await refusal(['--fixtures', folder])).reason).toMatch(
      /no fixture file in it; known: models.json, gateway-models.json, actions.json, techniques.json, world.json$/,
    )
    mkdirSync(join(folder, 'sub'))
    writeFileSync(join(folder, 'model.json'), '[]')
    expect((await refusal(['--fixtures', folder])).reason).toMatch(/model.json is not a fixture file/)
  })
})

describe('the other commands', () => {
  test('--version prints the version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    expect(await run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })

  test.each([['--help'], ['start', '--help']])('%s explains every option', async (...args) => {
    const { code, stdout } = await run(args)
    expect(code).toBe(0)
    const flags = Object.keys(OPTIONS).map((name) => flagOf(name as OptionName))
    expect(flags.filter((flag) => !new RegExp(`^ +(-\\w, )?${flag} .*\\S`, 'm').test(stdout))).toEqual([])
  })

  test('openapi prints the document', async () => {
    const { code, stdout } = await run(['openapi'])
    expect(code).toBe(0)
    expect(parse(stdout)).toMatchObject({ openapi: '3.1.1' })
    expect(stdout).toBe(readFileSync('openapi.yaml', 'utf8'))
  })

  test('openapi --sources prints every fact with its source, and the score of the README', async () => {
    const { code, stdout } = await run(['openapi', '--sources'])
    expect(code).toBe(0)
    const [score = '', , ...facts] = stdout.trim().split('\n').toReversed()
    expect(readFileSync('README.md', 'utf8')).toContain(score)
    expect(score).toContain(`${facts.length} facts: `)
    expect(facts.filter((line) => !/ (sdk|oas|docs|next|skills|third-party|ours)$/.test(line))).toEqual([])
    expect(stdout).toMatch(/^member +Run\.progress +sdk$/m)
  })
})
