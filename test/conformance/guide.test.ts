/** Every program and shell command in README.md and docs/*.md, run as printed except for addresses. */
import { execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { transform } from 'esbuild'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { type Emulator, startEmulator } from '../../src/index.ts'
import { node, ProgramFolder, type Snippet, snippetsOf } from '../support/programs.ts'
import { receiver } from '../support/net/receiver.ts'

const DEFAULT_URL = 'http://127.0.0.1:4620'
const RECEIVER_URL = 'http://127.0.0.1:3000/hook'

/** Stands for the program of the reader. */
const YOUR_PROGRAM = `
import FLORA from '@flora-ai/flora'
console.log((await new FLORA().workspaces.list()).workspaces.length)
`

/** Commands that are not run, and why. */
const EXCLUDED = new Map([
  ['npm install -D flora-emulator', 'installs a published version'],
  ['flora-emulator open failure.zip', 'serves until it is stopped; test/cli/bundle.test.ts opens a bundle'],
  ['flora-emulator replay failure.zip', 'needs the bundle of a failure; test/bundle replays one'],
  ['npm ci && npm start', 'installs the dependencies of this test and serves until it is stopped'],
])
/** Its commands fail on purpose. */
const EXPLORE = 'docs/explore.md'
/** Its commands call FLORA. test/cli runs each of them against a server of its own. */
const CALLS_FLORA = 'docs/upstream.md'

const documents = [
  'README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]
const snippets = documents.flatMap(snippetsOf)
const programs = snippets.filter(({ language }) => /^[cm]?[jt]sx?$/.test(language))
const commands = snippets.filter(({ language }) => /^(sh|bash|shell|console)$/.test(language))

const SETUPS = ['vitest', 'jest', 'node:test']
const EXEC = 'Control the emulator of exec'
/** Its command and the program above are tested together. */
const EXEC_COMMAND = 'Separate process'
/** Needs a Docker engine: its types are checked, and test/container has the rest. */
const CONTAINER = 'Testcontainers'
/** Programs that need no test runner and no environment. */
const plain = programs.filter(({ heading }) => ![EXEC, CONTAINER, ...SETUPS].includes(heading))

const folder = new ProgramFolder()
afterAll(() => folder.remove())

describe('the documents', () => {
  test('have their programs and commands, and each heading at most one program', () => {
    expect(plain.length).toBeGreaterThanOrEqual(10)
    expect(commands.length).toBeGreaterThanOrEqual(8)
    expect(new Set(programs.map(nameOf)).size).toBe(programs.length)
  })

  test('have a checked language in every fenced block, diagrams excepted', () => {
    const fences = documents.flatMap((file) => readFileSync(file, 'utf8').match(/^```/gm) ?? [])
    expect(fences).toHaveLength(snippets.length * 2)
    const checked = new Set([...programs, ...commands])
    const languages = snippets.filter((snippet) => !checked.has(snippet)).map(({ language }) => language)
    // test/explore compares texts with what the commands before them print. test/shipping lints the workflows, and runs the other languages where they are installed.
    expect([...new Set(languages)].toSorted()).toEqual([
      'go',
      'java',
      'json',
      'mermaid',
      'python',
      'ruby',
      'text',
      'yaml',
    ])
  })

  test('have valid JSON in the blocks that say so', () => {
    const blocks = snippets.filter(({ language }) => language === 'json')
    expect(blocks.map(({ code }) => typeof JSON.parse(code))).toEqual(blocks.map(() => 'object'))
  })

  test('exclude only commands that they have', () => {
    const printed = commands.map(({ code }) => code.trim())
    expect([...EXCLUDED.keys()].filter((command) => !printed.includes(command))).toEqual([])
  })
})

test('every program is complete and has the right types', async () => {
  // The globals of jest have no types here, because jest is not installed.
  const typed = programs.filter(({ heading }) => heading !== 'jest')
  expect(await folder.typeErrors(new Map(typed.map((program) => [nameOf(program), program.code])))).toBe('')
})

describe('setups', () => {
  // Registers its tests here, and vitest runs them with those of this file.
  describe('vitest', async () => folder.load('vitest', find('vitest').code))

  describe('jest, whose globals those of vitest stand for', async () => {
    for (const [name, value] of Object.entries({ beforeAll, afterAll, test, expect }))
      vi.stubGlobal(name, value)
    afterAll(() => void vi.unstubAllGlobals())
    await folder.load('jest', find('jest').code)
  })

  test('node:test', async () => {
    const { stdout } = await node(
      '--test-reporter=tap',
      folder.write('node-test.mjs', find('node:test').code, 'dist/index.js'),
    )
    expect(stdout).toMatch(/^# pass 1$/m)
  })
})

describe('programs', () => {
  test.each(plain.map((program) => [nameOf(program), program] as const))('%s', async (name, { code }) => {
    const { url } = await served()
    const log = vi.spyOn(console, 'log').mockReturnValue()
    onTestFinished(() => log.mockRestore())
    await folder.load(name, code.replaceAll(DEFAULT_URL, url))
  })

  test(EXEC, async () => {
    const { code } = await transform(find(EXEC).code, { loader: 'ts', target: 'node20' })
    const path = folder.write('exec.mjs', code, 'dist/index.js')
    const command = find(EXEC_COMMAND).code.trim().split(' ')
    expect([command[0], ...command.slice(-3)]).toEqual(['flora-emulator', '--', 'npm', 'test'])
    await node('dist/main.js', ...command.slice(1, -2), process.execPath, path)
  })
})

// Windows has no sh, and a machine with Node alone may lack curl.
const hasTools = ['sh', 'curl'].every((tool) => spawnSync(tool, ['--version']).error === undefined)

describe.skipIf(!hasTools)('commands', () => {
  const tested = commands.filter(
    ({ file, heading, code }) =>
      heading !== EXEC_COMMAND &&
      file !== CALLS_FLORA &&
      // test/explore/guide.test.ts runs them.
      file !== EXPLORE &&
      !EXCLUDED.has(code.trim()) &&
      // Needs a Docker engine; test/shipping checks the files.
      !code.startsWith('docker '),
  )
  const [listening, ending] = [
    tested.filter(({ code }) => code.startsWith('flora-emulator listen')),
    tested.filter(({ code }) => !code.startsWith('flora-emulator listen')),
  ]

  test.each(ending.map(({ code }) => code.trim()))('%s', async (printed) => {
    const [{ url }, { url: receiverUrl, received }] = [await served(), await receiver()]
    const command = printed.replaceAll(DEFAULT_URL, url).replaceAll(RECEIVER_URL, receiverUrl)
    const { stdout } = await promisify(execFile)('sh', ['-euc', command], shell(url))
    expect(stdout).not.toBe('')
    expect(received).toHaveLength(command.includes(receiverUrl) ? 1 : 0)
  })

  test.each(listening.map(({ code }) => code.trim()))('%s', async (printed) => {
    const { url } = await served()
    const child = spawn('sh', ['-euc', `exec ${printed}`], {
      ...shell(url),
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const [firstLine] = (await once(child.stderr.setEncoding('utf8'), 'data')) as [string]
    expect(firstLine).toContain('listening to world default')
    child.kill()
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  beforeAll(() => {
    const command = `#!/bin/sh\nexec "${process.execPath}" "${resolve('dist/main.js')}" "$@"\n`
    writeFileSync(join(folder.path, 'flora-emulator'), command, { mode: 0o755 })
    folder.write('your-program.js', YOUR_PROGRAM)
    // Otherwise `npm test` runs the tests of this project, which build it anew under this test.
    writeFileSync(
      join(folder.path, 'package.json'),
      JSON.stringify({ type: 'module', scripts: { test: 'node your-program.js' } }),
    )
    // Otherwise curl exits with 0 when the API answers with an error.
    writeFileSync(join(folder.path, '.curlrc'), 'fail-with-body\n')
  })

  /** A shell that finds the command, the program of the README and the emulator. */
  function shell(url: string) {
    const path = [resolve(folder.path), process.env['PATH'] ?? ''].join(delimiter)
    const env = { ...process.env, PATH: path, CURL_HOME: resolve(folder.path), FLORA_EMULATOR_URL: url }
    return { cwd: folder.path, env }
  }
})

const nameOf = ({ file, heading }: Snippet): string => `${file}: ${heading}`

async function served(): Promise<Emulator> {
  const emulator = await startEmulator()
  onTestFinished(() => emulator.close())
  return emulator
}

function find(heading: string): Snippet {
  const found = snippets.find((snippet) => snippet.heading === heading)
  if (found === undefined) throw new Error(`no document has a snippet under "${heading}"`)
  return found
}
