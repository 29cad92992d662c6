/** Every program in docs/testing.md, run as it stands but for where `flora-emulator` is imported from. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { transform } from 'esbuild'
import { afterAll, describe, expect, test } from 'vitest'

interface Snippet {
  /** The heading above it. */
  readonly name: string
  readonly language: string
  readonly code: string
}

const guide = readFileSync('docs/testing.md', 'utf8').replaceAll('\r\n', '\n')
const snippets = snippetsOf(guide)
const EXEC = 'Steer the emulator of exec'
const recipes = snippets.filter(({ name, language }) => language === 'ts' && name !== EXEC)

// Inside the project, so that the SDK is found, and three folders deep, as ROOT says.
mkdirSync('node_modules/.cache', { recursive: true })
const folder = mkdtempSync('node_modules/.cache/guide-')
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const ROOT = '../../..'

test('the guide has its recipes', () => {
  expect(snippets).toHaveLength(guide.match(/^```\w+$/gm)?.length ?? 0)
  expect(recipes.length).toBeGreaterThanOrEqual(8)
  expect(new Set(recipes.map(({ name }) => name)).size).toBe(recipes.length)
})

test('every program has the right types', async () => {
  // Jest is not installed.
  const typed = [...recipes, snippet(EXEC), snippet('vitest'), snippet('node:test')]
  const files = typed.map((program) => write(program, program.code, 'src/index.ts', 'types.ts').name)
  const config = join(folder, 'tsconfig.json')
  // As strict as this project, but for a taste that readers need not share.
  const compilerOptions = { noPropertyAccessFromIndexSignature: false }
  const settings = { extends: `${ROOT}/tsconfig.json`, compilerOptions, include: [], files }
  writeFileSync(config, JSON.stringify(settings))
  const { stdout } = await node('node_modules/typescript/bin/tsc', '-p', config).catch(
    (failed: { stdout: string }) => failed,
  )
  expect(stdout).toBe('')
})

describe('setup', () => {
  // Registers its tests here, and runs them with those of this file.
  describe('vitest', async () => load(snippet('vitest')))

  test('node:test', async () => {
    const { path } = write(snippet('node:test'), snippet('node:test').code, 'dist/index.js', 'mjs')
    const { stdout } = await node('--test-reporter=tap', path)
    expect(stdout).toMatch(/^# pass 1$/m)
  })

  test('jest: the syntax', async () => {
    const { warnings } = await transform(snippet('jest').code, { loader: 'js', format: 'esm' })
    expect(warnings).toEqual([])
  })
})

describe('recipes', () => {
  test.each(recipes)('$name', async (recipe) => load(recipe))

  test(EXEC, async () => {
    const { code } = await transform(snippet(EXEC).code, { loader: 'ts', target: 'node20' })
    const { path } = write(snippet(EXEC), code, 'dist/index.js', 'mjs')
    const command = snippet('A program in a process of its own').code.trim().split(' ')
    expect([command[0], ...command.slice(-3)]).toEqual(['flora-emulator', '--', 'npm', 'test'])
    await node('dist/main.js', ...command.slice(1, -2), process.execPath, path)
  })
})

function snippetsOf(markdown: string): Snippet[] {
  const found: Snippet[] = []
  let heading = ''
  const parts = markdown.matchAll(/^#+ (?<name>.+)$|^```(?<language>\w+)\n(?<code>[^]*?)^```$/gm)
  for (const { groups: { name, language = '', code = '' } = {} } of parts) {
    if (name === undefined) found.push({ name: heading, language, code })
    else heading = name
  }
  return found
}

function snippet(heading: string): Snippet {
  const found = snippets.find(({ name }) => name === heading)
  if (found === undefined) throw new Error(`docs/testing.md has no snippet under "${heading}"`)
  return found
}

/** Writes a program that takes the emulator from a file of this project. */
function write({ name: heading }: Snippet, code: string, emulator: string, extension: string) {
  const name = `${heading.replaceAll(/\W+/g, '-')}.${extension}`
  const path = join(folder, name)
  writeFileSync(path, code.replaceAll(/(['"])flora-emulator\1/g, `'${ROOT}/${emulator}'`))
  return { name, path }
}

/** Runs a program in this process: vitest strips the types of `.ts` files, wherever they are. */
async function load(program: Snippet): Promise<void> {
  const { path } = write(program, program.code, 'src/index.ts', 'ts')
  await import(pathToFileURL(path).href)
}

/** Rejects when the exit code is not 0. */
async function node(...args: readonly string[]): Promise<{ readonly stdout: string }> {
  return promisify(execFile)(process.execPath, args)
}
