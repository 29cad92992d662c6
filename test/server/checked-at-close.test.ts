import { expect, onTestFinished, test, vi } from 'vitest'
import { ExpectationError, startEmulator } from '../../src/index.ts'
import { TestApi } from '../support/api.ts'
import { failing, start } from '../support/checks.ts'

type Options = Parameters<typeof startEmulator>[0]

/** Closes an emulator whose client pays twice. Returns what is printed. */
async function closeAfterMistake(options: Options): Promise<string> {
  const emulator = await startEmulator({ clock: 'manual', ...options })
  const api = new TestApi(emulator, emulator.apiKey)
  await start(api, {}, failing('drop:after'))
  await start(api)
  const printed: string[] = []
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
  onTestFinished(() => spy.mockRestore())
  await emulator.close()
  await emulator.close()
  return printed.join('')
}

test('an emulator that closes prints the mistakes of its clients once', async () => {
  expect(await closeAfterMistake({})).toMatch(
    /^flora-emulator: error retry-without-key \(world default\): This start was billed twice.*\n$/,
  )
})

test('checks: error rejects the close, and checks: off says nothing', async () => {
  await expect(closeAfterMistake({ checks: 'error' })).rejects.toThrow(ExpectationError)
  expect(await closeAfterMistake({ checks: 'off' })).toBe('')
  expect(await closeAfterMistake({ checks: 'error', ignoreCheck: ['retry-without-key'] })).toBe('')
})

test('unknown modes and checks are refused, with the nearest id', async () => {
  const wrong = (options: object) => startEmulator(options)
  await expect(wrong({ checks: 'on' })).rejects.toThrow(
    'startEmulator: checks: expected off, warn or error, got "on".',
  )
  await expect(wrong({ ignoreCheck: ['never-reed'] })).rejects.toThrow('such as never-read or another id')
})
