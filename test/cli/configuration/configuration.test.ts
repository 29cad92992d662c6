import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { findConfig } from '../../../src/cli/configuration/find-config.ts'
import { generatedFiles } from '../../../src/cli/configuration/generated.ts'
import { loadConfig } from '../../../src/cli/configuration/load-config.ts'
import { createConfig } from '../../../src/config/config.ts'
import { launched, written } from './launched.ts'
import { temporaryFolder } from '../../support/fixtures.ts'
import { snippetsOf } from '../../support/programs.ts'

describe('files that follow from the options', () => {
  const read = (file: string): string => readFileSync(file, 'utf8').replaceAll('\r\n', '\n')

  test('config.schema.json and docs/configuration.md are up to date', () => {
    for (const [file, text] of Object.entries(generatedFiles())) expect(read(file)).toBe(text)
  })

  test('the examples of docs/configuration.md are valid', async () => {
    const examples = snippetsOf('docs/configuration.md').filter(({ language }) => language === 'json')
    const [config = '', init = ''] = examples.map(({ code }) => code)
    const validate = new Ajv2020().compile(JSON.parse(read('config.schema.json')))
    expect([validate(JSON.parse(config)), validate.errors]).toEqual([true, null])
    const { emulator } = await launched({
      config: written('flora-emulator.config.json', config),
      init: written('init.json', init),
    })
    const { runs } = await emulator.world().runs.list()
    expect(
      runs.some(({ prompt, status }) => prompt === 'A lighthouse in the fog' && status === 'completed'),
    ).toBe(true)
  })

  test('the schema refuses what the loader refuses', () => {
    const validate = new Ajv2020().compile(JSON.parse(read('config.schema.json')))
    const wrong = [
      { prot: 1 },
      { port: '1' },
      { worlds: { 'A b': {} } },
      { worlds: { a: { clokc: 'auto' } } },
      { rules: [{}] },
    ]
    expect(wrong.map((value) => validate(value))).toEqual(wrong.map(() => false))
  })
})

describe('where the file is found', () => {
  test('the nearest file from the working directory upwards', () => {
    const folder = temporaryFolder()
    const below = join(folder, 'a', 'b')
    mkdirSync(below, { recursive: true })
    const file = written('flora-emulator.config.js', '', folder)
    expect(findConfig(null, below)).toBe(file)
    const nearer = written('flora-emulator.config.json', '{}', join(folder, 'a'))
    expect(findConfig(null, below)).toBe(nearer)
    expect(findConfig('off', below)).toBeNull()
  })

  test('two files in one folder are refused, unless one is named', () => {
    const folder = temporaryFolder()
    const file = written('flora-emulator.config.js', '', folder)
    written('flora-emulator.config.json', '{}', folder)
    expect(() => findConfig(null, folder)).toThrow(
      `${folder} has flora-emulator.config.json and flora-emulator.config.js; keep one of them`,
    )
    expect(findConfig('flora-emulator.config.js', folder)).toBe(file)
  })

  test.each([
    ['nope.json', 'no such file'],
    ['.', 'is a folder'],
    ['a.yaml', 'expected a file that ends in .json, .js or .ts'],
  ])('--config %s is refused: %s', (named, problem) => {
    const folder = temporaryFolder()
    written('a.yaml', '', folder)
    expect(() => findConfig(named, folder)).toThrow(
      expect.objectContaining({
        exitCode: 4,
        message: expect.stringContaining(`--config ${named}: ${problem}`),
      }),
    )
  })
})

