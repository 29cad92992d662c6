/** Programs of docs/languages.md and the plugin of pytest, run where their language is installed. */
import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../support/fixtures.ts'
import { snippetsOf } from '../support/programs.ts'

const PLUGIN = 'clients/python'
const MAIN = resolve('dist/main.js')
const python = process.platform === 'win32' ? 'python' : 'python3'

const runs = (command: string, ...args: readonly string[]): boolean => spawnSync(command, args).status === 0

/** A Java without its compiler runs no source file. */
const hasJava = (spawnSync('java', ['--list-modules'], { encoding: 'utf8' }).stdout ?? '').includes(
  'jdk.compiler',
)

/** Language, file and the command that runs the file. */
const LANGUAGES = [
  { language: 'go', file: 'mug.go', command: ['go', 'run'], installed: runs('go', 'version') },
  { language: 'ruby', file: 'mug.rb', command: ['ruby'], installed: runs('ruby', '--version') },
  { language: 'java', file: 'Mug.java', command: ['java'], installed: hasJava },
] as const

describe('docs/languages.md', () => {
  for (const { language, file, command, installed } of LANGUAGES) {
    test.skipIf(!installed)(`runs in ${language}${installed ? '' : ', which is not installed'}`, async () => {
      const path = join(temporaryFolder(), file)
      writeFileSync(path, programIn(language))
      const args = [MAIN, 'exec', '--clock', 'manual', '--', ...command, path]
      const { stdout } = await promisify(execFile)(process.execPath, args)
      expect(stdout).toBe(`completed${language === 'java' && process.platform === 'win32' ? '\r\n' : '\n'}`)
    })
  }
})

const hasPytest = runs(python, '-c', 'import pytest, requests')

describe.skipIf(!hasPytest)(`pytest${hasPytest ? '' : ', which is not installed with requests'}`, () => {
  test('the plugin passes its tests', async () => {
    expect(await pytest('-c', `${PLUGIN}/pyproject.toml`, PLUGIN)).toMatch(/^\d\d passed in /m)
  })

  test('the program of docs/languages.md passes, and that of the plugin is the same', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'tests'))
    writeFileSync(join(folder, 'tests', 'test_mug.py'), programIn('python'))
    const output = await pytest(
      '-p',
      'pytest_flora_emulator.plugin',
      '--rootdir',
      folder,
      join(folder, 'tests'),
    )
    expect(output).toMatch(/^1 passed in /m)
    expect(snippetsOf(`${PLUGIN}/README.md`).map(({ code }) => code)).toEqual([programIn('python')])
  })
})

/** Runs pytest with the plugin and the emulator of this project. Returns its output. */
async function pytest(...args: readonly string[]): Promise<string> {
  const command = `flora_emulator_command='${process.execPath}' '${MAIN}'`
  const options = ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', '-o', command, ...args]
  const path = [resolve(PLUGIN, 'src'), process.env['PYTHONPATH'] ?? ''].filter((part) => part !== '')
  const env = { ...process.env, PYTHONPATH: path.join(delimiter), PYTHONDONTWRITEBYTECODE: '1' }
  const { stdout } = await promisify(execFile)(python, options, { env })
  return stdout
}

function programIn(language: string): string {
  const found = snippetsOf('docs/languages.md').find((snippet) => snippet.language === language)
  if (found === undefined) throw new Error(`docs/languages.md has no program in ${language}`)
  return found.code
}
