import { describe, expect, test } from 'vitest'
import { MUG } from '../support/api.ts'
import { serveProcess } from '../support/process.ts'

const headers = { authorization: 'Bearer sk_test_default', 'content-type': 'application/json' }

/** Serves with `options`, makes one request of each kind, and returns the lines after the start-up text. */
async function linesOf(options: readonly string[]): Promise<string[]> {
  const { url, stop } = await serveProcess(options)
  const call = async (path: string, init: RequestInit = {}, directives = '') =>
    fetch(`${url}/api/v1${path}`, {
      ...init,
      headers: { ...headers, 'x-flora-emulator': directives },
    }).catch(() => null)
  const post = (body: object) => ({ method: 'POST', body: JSON.stringify(body) })
  await call('/workspaces?token=abc')
  await call('/generate', post({ type: 'image', workspace_id: 'w', project_id: 'p' }))
  await call('/generate', post({ ...MUG, model: 'a\u001b[2J\nb' }))
  await call('/nowhere')
  await call('/workspaces', {}, 'drop:before')
  await call('/workspaces', {}, 'drop:after')
  await call('/workspaces', {}, 'body:malformed')
  for (const path of ['/', '/docs', '/_emulator/health', '/media/default/none.png']) await fetch(url + path)
  const { stderr } = await stop('SIGTERM')
  return stderr
    .slice(stderr.indexOf('Ctrl+C stops.\n') + 'Ctrl+C stops.\n'.length)
    .trim()
    .split('\n')
}

describe('the request log', () => {
  test('has a line for each request of the emulated API, and for no other', async () => {
    const lines = await linesOf(['--log-format', 'pretty'])
    expect(lines.map((line) => line.replace(/\d+\.\d ms/, '1.2 ms'))).toEqual([
      'GET /workspaces?token=[redacted] 200 1.2 ms',
      'POST /generate 400 1.2 ms  prompt: Required; workspace_id: Must be an id that starts with "ws_"; project_id: Must be an id that starts with "prj_"',
      expect.stringContaining('POST /generate 400 1.2 ms  Model "a [2J b" is not available.'),
      'GET /nowhere 404 1.2 ms  Not found.',
      'GET /workspaces closed 1.2 ms',
      'GET /workspaces closed 1.2 ms',
      'GET /workspaces 200 1.2 ms',
    ])
  })

  test('has a line for a poll URL that a browser opens', async () => {
    const { url, stop } = await serveProcess(['--log-format', 'pretty'])
    const page = await fetch(`${url}/api/v1/runs/run_unknown`, { headers: { accept: 'text/html' } })
    expect([page.status, page.headers.get('content-type')]).toEqual([
      401,
      expect.stringContaining('text/html'),
    ])
    const { stderr } = await stop('SIGTERM')
    expect(stderr).toMatch(/GET \/runs\/run_unknown 401 \d+\.\d ms\n/)
  })

  test('is JSON with --log-format json', async () => {
    const lines = await linesOf(['--log-format', 'json'])
    expect(lines.map((line) => JSON.parse(line) as object).slice(3, 5)).toEqual([
      {
        level: 30,
        time: expect.any(Number),
        method: 'GET',
        path: '/nowhere',
        status: 404,
        duration_ms: expect.any(Number),
        error: 'Not found.',
        msg: expect.stringMatching(/^GET \/nowhere 404 \d+\.\d ms {2}Not found\.$/),
      },
      expect.objectContaining({ path: '/workspaces', status: null, error: null }),
    ])
  })

  test.each(['warn', 'silent'])('is empty at level %s', async (level) => {
    expect(await linesOf(['--log-level', level, '--log-format', 'pretty'])).toEqual([''])
  })

  test('is followed by details at level debug', async () => {
    const lines = await linesOf(['--log-level', 'debug', '--log-format', 'json'])
    const messages = lines.map((line) => (JSON.parse(line) as { msg: string }).msg)
    expect(messages.filter((message) => message.startsWith('GET /nowhere 404'))).toHaveLength(1)
    expect(messages).toContain('request completed')
  })
})
