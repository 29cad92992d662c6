/** Checks style that the linter cannot check: where things may be used, and the size of folders. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path/posix'
import { describe, expect, test } from 'vitest'

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
const files = tracked
  .split('\n')
  .filter((file) => /^(src|test|bench|scripts)\/.*\.(tsx?|mjs|css|sql)$/.test(file) && existsSync(file))
const sources = files.filter((file) => /^src\/.*\.tsx?$/.test(file))
const textOf = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]))
const read = (file: string) => textOf.get(file) ?? ''

describe('where things may be used', () => {
  const users = (pattern: RegExp, among = sources) =>
    among.filter((file) => pattern.test(withoutComments(read(file))))

  test('the clock of the machine is read in kernel/clock.ts only', () => {
    // `new Date(instant)` only formats; without an argument it reads the clock.
    const clocks =
      /\bDate\.now\b|\bnew Date\b(\(\)|(?!\())|\bperformance\.(now|timeOrigin)\b|\bprocess\.hrtime\b/
    expect(users(clocks)).toEqual(['src/kernel/clock.ts'])
  })

  test('randomness comes from seeds: Math.random is not called', () => {
    expect(users(/\bMath\.random\b/)).toEqual([])
  })

  test('random numbers of the machine are drawn in kernel/ids.ts only, for request ids and new seeds', () => {
    const random = /\b(nanoid|randomUUID|randomBytes|randomInt|randomFill|getRandomValues)\b/
    expect(users(random)).toEqual(['src/kernel/ids.ts'])
  })

  test('answers do not depend on the locale of the machine', () => {
    const server = sources.filter((file) => !file.startsWith('src/dashboard/'))
    expect(users(/\b(localeCompare|toLocale\w+|Intl\.\w+)\b/, server)).toEqual([])
  })

  test('no transcendental function decides bytes, because builds of V8 round them differently', () => {
    const deciding = sources.filter((file) => /^src\/(kernel|media|simulator)\//.test(file))
    // docs/decisions/012-encoders.md; src/kernel/sine.ts replaces them.
    const inexact = /\bMath\.(a?(sin|cos|tan)h?|atan2|exp|expm1|log|log10|log1p|log2|pow|cbrt|hypot)\b|\*\*/
    expect(users(inexact, deciding)).toEqual([])
  })

  test('text is drawn by textLine only, which avoids contextual alternates', () => {
    const media = sources.filter((file) => file.startsWith('src/media/'))
    expect(users(/<text\b/, media)).toEqual(['src/media/picture/text.ts'])
  })

  test('the environment is read by the configuration and by connectEmulator only', () => {
    // The preload runs in processes of the command, which tell it the ports in their environment.
    expect(users(/\bprocess\.env\b/)).toEqual([
      'src/client/connect.ts',
      'src/config/config.ts',
      'src/intercept/preload.ts',
    ])
  })

  test('the simulator declares no member with a name of the wire', () => {
    const simulator = sources.filter((file) => file.startsWith('src/simulator/'))
    // The codes of failed runs are values that FLORA defines.
    const wireMember = /^\s+[a-z]+_[a-z_]+\??: /m
    expect(users(wireMember, simulator)).toEqual(['src/simulator/runs/run-errors.ts'])
  })

  test('services use the names of fixtures where they translate them, and nowhere else', () => {
    const services = sources.filter((file) => file.startsWith('src/services/'))
    const translators = services.filter((file) => /\b[a-z]+_[a-z_]+\b/.test(code(read(file))))
    expect(translators.toSorted()).toEqual([
      'src/services/actions/action-definition.ts',
      'src/services/models/catalogue.ts',
      'src/services/models/gateway-catalogue.ts',
      'src/services/techniques/technique-definition.ts',
      'src/services/worlds/new-world.ts',
      'src/services/worlds/sample-assets.ts',
      'src/services/worlds/sample-runs.ts',
    ])
  })

  test('SQL is written in the store only', () => {
    const outside = sources.filter((file) => !file.startsWith('src/store/'))
    expect(users(/\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b/, outside)).toEqual([])
  })

  test('the store throws no error of the API', () => {
    const store = sources.filter((file) => file.startsWith('src/store/'))
    expect(users(/\b(ApiError|validationError|notFound|forbidden|unknownError)\b/, store)).toEqual([])
  })

  test('stored JSON is parsed in stored-json.ts only, which reports unreadable values', () => {
    const store = sources.filter((file) => file.startsWith('src/store/'))
    expect(users(/\bJSON\.parse\b/, store)).toEqual(['src/store/stored-json.ts'])
  })

  test('loopback names are recognised in kernel/net/loopback.ts only', () => {
    expect(users(/(['"`])localhost\1/)).toEqual(['src/kernel/net/loopback.ts'])
  })

  test('tests move time instead of waiting', () => {
    const tests = files.filter((file) => file.startsWith('test/') && file !== 'test/tidy.test.ts')
    expect(
      users(/await (sleep|delay|wait)\(|promises'\)\.setTimeout|new Promise\(\(?\w+\)? => setTimeout/, tests),
    ).toEqual([])
  })
})

describe('structure', () => {
  test('every layer has import rules', () => {
    const rules = readFileSync('.oxlintrc.imports.json', 'utf8')
    const layers = new Set(sources.flatMap((file) => /^src\/([^/]+)\//.exec(file)?.[1] ?? []))
    // The command line is the top layer and may import everything.
    expect([...layers].filter((layer) => !rules.includes(`src/${layer}/`))).toEqual(['cli'])
  })

  test('docs/architecture.md lists the import rules', () => {
    const rules = readFileSync('.oxlintrc.imports.json', 'utf8')
    const documented = readFileSync('docs/architecture.md', 'utf8')
    const stated = [...rules.matchAll(/"src\/(\w+) may import (.+) \(docs/g)].map(
      ([, layer = '', list = '']) => {
        const may = list.replace(/(\w+)(?=,|$)/g, list === 'nothing' ? '$1' : '`$1`')
        return `\`${layer}\` | ${may}`
      },
    )
    const rows = [...documented.matchAll(/^\| (`\w+`) +\|[^|]+\| (.+?) +\|$/gm)].map(
      ([, layer, may]) => `${layer} | ${may}`,
    )
    expect(rows.length).toBeGreaterThan(10)
    expect(rows.filter((row) => !row.startsWith('`cli`')).toSorted()).toEqual([...new Set(stated)].toSorted())
  })

  test('every file that code or documents name exists', () => {
    const name =
      /(?<![\w./-])(?:test|src|docs|scripts|bench|fixtures)\/[\w./-]+\.(?:tsx?|mjs|md|json|yaml|sql)\b/g
    const documents = tracked
      .split('\n')
      .filter((file) => /^(docs\/.*|[^/]+)\.md$/.test(file) && existsSync(file))
    const missing = [...sources, ...documents].flatMap((file) => {
      const named = readFileSync(file, 'utf8').match(name) ?? []
      return named.filter((path) => !existsSync(path)).map((path) => `${file}: ${path}`)
    })
    expect(missing).toEqual([])
  })

  test('no folder has more than 20 loose files, and src no more than 5', () => {
    const folders = new Set(files.map((file) => dirname(file)))
    const countOf = (folder: string): number => files.filter((file) => dirname(file) === folder).length
    const full = [...folders].filter((folder) => countOf(folder) > (folder === 'src' ? 5 : 20))
    expect(full).toEqual([])
  })
})

function withoutComments(text: string): string {
  return text.replace(/\/\*[^]*?\*\/|(?<=^|\s)\/\/[^\n]*/g, '')
}

/** Leaves out comments and texts, but not the expressions in templates. */
function code(text: string): string {
  const plain = withoutComments(text).replace(/'[^'\n]*'/g, '')
  return plain.replace(/`[^`]*`/g, (template) => (template.match(/\$\{[^}]*\}/g) ?? []).join(' '))
}
