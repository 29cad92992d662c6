import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { connectEmulator } from '../../src/index.ts'
import { temporaryFolder } from '../support/fixtures.ts'
import { launchUntil, run } from '../support/process.ts'

const node = (script: string) => ['--', process.execPath, '-e', script]

describe('flora-emulator exec', () => {
  test('sets address, key and secret of its emulator in the environment of the command', async () => {
    const script = `
      const { FLORA_BASE_URL: base, FLORA_API_KEY: key, FLORA_WEBHOOK_SECRET: secret, FLORA_EMULATOR_URL: url } = process.env
      fetch(base + '/workspaces', { headers: { authorization: 'Bearer ' + key } })
        .then((answer) => console.log(answer.status, base === url + '/api/v1', secret))`
    const { code, stdout, stderr } = await run(['exec', ...node(script)])
    expect([code, stdout, stderr]).toEqual([0, '200 true whsec_flora_emulator\n', ''])
  })

  test.each([0, 1, 7, 255])('exits with the exit code of its command: %i', async (code) => {
    expect((await run(['exec', ...node(`process.exit(${code})`)])).code).toBe(code)
  })

  test('takes options before --, and passes those after it to the command', async () => {
    const { code, stdout } = await run(['exec', '--seed', 's', '--', process.execPath, '-p', '1 + 1', '--'])
    expect([code, stdout]).toEqual([0, '2\n'])
  })

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('forwards %s, and exits with %i as its command does', async (signal, code) => {
    const child = await launchUntil(
      ['exec', ...node("console.log('up'); setInterval(() => undefined, 1000)")],
      'up',
    )
    expect((await child.stop(signal)).code).toBe(code)
  })

  test('a command that handles a signal decides the exit code', async () => {
    const script =
      "process.on('SIGTERM', () => process.exit(5)); console.log('up'); setInterval(() => undefined, 1000)"
    const child = await launchUntil(['exec', ...node(script)], 'up')
    expect((await child.stop('SIGTERM')).code).toBe(5)
  })

  describe.skipIf(process.platform === 'win32')('the processes that the command has started', () => {
    /** A command that starts a process, waits until it runs, and exits with 3. Returns the id of the process. */
    async function leave(orphan: string, options: string): Promise<number> {
      const file = join(temporaryFolder(), 'pid')
      const program = `${orphan}; require('node:fs').writeFileSync(process.argv[1], String(process.pid)); setInterval(() => undefined, 1000)`
      const script = `
        const { spawn } = require('node:child_process')
        const { existsSync, readFileSync } = require('node:fs')
        const file = ${JSON.stringify(file)}
        spawn(process.execPath, ['-e', ${JSON.stringify(program)}, file], { stdio: 'ignore', ${options} }).unref()
        setInterval(() => existsSync(file) && readFileSync(file, 'utf8') !== '' && process.exit(3), 10)`
      expect((await run(['exec', ...node(script)])).code).toBe(3)
      return Number(readFileSync(file, 'utf8'))
    }

    test('are ended', async () => {
      const pid = await leave('', '')
      await expect.poll(() => isAlive(pid)).toBe(false)
    })

    test('are killed when they ignore signals', async () => {
      const pid = await leave(
        "process.on('SIGTERM', () => undefined); process.on('SIGHUP', () => undefined)",
        '',
      )
      await expect.poll(() => isAlive(pid)).toBe(false)
    })

    // Elsewhere the environment of other processes cannot be read.
    test.skipIf(process.platform !== 'linux')('are ended when they have left its process group', async () => {
      const pid = await leave('', 'detached: true')
      await expect.poll(() => isAlive(pid)).toBe(false)
    })
  })

  test.skipIf(process.platform === 'win32')(
    'a second signal kills a command that ignores the first',
    async () => {
      const script =
        "process.on('SIGTERM', () => console.log('ignored')); console.log('up'); setInterval(() => undefined, 1000)"
      const child = await launchUntil(['exec', ...node(script)], 'up')
      const ignored = child.printed('ignored')
      child.signal('SIGTERM')
      await ignored
      expect((await child.stop('SIGTERM')).code).toBe(137)
    },
  )

  test('passes on any amount of output', async () => {
    const bytes = 100 * 1024 * 1024
    const script = `const block = 'x'.repeat(1024 * 1024); for (let n = 0; n < 100; n += 1) process.stdout.write(block)`
    const { code, stdout } = await run(['exec', ...node(script)])
    expect([code, stdout.length]).toEqual([0, bytes])
  })

  test.each([
    [['exec'], "missing required argument 'command'"],
    [
      ['exec', '--', 'no-such-command-here'],
      'cannot run no-such-command-here: spawn no-such-command-here ENOENT',
    ],
    [['exec', '--', ''], 'cannot run the command: its name is empty'],
    [['exec', '--prot', '1', '--', 'node'], "unknown option '--prot' (Did you mean --port?)"],
  ])('%j is wrong usage (2)', async (args, reason) => {
    const { code, stderr } = await run(args)
    expect([code, stderr]).toEqual([2, `flora-emulator: ${reason}\n`])
  })
})

/** A zombie, which has ended but was not waited for, is not alive. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z')
}

test('connectEmulator throws when the URL is missing or invalid', () => {
  expect(() => connectEmulator()).toThrow('FLORA_EMULATOR_URL is not set')
  expect(() => connectEmulator('nowhere')).toThrow('"nowhere" is no URL')
})
