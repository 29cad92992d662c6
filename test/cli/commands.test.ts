/** Short flags, help, misspelled commands, and the health command. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { health } from '../../src/cli/health.ts'
import { startEmulator } from '../../src/index.ts'
import { temporaryFolder } from '../support/fixtures.ts'
import { run, serveProcess } from '../support/process.ts'

describe('small stumbles', () => {
  test.each([
    ['strat', 'unknown command "strat"; did you mean start?'],
    ['exce', 'unknown command "exce"; did you mean exec?'],
    ['deploy', 'unknown command "deploy"; known: start, exec, '],
  ])('%s is answered with the nearest command', async (name, message) => {
    const { code, stderr } = await run([name])
    expect([code, stderr]).toEqual([2, expect.stringContaining(`flora-emulator: ${message}`)])
  })

  test('-h, help and -v print help and version, and -p is the port', async () => {
    const [short, long, version] = await Promise.all([run(['-h']), run(['help', 'exec']), run(['-v'])])
    expect([short.code, short.stdout]).toEqual([0, expect.stringContaining('Options of start:')])
    expect([long.code, long.stdout]).toEqual([0, expect.stringContaining('flora-emulator exec [options]')])
    expect([version.code, version.stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+/)])
    const { stop } = await serveProcess(['-p', '0'])
    expect((await stop('SIGTERM')).code).toBe(0)
  })
})

describe('flora-emulator health', () => {
  const printed = () => {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    onTestFinished(() => write.mockRestore())
    return write
  }

  test('finds the emulator by URL, ready file and configuration', async () => {
    await using emulator = await startEmulator()
    const folder = temporaryFolder()
    const readyFile = join(folder, 'ready.json')
    writeFileSync(readyFile, JSON.stringify({ url: emulator.url }))
    const config = join(folder, 'a.json')
    writeFileSync(config, JSON.stringify({ port: Number(new URL(emulator.url).port) }))
    const byFile = join(folder, 'b.json')
    writeFileSync(byFile, JSON.stringify({ readyFile: 'ready.json' }))
    const write = printed()
    for (const options of [
      { url: emulator.url },
      { readyFile, config: 'off' },
      { config },
      { config: byFile },
    ]) {
      await health(options)
      expect(write).toHaveBeenLastCalledWith(
        expect.stringMatching(/^flora-emulator \S+ at http:\S+ is ready\n$/),
      )
    }
  })

  test('a missing, broken or foreign emulator is exit code 1', async () => {
    const folder = temporaryFolder()
    const broken = join(folder, 'broken.json')
    writeFileSync(broken, '{')
    mkdirSync(join(folder, 'sub'))
    const config = 'off'
    await expect(health({ url: 'http://127.0.0.1:9' })).rejects.toMatchObject({
      exitCode: 1,
      message: 'no emulator answers at http://127.0.0.1:9',
    })
    await expect(health({ readyFile: join(folder, 'none.json'), config })).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('missing, so no emulator is ready'),
    })
    await expect(health({ readyFile: broken, config })).rejects.toMatchObject({ exitCode: 1 })
  })

  test('a wrong URL is wrong usage', async () => {
    await expect(health({ url: 'localhost' })).rejects.toMatchObject({ exitCode: 2 })
  })
})
