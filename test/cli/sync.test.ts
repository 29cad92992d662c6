import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { temporaryFolder } from '../support/fixtures.ts'
import { launchUntil, run } from '../support/process.ts'
import { proxyOf } from '../support/upstream/proxy.ts'

const KEY = { FLORA_API_KEY: 'sk_test_default' }

test('flora-emulator sync says what it does, shows progress and summarizes the changes', async () => {
  const { emulator } = await startApi()
  const out = join(temporaryFolder(), 'fixtures')
  const { code, stdout, stderr } = await run(['sync', '--from', emulator.url, '--out', out], KEY)
  expect(code).toBe(0)
  expect(stderr).toBe(
    `Reading ${emulator.baseUrl} with GET requests only: nothing there is changed, and nothing is spent.\n` +
      'workspaces: 2\nmodels: 111\nactions: 40\ntechniques: 23\nprojects: 1\nprojects: 1\n',
  )
  expect(stdout).toContain('models: 111 (111 new)\n')
  expect(stdout).toContain(`wrote models.json, actions.json, techniques.json, world.json to ${out}\n`)
  expect(readdirSync(out)).toHaveLength(4)
})

test.each([
  [
    'without a key',
    ['--from', 'http://127.0.0.1:1', '--out', 'x'],
    { FLORA_API_KEY: '' },
    /FLORA_API_KEY is not set/,
  ],
  ['with a URL that is none', ['--from', 'app.flora.ai', '--out', 'x'], KEY, /--from: expected the base URL/],
  [
    'with http to another machine',
    ['--from', 'http://app.flora.ai/api/v1', '--out', 'x'],
    KEY,
    /--from: expected https/,
  ],
  ['with a key in the URL', ['--from', 'https://u:p@app.flora.ai', '--out', 'x'], KEY, /without user name/],
])('%s it exits with 2', async (_name, args, env, message) => {
  const { code, stdout, stderr } = await run(['sync', ...args], env)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(message)
})

test('SIGINT ends it with 130 and writes nothing', async () => {
  const { emulator } = await startApi()
  const { base } = await proxyOf(emulator, (path) => path.startsWith('/techniques'))
  const out = join(temporaryFolder(), 'fixtures')
  const { stop } = await launchUntil(['sync', '--from', base.href, '--out', out], 'actions: 40', KEY)
  const { code, stdout, stderr } = await stop('SIGINT')
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
  expect(stderr).toContain('interrupted; nothing was written')
  expect(existsSync(out)).toBe(false)
})
