import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../support/fixtures.ts'

/** Copies the built package beside a better-sqlite3 whose install script did not run. */
function installWithoutScripts(): string {
  const folder = temporaryFolder()
  for (const part of ['dist', 'fixtures', 'src/store/migrations', 'package.json']) {
    cpSync(part, join(folder, part), { recursive: true })
  }
  const modules = join(folder, 'node_modules')
  mkdirSync(join(modules, '@resvg'), { recursive: true })
  for (const name of ['bindings', 'file-uri-to-path', '@resvg/resvg-js']) {
    symlinkSync(resolve('node_modules', name), join(modules, name), 'junction')
  }
  for (const part of ['package.json', 'lib']) {
    const path = join('better-sqlite3', part)
    cpSync(join('node_modules', path), join(modules, path), { recursive: true })
  }
  return folder
}

async function node(...args: readonly string[]) {
  return new Promise<{ code: unknown; stdout: string; stderr: string }>((done) => {
    execFile(process.execPath, args, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : error.code, stdout, stderr }),
    )
  })
}

describe('without the native part of better-sqlite3', () => {
  const message =
    `The native part of better-sqlite3 is missing or built for another Node than ${process.version}. ` +
    'Run: npm rebuild better-sqlite3'

  test.each([
    ['start', (_folder: string) => ['start', '--port', '0']],
    ['start --db', (folder: string) => ['start', '--port', '0', '--db', join(folder, 'flora.sqlite')]],
    ['openapi', (_folder: string) => ['openapi']],
  ])('%s names the remedy in one line, with exit code 4', async (_name, argsIn) => {
    const folder = installWithoutScripts()
    const exit = await node(join(folder, 'dist', 'main.js'), ...argsIn(folder))
    expect(exit).toEqual({ code: 4, stdout: '', stderr: `flora-emulator: ${message}\n` })
  })

  test('startEmulator rejects with the same message and exit code', async () => {
    const index = pathToFileURL(join(installWithoutScripts(), 'dist', 'index.js')).href
    const program = `
      const { startEmulator } = await import(${JSON.stringify(index)})
      await startEmulator().catch(({ message, exitCode }) => console.log(JSON.stringify([message, exitCode])))`
    const { stdout } = await node('--input-type=module', '--eval', program)
    expect(JSON.parse(stdout)).toEqual([message, 4])
  })
})