describe('what the file gives', () => {
  const file = (values: Record<string, unknown>) => ({ file: 'f.ts', folder: '/here', values })
  const config = (values: Record<string, unknown>, raw = {}, env = {}) =>
    createConfig(raw, env, { file: file(values), fallbacks: { port: 0 } })

  test('flags take precedence over variables, variables over the file, and the file over defaults', () => {
    const values = { port: 1, seed: 'file', clock: 'auto', durationScale: 2 }
    expect(config(values, { port: '3', strict: true }, { FLORA_EMULATOR_SEED: 'env' })).toMatchObject({
      port: 3,
      seed: 'env',
      clock: 'auto',
      durationScale: 2,
      strict: true,
      host: '127.0.0.1',
    })
    expect(config({}).port).toBe(0)
  })

  test('paths are relative to the file, and an instant may be a Date', () => {
    const values = {
      db: ':memory:',
      fixtures: 'fix',
      profile: './r.har',
      clock: 'manual',
      now: new Date('2026-01-31'),
      rateLimit: 'off',
      corsOrigin: ['https://a.test/'],
    }
    expect(config(values)).toMatchObject({
      db: null,
      fixtures: expect.stringMatching(/[/\\]here[/\\]fix$/),
      profile: { file: expect.stringMatching(/[/\\]here[/\\]r\.har$/) },
      now: Date.UTC(2026, 0, 31),
      rateLimit: null,
      corsOrigin: ['https://a.test'],
    })
  })

  test.each<[Record<string, unknown>, string]>([
    [{ port: '4620' }, 'f.ts: port: expected a number, got "4620".'],
    [{ port: 70_000 }, 'f.ts: port: expected an integer from 0 to 65535, got 70000.'],
    [{ strict: 1 }, 'f.ts: strict: expected true or false, got 1.'],
    [{ seed: null }, 'f.ts: seed: expected a text, got null.'],
    [{ allowedHost: 'a' }, 'f.ts: allowedHost: expected a list of texts, got "a".'],
    [
      { now: '2026-01-31' },
      'f.ts: now: expected --clock manual or --clock auto beside it, got --clock real.',
    ],
  ])('%j is refused: %s', (values, message) => {
    expect(() => config(values)).toThrow(expect.objectContaining({ message, exitCode: 4 }))
  })
})

describe('files that cannot be used', () => {
  test.each([
    ['a.json', '{"durationScal": 1}', 'durationScal: unknown; did you mean durationScale?'],
    ['a.json', '{ port: 1 }', 'not valid JSON: '],
    ['a.json', '', 'not valid JSON: '],
    ['a.json', '[]', 'expected an object, such as export default defineConfig({ port: 4620 }), got array'],
    ['a.json', '{"worlds": {"A b": {}}}', 'worlds.A b: expected a name that matches '],
    ['a.json', '{"worlds": {"a": {"clokc": "auto"}}}', 'worlds.a.clokc: unknown; did you mean clock?'],
    ['a.json', '{"worlds": {"a": {"seed": 1}}}', 'worlds.a.seed: Expected string, received number'],
    ['a.json', '{"rules": {}}', 'rules: Expected array, received object'],
    ['a.json', '{"rules": [{}]}', 'rules.0.effect: Required'],
    ['a.json', '{"setup": "x"}', 'setup: expected a function, which needs a .js or .ts file, got string'],
    ['a.js', 'export default () => ({})', 'got function'],
    ['a.js', 'const a = {}\na.worlds = a\nexport default a', 'worlds.worlds.worlds: unknown'],
    ['a.js', 'export default { get port() { throw new Error("boom") } }', 'boom'],
    ['a.ts', 'const x = 1\nthrow new Error("bo\\nom")', 'line 2: bo om'],
    ['a.ts', 'export default {', 'ParseError'],
    ['a.ts', 'import { x } from "./nowhere"\nexport default { port: x }', "Cannot find module './nowhere'"],
  ])('%s with %j is refused: %s', async (name, text, problem) => {
    const file = written(name, text)
    const refused = loadConfig(file)
    await expect(refused).rejects.toMatchObject({ exitCode: 4 })
    const message = await refused.catch((error: Error) => error.message)
    expect(message).toMatch(/^[^\n]+$/)
    expect(message).toContain(`${file}: `)
    expect(message).toContain(problem)
  })

  test('a file that does not end is given up', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const file = written('a.js', 'export default new Promise(() => {})')
    const refused = expect(loadConfig(file)).rejects.toThrow(
      `${file}: not finished after 30 seconds; look for a promise that never settles`,
    )
    await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0))
    await vi.advanceTimersByTimeAsync(60_000)
    await refused
  })
})

