import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sarifProblems } from '../support/conformance/sarif.ts'
import { temporaryFolder } from '../support/fixtures.ts'
import { run } from '../support/process.ts'

const CALL = `
  const { FLORA_BASE_URL: base, FLORA_API_KEY: key } = process.env
  const call = (path, body, more) => fetch(base + path, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: { authorization: 'Bearer ' + key, ...more },
  }).catch(() => null)
  const body = { type: 'image', prompt: 'A mug', workspace_id: 'ws_abc123', project_id: 'prj_abc123' }`

/** Pays twice: 0.08 dollars. */
const WRONG = `(async () => {${CALL}
  await call('/generate', body, { 'x-flora-emulator': 'drop:after' })
  await call('/generate', body)
  await call('/generations')
})()`

/** Pays once. */
const RIGHT = `(async () => {${CALL}
  const headers = { 'idempotency-key': 'one', 'x-flora-emulator': 'duration:0' }
  const { run_id: id } = await (await call('/generate', body, headers)).json()
  await call('/runs/' + id)
})()`

const exec = async (script: string, ...options: string[]) =>
  run(['exec', ...options, '--', process.execPath, '-e', script])

describe('exec', () => {
  test('ends with the findings, the cost and the sources of the prices', async () => {
    const { code, stdout, stderr } = await exec(WRONG)
    expect([code, stdout]).toEqual([0, ''])
    expect(stderr).toContain(
      'flora-emulator: error retry-without-key (world default): This start was billed twice',
    )
    expect(stderr).toContain('See docs/checks.md#retry-without-key.')
    expect(stderr).toContain('flora-emulator: cost: $0.08\n')
    expect(stderr).toContain('flora-emulator: prices of models: 1 published, 0 measured, 0 ours\n')
  })

  test('prints the cost alone for a client that is right', async () => {
    const { code, stderr } = await exec(RIGHT, '--checks', 'error', '--budget', '0.04')
    expect(code).toBe(0)
    expect(stderr).toMatch(
      /^flora-emulator: 1 info: .*\nflora-emulator: cost: \$0\.04\nflora-emulator: prices .*\n$/,
    )
  })

  test.each([
    [['--checks', 'error'], 5],
    [['--checks', 'warn'], 0],
    [['--checks', 'off'], 0],
    [['--checks', 'error', '--ignore-check', 'retry-without-key'], 0],
    [['--budget', '0.08'], 0],
    [['--budget', '0.07'], 6],
    [['--checks', 'error', '--budget', '0.07'], 6],
  ])('with %j exits with %i after a client that pays twice', async (options, code) => {
    expect((await exec(WRONG, ...options)).code).toBe(code)
  })

  test('keeps the exit code of a command that failed', async () => {
    const script = `${WRONG}.then(() => process.exit(3))`
    expect((await exec(script, '--checks', 'error', '--budget', '0')).code).toBe(3)
  })

  test('writes JUnit XML, SARIF and Markdown, without the API key', async () => {
    const dir = join(temporaryFolder(), 'reports', 'checks')
    const script = WRONG.replace("'A mug'", "'sk_live_hunter2hunter2 <b>&', parameters: {}")
    await exec(script, '--report', dir)
    const read = (name: string) => readFileSync(join(dir, name), 'utf8')
    const all = read('junit.xml') + read('findings.sarif') + read('summary.md')
    expect(all).not.toContain('hunter2')
    expect(all).not.toContain('sk_test_default')
    expect(read('junit.xml')).toMatch(/<testsuite name="flora-emulator default" tests="18" failures="2"/)
    const log = JSON.parse(read('findings.sarif')) as {
      version: string
      runs: { results: { ruleId: string; level: string }[] }[]
    }
    expect(sarifProblems(log)).toEqual([])
    expect(sarifProblems({ ...log, runs: [{ ...log.runs[0], tool: {} }] })).not.toEqual([])
    const { version, runs } = log
    expect(version).toBe('2.1.0')
    expect(runs[0]?.results.map(({ ruleId, level }) => [ruleId, level])).toContainEqual([
      'retry-without-key',
      'error',
    ])
    expect(read('summary.md')).toContain('| error | retry-without-key | default |')
  })

  test('refuses a folder for reports that cannot be made (4), and does not run the command', async () => {
    const { code, stdout, stderr } = await exec("console.log('ran')", '--report', '/dev/null/reports')
    expect([code, stdout]).toEqual([4, ''])
    expect(stderr).toContain('flora-emulator: --report /dev/null/reports: ')
  })

  test.skipIf(process.platform !== 'linux').each([['--report'], ['--bundle']])(
    '%s that nobody can write is refused at once (4), also for root',
    async (option) => {
      const { code, stdout, stderr } = await exec("console.log('ran')", option, '/proc/x')
      expect([code, stdout]).toEqual([4, ''])
      expect(stderr).toMatch(new RegExp(`^flora-emulator: ${option} /proc/x: .+\\n$`))
    },
  )

  test('neither reports nor a bundle replace what is no file', async () => {
    const dir = temporaryFolder()
    mkdirSync(join(dir, 'junit.xml'))
    const reports = await exec(RIGHT, '--report', dir)
    expect([reports.code, reports.stderr.split('\n').at(-2)]).toEqual([
      4,
      `flora-emulator: --report ${dir}: ${join(dir, 'junit.xml')} is no regular file`,
    ])
    const bundle = await exec("console.log('ran')", '--bundle', dir)
    expect([bundle.code, bundle.stdout, bundle.stderr]).toEqual([
      4,
      '',
      `flora-emulator: --bundle ${dir}: ${dir} is no regular file\n`,
    ])
  })

  test.each([
    [0, 4],
    [3, 3],
  ])('keeps the exit code %i of a command that makes its bundle impossible (%i)', async (own, code) => {
    const file = join(temporaryFolder(), 'failure.zip')
    const spoil = `require('fs').mkdirSync(${JSON.stringify(file)}); process.exit(${own})`
    const result = await exec(spoil, '--bundle-always', '--bundle', file)
    expect([result.code, result.stderr]).toEqual([
      code,
      `flora-emulator: --bundle ${file}: ${file} is no regular file\n`,
    ])
  })

  test('counts what was spent before a reset, and reports its mistakes', async () => {
    const script = `(async () => {
      await ${WRONG}
      const reset = await fetch(process.env.FLORA_EMULATOR_URL + '/_emulator/worlds/default/reset', {
        method: 'POST', headers: { 'content-type': 'application/json' } })
      console.log(reset.status)
    })()`
    const { code, stdout, stderr } = await exec(script, '--budget', '0.07')
    expect([code, stdout]).toEqual([6, '200\n'])
    expect(stderr).toContain(
      'flora-emulator: error retry-without-key (world default): This start was billed twice',
    )
    expect(stderr).toContain('flora-emulator: over budget: $0.08 of $0.07\n')
  })

  test.each([
    [0, 4],
    [3, 3],
  ])(
    'prints the findings of a command that exits with %i and makes reports impossible (%i)',
    async (own, code) => {
      const dir = join(temporaryFolder(), 'reports')
      const spoil = `const fs = require('fs'); fs.rmdirSync(${JSON.stringify(dir)}); fs.writeFileSync(${JSON.stringify(dir)}, '')`
      const result = await exec(`${spoil}; ${WRONG}.then(() => process.exit(${own}))`, '--report', dir)
      expect(result.code).toBe(code)
      expect(result.stderr).toMatch(/error retry-without-key[^]*\nflora-emulator: --report .*\n$/)
    },
  )

  test('says how many requests were too old to be checked', async () => {
    const script = `(async () => {${CALL}
      for (let n = 0; n < 1003; n += 1) await call('/nothing')
    })()`
    const { code, stderr } = await exec(script, '--rate-limit', 'off')
    expect([code, stderr]).toEqual([
      0,
      'flora-emulator: 3 earlier requests of world default were not checked: a world keeps its last 1,000, and 1,000 findings from before its resets. Use a world for each test.\n',
    ])
  })

  test('appends to the summary of a step of GitHub Actions', async () => {
    const file = join(temporaryFolder(), 'step.md')
    const args = ['exec', '--', process.execPath, '-e', WRONG]
    await run(args, { GITHUB_STEP_SUMMARY: file })
    expect(readFileSync(file, 'utf8')).toMatch(
      /^## flora-emulator\n[^]*retry-without-key[^]*- cost: \$0\.08\n/,
    )
  })

  test.each([
    [['--checks', 'on'], '--checks: expected off, warn or error, got "on".'],
    [['--budget', '-1'], '--budget: expected US dollars such as 0.50, got "-1".'],
    [
      ['--ignore-check', 'retry-without-keys'],
      '--ignore-check: expected the id of a check, such as retry-without-key or another id of docs/checks.md, got "retry-without-keys".',
    ],
  ])('%j is wrong usage (2)', async (options, reason) => {
    const { code, stderr } = await exec('0', ...options)
    expect([code, stderr]).toEqual([2, `flora-emulator: ${reason}\n`])
  })
})
