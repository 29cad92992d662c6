import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Har } from 'har-format'
import { expect, test } from 'vitest'
import { MUG, startApi } from '../support/api.ts'
import { temporaryFolder } from '../support/fixtures.ts'
import { run, serveProcess } from '../support/process.ts'
import { proxyOf } from '../support/upstream/proxy.ts'

/** Runs the recorder as a process. */
async function recorder(upstream: string) {
  const file = join(temporaryFolder(), 'recording.har')
  const { url: base, stop } = await serveProcess(['record', '--upstream', upstream, '--out', file])
  const generate = async (): Promise<number> => {
    const headers = { authorization: 'Bearer sk_test_default', 'content-type': 'application/json' }
    return (await fetch(`${base}/generate`, { method: 'POST', headers, body: JSON.stringify(MUG) })).status
  }
  return { file, stop, generate }
}

const entries = (file: string) => (JSON.parse(readFileSync(file, 'utf8')) as Har).log.entries

test('flora-emulator record warns, tells each request, and writes the file on SIGINT', async () => {
  const { emulator } = await startApi()
  const { file, stop, generate } = await recorder(emulator.url)
  expect(await generate()).toBe(201)
  const { code, stdout, stderr } = await stop('SIGINT')
  expect(code).toBe(0)
  expect(stderr).toMatch(
    new RegExp(
      `^warning: every request is forwarded to ${emulator.baseUrl}: generations spend the money [^\\n]+\\nPOST /generate 201 \\d+ ms \\(1 request, 1 run, 0 ended\\)\\n$`,
    ),
  )
  expect(stdout).toMatch(
    /^flora-emulator recording on http:\/\/127\.0\.0\.1:\d+\/api\/v1\nwrote 1 request to /,
  )
  expect(entries(file)).toHaveLength(1)
})

test('a recorder that is killed loses nothing: the next one has its requests', async () => {
  const { emulator } = await startApi()
  const { file, stop, generate } = await recorder(emulator.url)
  await generate()
  await stop('SIGKILL')
  expect(existsSync(file)).toBe(false)
  const next = await serveProcess(['record', '--upstream', emulator.url, '--out', file])
  const { stderr } = await next.stop('SIGTERM')
  expect(stderr).toContain(`kept: 1 request that ${file} has from before`)
  expect(entries(file)).toHaveLength(1)
})

test('SIGINT with a request in flight records its answer', async () => {
  const { emulator } = await startApi()
  let signal = (): void => undefined
  const { base } = await proxyOf(emulator, (path) => {
    if (path === '/generate') signal()
    return false
  })
  const { file, stop, generate } = await recorder(base.href)
  const stopped = new Promise<void>((resolve) => {
    signal = () => void stop('SIGINT').then(() => resolve())
  })
  expect(await generate()).toBe(201)
  await stopped
  expect(entries(file).map(({ response }) => response.status)).toEqual([201])
})

test.each([
  ['without an upstream', ['--out', 'a.har'], /required option '--upstream <url>'/],
  [
    'with a wrong port',
    ['--upstream', 'http://127.0.0.1:1', '--out', 'a.har', '--port', 'x'],
    /'--port <number>' argument 'x' is invalid\. Expected an integer/,
  ],
  [
    'with http to another machine',
    ['--upstream', 'http://app.flora.ai', '--out', 'a.har'],
    /--upstream: expected https/,
  ],
])('%s it exits with 2', async (_name, args, message) => {
  const { code, stdout, stderr } = await run(['record', ...args])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(message)
})
