import { spawnSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../support/fixtures.ts'
import { launchUntil, run } from '../support/process.ts'

const intercept = (...command: string[]): string[] => ['exec', '--intercept', '--', ...command]
const node = (script: string): string[] => intercept(process.execPath, '-e', script)

const URL_IN_SOURCE = 'https://app.flora.ai/api/v1/models'

describe('flora-emulator exec --intercept', () => {
  test('leads every HTTP client of Node to the emulator', async () => {
    const { code, stdout, stderr } = await run(
      intercept(process.execPath, 'test/intercept/programs/node-clients.mjs'),
    )
    expect(stderr).toBe('')
    expect([code, stdout]).toEqual([
      0,
      'fetch: 200\nhttp: 200\nhttps: 200\nundici: 200\nundici, HTTP/2 allowed: 200\naxios: 200\naxios 1.7: 200\n' +
        'got: 200\ngot, HTTP/2 allowed: 200\n',
    ])
  })

  test('a run that is started at app.flora.ai is polled and downloaded there', async () => {
    const script = `
      const headers = { authorization: 'Bearer sk_live_x', 'content-type': 'application/json' }
      const body = JSON.stringify({ type: 'image', prompt: 'A mug', workspace_id: 'ws_abc123', project_id: 'prj_abc123' })
      const start = async () => (await fetch('https://app.flora.ai/api/v1/generate', { method: 'POST', headers, body })).json()
      start().then(async ({ poll_url }) => {
        let run = {}
        while (run.status !== 'completed') run = await (await fetch(poll_url, { headers })).json()
        const [{ url }] = run.outputs
        const file = await fetch(url)
        console.log(new URL(poll_url).origin, new URL(url).origin, file.headers.get('content-type'))
      })`
    const { code, stdout } = await run(['exec', '--intercept', '--clock', 'auto', ...node(script).slice(2)])
    expect([code, stdout]).toEqual([0, 'https://app.flora.ai https://app.flora.ai image/png\n'])
  })

  test('reaches processes and threads that the command starts', async () => {
    const fetchStatus = `fetch('${URL_IN_SOURCE}').then(({ status }) => console.log(status))`
    const script = `
      const { Worker } = require('node:worker_threads')
      require('node:child_process').execFileSync(process.execPath, ['-e', ${JSON.stringify(fetchStatus)}], { stdio: 'inherit' })
      new Worker(${JSON.stringify(fetchStatus)}, { eval: true })`
    expect(await run(node(script))).toMatchObject({ code: 0, stdout: '401\n401\n' })
  })

  test('keeps the options of the user for Node', async () => {
    const preload = join(temporaryFolder(), 'preload.cjs')
    writeFileSync(preload, 'globalThis.preloaded = true')
    const script = `fetch('${URL_IN_SOURCE}').then(({ status }) => console.log(status, globalThis.preloaded))`
    const NODE_OPTIONS = `--require ${preload}`
    expect(await run(node(script), { NODE_OPTIONS })).toMatchObject({ code: 0, stdout: '401 true\n' })
  })

  test.each([
    ['process.exit(0)', 7],
    ['process.exit(3)', 3],
  ])('says that %s sent no request, and exits with %i', async (script, expected) => {
    const { code, stderr } = await run(node(script))
    expect(code).toBe(expected)
    expect(stderr).toMatch(/^flora-emulator: --intercept: the emulator received no request\./)
  })

  test('says that the command refused the certificate', async () => {
    // Its own list of authorities replaces that of Node.
    const script = `require('node:https').get('${URL_IN_SOURCE}', { ca: [] }).on('error', () => undefined)`
    const { code, stderr } = await run(node(script))
    expect(code).toBe(7)
    expect(stderr).toContain('The command refused the certificate of the emulator')
  })

  test('a request to FLORA_BASE_URL counts, and one to the control API does not', async () => {
    const call = (path: string): string[] => node(`fetch(process.env.FLORA_EMULATOR_URL + '${path}')`)
    expect((await run(call('/api/v1/models'))).code).toBe(0)
    expect((await run(call('/_emulator/worlds'))).code).toBe(7)
  })

  test('FLORA_EMULATOR_INTERCEPT switches it on, and must be a switch', async () => {
    const command = ['exec', '--', process.execPath, '-e', '0']
    expect((await run(command, { FLORA_EMULATOR_INTERCEPT: 'true' })).code).toBe(7)
    expect((await run(command, { FLORA_EMULATOR_INTERCEPT: 'false' })).code).toBe(0)
    expect(await run(command, { FLORA_EMULATOR_INTERCEPT: 'maybe' })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'flora-emulator: FLORA_EMULATOR_INTERCEPT: expected true or false, got "maybe".\n',
    })
  })

  test('reports a file of certificates that cannot be read', async () => {
    const { code, stderr } = await run(node('0'), { SSL_CERT_FILE: '/nowhere.pem' })
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /^flora-emulator: SSL_CERT_FILE: expected a readable file of certificates, got \/nowhere\.pem \(ENOENT/,
    )
  })

  test.each(['the end', 'SIGTERM', 'SIGINT'] as const)('removes its temporary files at %s', async (end) => {
    const TMPDIR = temporaryFolder()
    const script =
      "console.log(require('node:fs').existsSync(process.env.SSL_CERT_FILE)); process.argv[1] && setInterval(() => 0, 1000)"
    if (end === 'the end') {
      expect((await run(node(script), { TMPDIR, TEMP: TMPDIR })).stdout).toBe('true\n')
    } else {
      const child = await launchUntil([...node(script), 'wait'], 'true', { TMPDIR, TEMP: TMPDIR })
      await child.stop(end)
    }
    expect(readdirSync(TMPDIR)).toEqual([])
  })

  test.skipIf(!isInstalled('curl'))('leads curl to the emulator', async () => {
    const { stdout } = await run(intercept('curl', '-sS', '-o', '-', '-w', '%{http_code}', URL_IN_SOURCE))
    expect(stdout).toMatch(/401$/)
  })

  const python = ['/usr/bin/python3', 'python3'].find((name) => isInstalled(name)) ?? 'python3'
  for (const [module, call] of [
    ['urllib.request', 'urllib.request.urlopen(urllib.request.Request(url, headers=headers)).status'],
    ['requests', 'requests.get(url, headers=headers).status_code'],
    ['httpx', 'httpx.get(url, headers=headers).status_code'],
  ] as const) {
    test(`leads ${module} of Python to the emulator`, async ({ skip }) => {
      skip(spawnSync(python, ['-c', `import ${module}`]).status !== 0, `${python} has no ${module}`)
      const program = `import ${module}\nurl = '${URL_IN_SOURCE}'\nheaders = {'authorization': 'Bearer k'}\nprint(${call})`
      expect(await run(intercept(python, '-c', program))).toMatchObject({ code: 0, stdout: '200\n' })
    })
  }
})

function isInstalled(command: string): boolean {
  return spawnSync(command, ['--version']).status === 0
}