describe('the state to start with', () => {
  const TYPESCRIPT = `
    import { defineConfig } from 'flora-emulator'
    import { cents } from './helper'
    enum Clock { Still = 'manual' }
    export default defineConfig({
      clock: Clock.Still,
      seed: 'ci',
      worlds: { default: { now: 1000 }, shop: { now: 2000, rules: [{ effect: { delay_ms: 1 } }] } },
      rules: [{ times: 1, effect: { error: { status: 503 } } }],
      setup: async ({ world }) => {
        await world('shop').workspaces.setBalance('ws_abc123', 1 + cents)
      },
    })`

  test('worlds, rules and setup are applied, from TypeScript with imports', async () => {
    const folder = temporaryFolder()
    written('helper.ts', 'export const cents: number = 0.25', folder)
    const { emulator } = await launched({ config: written('a.ts', TYPESCRIPT, folder) })
    const [shop, first] = [emulator.world('shop'), emulator.world()]
    expect((await shop.get()).clock).toMatchObject({ mode: 'manual', now: 2000 })
    expect((await first.get()).clock).toMatchObject({ mode: 'manual', now: 1000 })
    expect((await shop.workspaces.get('ws_abc123')).balance_usd).toBe(1.25)
    expect(await first.rules.list()).toMatchObject([{ times: 1, effect: { error: { status: 503 } } }])
    expect(await shop.rules.list()).toMatchObject([{ effect: { delay_ms: 1 } }])
  })

  test('a database that has worlds keeps them: rules do not pile up, and setup is skipped', async () => {
    const folder = temporaryFolder()
    const setup = 'setup: ({ world }) => world().workspaces.setBalance("ws_abc123", 7)'
    const config = written(
      'a.js',
      `export default { db: 'a.sqlite', rules: [{ effect: { delay_ms: 1 } }], worlds: { shop: { clock: 'manual', now: 1 } }, ${setup} }`,
      folder,
    )
    const before = await launched({ config })
    expect(existsSync(join(folder, 'a.sqlite'))).toBe(true)
    await before.emulator.world().workspaces.setBalance('ws_abc123', 3)
    await before.emulator.world('shop').clock.advance({ seconds: 1 })
    await before.emulator.close()
    const { emulator } = await launched({ config })
    expect((await emulator.world().workspaces.get('ws_abc123')).balance_usd).toBe(3)
    expect(await emulator.world().rules.list()).toHaveLength(1)
    expect((await emulator.world('shop').get()).clock.now).toBe(1001)
  })

  test('a setup that fails ends the start with one line, and a new database stays new', async () => {
    const folder = temporaryFolder()
    const failing = written(
      'a.js',
      `export default { db: 'a.sqlite', setup: async (emulator) => { await emulator.world('half').get(); throw new Error('bo\\nom') } }`,
      folder,
    )
    await expect(launched({ config: failing })).rejects.toMatchObject({
      exitCode: 4,
      message: `${failing}: setup: bo om`,
    })
    const { emulator } = await launched({ config: written('b.json', '{"db":"a.sqlite"}', folder) })
    expect(emulator.isNew).toBe(true)
  })

  test('a setup that never settles is given up', async () => {
    const file = written(
      'a.js',
      'export default { setup: () => { globalThis.setupRuns = true; return new Promise(() => {}) } }',
    )
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const refused = expect(launched({ config: file })).rejects.toThrow(
      `${file}: setup: not finished after 30 seconds`,
    )
    await vi.waitFor(() => expect(globalThis).toHaveProperty('setupRuns', true))
    onTestFinished(() => void Reflect.deleteProperty(globalThis, 'setupRuns'))
    await vi.advanceTimersByTimeAsync(30_000)
    await refused
  })

  test('a rule that the control API refuses is named with its place', async () => {
    const file = written('a.json', '{"rules":[{"match":{"operation":"nope"},"effect":{"drop":"before"}}]}')
    await expect(launched({ config: file })).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining(`${file}: rules: match.operation: Unknown operation`),
    })
  })

  test('the health is starting until setup has ended', async () => {
    const file = written(
      'a.js',
      `export default { setup: async ({ fetch, url }) => {
        globalThis.healthInSetup = (await (await fetch(url + '/_emulator/health')).json()).status
      } }`,
    )
    const { emulator } = await launched({ config: file })
    onTestFinished(() => void Reflect.deleteProperty(globalThis, 'healthInSetup'))
    expect(globalThis).toHaveProperty('healthInSetup', 'starting')
    const answer = await emulator.fetch(`${emulator.url}/_emulator/health`)
    expect([answer.status, await answer.json()]).toMatchObject([200, { status: 'ok' }])
  })
})
