import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Report } from '../../src/explore/report/report.ts'
import { ProgramFolder } from '../support/programs.ts'
import { launchUntil, run } from '../support/process.ts'

/** Starts a run, retries every failure once, and polls until the end. */
const CLIENT = `
const { FLORA_BASE_URL: base, FLORA_API_KEY: key } = process.env
const headers = { authorization: 'Bearer ' + key, 'content-type': 'application/json' }
const call = async (path, init) => {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const answer = await fetch(base + path, { headers, ...init }).catch(() => null)
    if (answer?.ok) return answer.json()
  }
  throw new Error('no answer')
}
const place = { workspace_id: 'ws_abc123', project_id: 'prj_abc123' }
const body = JSON.stringify({ type: 'image', prompt: 'A mug', ...place })
const { run_id } = await call('/generate', { method: 'POST', body })
while ((await call('/runs/' + run_id)).status !== 'completed') continue
`

function program(code: string): string {
  const folder = new ProgramFolder()
  onTestFinished(() => folder.remove())
  return folder.write('client.mjs', code)
}

const explore = async (...args: string[]) => run(['explore', ...args])

describe('explore', () => {
  test('prints a matrix of faults, and exits with 1 for one that is overpaid', async () => {
    const client = program(CLIENT)
    const { code, stdout, stderr } = await explore('--only', 'drop-after,402', '--', process.execPath, client)
    expect(stderr).toContain('running the command undisturbed')
    expect(stdout).toMatch(/^startGeneration:1 +\$ +r$/m)
    expect(stdout).toContain('OVERPAID  startGeneration:1 connection cut after the changes were committed')
    expect(stdout).toContain(`--replay drop-after@startGeneration:1 -- ${process.execPath} ${client}`)
    expect(code).toBe(1)
  })

  test('replays one experiment of a report, with its options', async () => {
    const command = [process.execPath, program(CLIENT)]
    const options = ['--format', 'json', '--jobs', '1', '--seed', 'ci']
    const first = await explore(...options, '--only', '503', '--max', '1', '--', ...command)
    const report = JSON.parse(first.stdout) as Report
    const [result] = report.results
    expect(report).toMatchObject({ planned: 1, possible: 4, seed: 'ci' })
    expect(result?.reproduce).toContain('explore --seed ci --replay')
    const again = await explore(...options, '--replay', result?.token ?? '', '--', ...command)
    expect(
      (JSON.parse(again.stdout) as Report).results.map(({ verdict, token }) => [verdict, token]),
    ).toEqual([[result?.verdict, result?.token]])
    expect(again.code).toBe(first.code)
  })

  test('writes reports to a folder, and adds one to the summary of a GitHub step', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'explore-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const summary = join(folder, 'summary.md')
    const dir = join(folder, 'reports')
    const options = ['--report', dir, '--only', '402', '--jobs', '1']
    const args = ['explore', ...options, '--', process.execPath, program(CLIENT)]
    const { code } = await run(args, { GITHUB_STEP_SUMMARY: summary })
    expect(code).toBe(0)
    expect(readdirSync(dir).toSorted()).toEqual([
      'explore-junit.xml',
      'explore.html',
      'explore.json',
      'explore.md',
    ])
    expect(readFileSync(summary, 'utf8')).toBe(readFileSync(join(dir, 'explore.md'), 'utf8'))
  })

  test.each([
    ['is not found', ['no-such-command-here'], 'cannot run no-such-command-here'],
    [
      'fails at once',
      [process.execPath, '-e', 'console.log("no luck"); process.exit(3)'],
      /exit code 3.*\nIt printed:\nno luck/,
    ],
    ['never ends', [process.execPath, '-e', 'setInterval(() => 0, 1000)'], 'did not end undisturbed'],
    [
      'waits for its standard input, which is empty',
      [process.execPath, '-e', 'process.stdin.resume()'],
      'made no call',
    ],
  ])('a command that %s is wrong usage (2)', async (_name, command, reason) => {
    const { code, stderr, stdout } = await explore('--timeout', '2', '--', ...command)
    expect(stderr).toMatch(reason)
    expect([code, stdout]).toEqual([2, ''])
  })

  test('a wrong option is wrong usage (2)', async () => {
    const wrong = [
      [['--only', '500,nope'], 'Unknown fault "nope"; known: 500, 503'],
      [['--jobs', '0'], 'Expected an integer from 1 to 64'],
      [['--timeout', 'soon'], 'Expected seconds from 0.1 to 3600'],
      [['--replay', 'everything'], 'Expected a token of a report'],
      [['--format', 'pdf'], 'Allowed choices are text, json, markdown'],
    ] as const
    await Promise.all(
      wrong.map(async ([options, reason]) => {
        const { code, stderr } = await explore(...options, '--', process.execPath, '-e', '0')
        expect(stderr).toContain(reason)
        expect(code).toBe(2)
      }),
    )
  })

  test.skipIf(process.platform !== 'linux')('ends every process that a command leaves', async () => {
    const mark = `explore-daemon-${process.pid}`
    const daemon = `
      import { spawn } from 'node:child_process'
      spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)', '${mark}'], { detached: true, stdio: 'ignore' }).unref()
    `
    const client = program(daemon + CLIENT)
    await explore('--only', '503', '--max', '2', '--', process.execPath, client)
    const { stdout } = spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    expect(stdout).not.toBe('')
    expect(stdout).not.toContain(mark)
  })

  test.skipIf(process.platform === 'win32')('reports what it has when it is interrupted', async () => {
    const client = program(CLIENT)
    // The slow experiments of the last call keep it busy.
    const options = ['--slow', '60', '--timeout', '120', '--jobs', '2', '--format', 'json']
    const only = ['--only', '503,slow-answer']
    const args = ['explore', ...options, ...only, '--', process.execPath, client]
    const { stop } = await launchUntil(args, '8 experiments')
    const { code, stdout } = await stop('SIGINT')
    expect(code).toBe(130)
    const report = JSON.parse(stdout) as Report
    expect(report).toMatchObject({ interrupted: true, planned: 8 })
    expect(report.results.length).toBeLessThan(8)
  })
})

test('the help names every fault', async () => {
  const { stdout } = await explore('--help')
  const { enum: faults } = (
    JSON.parse(readFileSync('explore-report.schema.json', 'utf8')) as {
      properties: {
        results: {
          items: { properties: { faults: { items: { properties: { fault: { enum: string[] } } } } } }
        }
      }
    }
  ).properties.results.items.properties.faults.items.properties.fault
  expect(faults.filter((fault) => !stdout.includes(fault))).toEqual([])
})
