/** Every step of docs/explore.md, with the output that it shows. */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { transformSync } from 'esbuild'
import { afterAll, describe, expect, test } from 'vitest'
import { ProgramFolder, snippetsOf } from '../support/programs.ts'
import { run } from '../support/process.ts'

const folder = new ProgramFolder()
afterAll(() => folder.remove())

const steps = snippetsOf('docs/explore.md').filter(({ heading }) => heading === 'From red to green')
const commands = steps.filter(({ language }) => language === 'sh').map(({ code }) => code.trim())
const outputs = steps
  .filter(({ language }) => language === 'text')
  .map(({ code }) => code.trimEnd().split('\n'))
const hasPython = spawnSync('python3', ['--version']).status === 0

/** Node 20 does not run TypeScript. */
function compiled(path: string): string {
  if (!path.endsWith('.ts')) return path
  const { code } = transformSync(readFileSync(path, 'utf8'), { loader: 'ts', target: 'node20' })
  return folder.write(`${path.replace(/^.*\//, '')}.mjs`, code)
}

test('every client of the examples is in a step, and every step shows its output', () => {
  expect(outputs).toHaveLength(commands.length)
  const named = commands.map((command) => command.split('/').at(-1) ?? '')
  expect([...new Set(named)].toSorted()).toEqual(readdirSync('examples/explore').toSorted())
})

describe('the step', () => {
  test.each(commands.map((command, index) => [command, index] as const))('%s', async (command, index) => {
    if (command.includes('python3') && !hasPython) return expect(process.env['CI']).toBeUndefined()
    const [, ...words] = command.split(' ')
    const args = words.map((word) => (word.startsWith('examples/') ? compiled(word) : word))
    const { stdout, code } = await run(args.map((word) => (word === 'node' ? process.execPath : word)))
    for (const line of outputs[index] ?? []) expect(stdout.split('\n')).toContain(line)
    expect(code).toBe(/\$|H|W|OVERPAID/.test((outputs[index] ?? []).join('')) ? 1 : 0)
  })
})
