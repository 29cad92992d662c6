import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { temporaryFolder } from '../support/fixtures.ts'
import { launchUntil, run } from '../support/process.ts'
import { answering } from '../support/upstream/account.ts'
import { proxyOf } from '../support/upstream/proxy.ts'

const KEY = { FLORA_API_KEY: 'sk_test_default' }

test('flora-emulator verify says what it does, shows progress, and exits with 0 when nothing differs', async () => {
  const { emulator } = await startApi()
  const out = join(temporaryFolder(), 'report.md')
  const { code, stdout, stderr } = await run(['verify', '--against', emulator.url, '--out', out], KEY)
  expect(stdout).toMatch(/^0 differences, \d+ not settled, \d+ the same\.\nwrote .*report\.md\n$/)
  expect(code).toBe(0)
  expect(stderr).toMatch(
    /^Reading .* with GET requests only: nothing there is changed, and nothing is spent\.\n/,
  )
  // One line for each of the requests would fill the log of a CI.
  expect(stderr).toMatch(/\n1 of \d+ requests\n/)
  expect(stderr.split('\n').length).toBeLessThan(15)
  expect(readFileSync(out, 'utf8')).not.toContain('sk_test')
})

test('it exits with 1 when there is a difference', async () => {
  const { emulator } = await startApi()
  const { base } = await proxyOf(emulator, answering('/actions', {}, 403))
  const out = join(temporaryFolder(), 'report.md')
  const { code, stdout } = await run(['verify', '--against', base.href, '--out', out], KEY)
  expect(code).toBe(1)
  expect(stdout).toContain('1 difference,')
  expect(readFileSync(out, 'utf8')).toContain('| read | GET /actions | 403 | 200 |')
})

test.each([
  ['without a key', 2, 'http://127.0.0.1:1', '', /FLORA_API_KEY is not set/],
  ['for a URL that is none', 2, 'app.flora.ai', 'k', /--against: expected the base URL/],
  ['for http to another machine', 2, 'http://app.flora.ai', 'k', /--against: expected https/],
  ['for a report in a folder that is missing', 4, 'http://127.0.0.1:1', 'k', /--out .*: ENOENT/],
])('%s it exits with %i', async (_name, exitCode, against, key, message) => {
  const out = exitCode === 4 ? join(temporaryFolder(), 'missing', 'x.md') : 'x.md'
  const args = ['verify', '--against', against, '--out', out]
  const { code, stdout, stderr } = await run(args, { FLORA_API_KEY: key })
  expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' })
  expect(stderr).toMatch(message)
})

test('SIGINT ends it with 130 and writes nothing', async () => {
  const { emulator } = await startApi()
  const { base } = await proxyOf(emulator, (path) => path.startsWith('/techniques'))
  const out = join(temporaryFolder(), 'report.md')
  const args = ['verify', '--against', base.href, '--out', out]
  const { stop } = await launchUntil(args, '1 of 4', KEY)
  const { code, stderr } = await stop('SIGINT')
  expect(code).toBe(130)
  expect(stderr).toContain('interrupted; nothing was written')
  expect(existsSync(out)).toBe(false)
})
