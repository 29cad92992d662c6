/** Style that a machine can check: who may import whom, what may be called where, and how large a file may be. */
import { readFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { dirname, join, normalize } from 'node:path/posix'
import { describe, expect, test } from 'vitest'

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
const files = tracked.split('\n').filter((file) => /^(src|test|bench)\/.*\.tsx?$/.test(file))
const sources = files.filter((file) => file.startsWith('src/'))
const textOf = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]))
const read = (file: string) => textOf.get(file) ?? ''

/** What the files below a path may import: paths below src/, and packages. First match wins. */
const IMPORTS: readonly { below: string; may: string }[] = [
  { below: 'src/simulator/', may: 'src/simulator/' },
  { below: 'src/schemas/', may: 'src/schemas/ typebox' },
  {
    below: 'src/store/store.ts',
    may: `src/store/records.ts src/store/control-records.ts src/store/library.ts src/store/feedback.ts
      src/store/asset-records.ts src/store/webhooks.ts src/simulator/ src/clock.ts src/ids.ts`,
  },
  { below: 'src/store/control-records.ts', may: 'src/store/records.ts src/simulator/' },
  {
    below: 'src/store/records.ts',
    may: 'src/store/asset-records.ts src/store/webhooks.ts src/simulator/ src/clock.ts src/ids.ts',
  },
  {
    below: 'src/store/',
    may: 'src/store/ src/simulator/ src/clock.ts src/package-root.ts better-sqlite3 node:fs',
  },
  {
    below: 'src/services/',
    may: `src/services/ src/store/store.ts src/simulator/ src/schemas/ src/errors.ts src/clock.ts src/ids.ts
      src/fixtures.ts src/options.ts node:crypto node:timers/promises`,
  },
  {
    below: 'src/http/',
    may: `src/http/ src/schemas/ src/errors.ts src/ids.ts src/config.ts src/validation.ts src/package-root.ts
      fastify @fastify/ ajv/ range-parser node:`,
  },
  {
    below: 'src/control/',
    may: `src/control/ src/http/ src/services/ src/webhooks/ src/schemas/ src/simulator/units.ts src/errors.ts
      src/clock.ts src/options.ts src/store/store.ts src/package-root.ts src/routes/context.ts src/routes/render-run.ts
      fastify @fastify/swagger typebox node:crypto`,
  },
  {
    below: 'src/routes/',
    may: `src/routes/ src/http/ src/services/ src/schemas/ src/media/ src/errors.ts src/clock.ts fastify @fastify/
      typebox node:stream`,
  },
  {
    below: 'src/media/',
    may: `src/media/ src/services/ src/simulator/random.ts src/simulator/formats.ts src/errors.ts
      src/package-root.ts @resvg/ @jsquash/ image-size jpeg-js uqr wasm-media-encoders node:fs node:crypto node:worker_threads`,
  },
  { below: 'src/webhooks/', may: 'src/webhooks/ src/services/ src/clock.ts node: p-limit' },
  {
    below: 'src/dashboard/',
    may: `src/dashboard/ src/schemas/ src/simulator/output-fault.ts src/simulator/webhook.ts preact
      @preact/signals`,
  },
]

/** What a file imports, as paths from the root or names of packages. */
function importsOf(file: string): string[] {
  const specifiers = [...read(file).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    ([, name]) => name ?? '',
  )
  return specifiers.map((name) => (name.startsWith('.') ? normalize(join(dirname(file), name)) : name))
}

describe('imports point one way', () => {
  test.each(sources)('%s', (file) => {
    const rule = IMPORTS.find(({ below }) => file.startsWith(below))
    if (rule === undefined) return
    const allowed = rule.may.split(/\s+/)
    const strangers = importsOf(file).filter((name) => !allowed.some((prefix) => name.startsWith(prefix)))
    expect(strangers).toEqual([])
  })

  test('the places where everything is put together are imported by nobody but each other', () => {
    const roots = ['src/app.ts', 'src/emulator.ts', 'src/main.ts', 'src/cli/']
    const isRoot = (path: string) => roots.some((root) => path.startsWith(root))
    const importers = sources.filter((file) => !isRoot(file) && importsOf(file).some(isRoot))
    expect(importers).toEqual(['src/openapi.ts'])
  })
})

test('the dashboard has shapes of the server as types alone, and the server nothing of the dashboard', () => {
  const isDashboard = (file: string) => file.startsWith('src/dashboard/')
  const values = sources.filter(isDashboard).filter((file) => {
    const imports = [...read(file).matchAll(/^import (?!type )[^']*'([^']+)'/gm)].map(
      ([, name]) => name ?? '',
    )
    return imports.some((name) => name.includes('/schemas/'))
  })
  expect(values).toEqual([])
  const importers = sources.filter((file) => !isDashboard(file) && importsOf(file).some(isDashboard))
  expect(importers).toEqual([])
})

describe('what may be used where', () => {
  const users = (pattern: RegExp, among = sources) =>
    among.filter((file) => pattern.test(withoutComments(read(file))))

  test('the machine’s clock is read in clock.ts', () => {
    expect(users(/\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b/)).toEqual(['src/clock.ts'])
  })

  test('chance comes from seeds: nobody calls Math.random', () => {
    expect(users(/\bMath\.random\b/)).toEqual([])
  })

  test('the environment is read in config.ts', () => {
    expect(users(/\bprocess\.env\b/)).toEqual(['src/config.ts'])
  })

  test('wire names stop at schemas, routes and fixtures', () => {
    const inner = sources.filter((file) => /^src\/(simulator|services)\//.test(file))
    // The codes of failed runs are FLORA's own words.
    const wireMember = /^\s+[a-z]+_[a-z_]+\??: /m
    expect(users(wireMember, inner)).toEqual(['src/simulator/run-errors.ts'])
  })

  test('SQL is written in the store', () => {
    const outside = sources.filter((file) => !file.startsWith('src/store/'))
    expect(users(/\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b/, outside)).toEqual([])
  })

  test('tests move time instead of waiting', () => {
    const tests = files.filter((file) => file.startsWith('test/') && file !== 'test/tidy.test.ts')
    expect(
      users(/await (sleep|delay|wait)\(|promises'\)\.setTimeout|new Promise\(\(?\w+\)? => setTimeout/, tests),
    ).toEqual([])
  })
})

describe('size', () => {
  test('no file is over 250 lines', () => {
    expect(files.filter((file) => read(file).split('\n').length > 251)).toEqual([])
  })

  test('the median source file is under 80 lines', () => {
    const lengths = sources.map((file) => read(file).split('\n').length).toSorted((a, b) => a - b)
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(80)
  })
})

function withoutComments(text: string): string {
  return text.replace(/\/\*[^]*?\*\/|(?<=^|\s)\/\/[^\n]*/g, '')
}
