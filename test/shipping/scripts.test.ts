/** The scripts that action.yml and the release run. */
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../support/fixtures.ts'

describe('start-action.mjs', () => {
  test('starts the installed emulator, and names it in the files of GitHub', async () => {
    const { folder, env } = runner()
    const { code, stderr } = await node(['scripts/start-action.mjs'], env)
    expect([code, stderr]).toEqual([0, ''])
    const ready: { url: string; pid: number } = JSON.parse(
      readFileSync(join(folder, 'flora-emulator', 'ready.json'), 'utf8'),
    )
    onTestFinished(() => void process.kill(ready.pid))
    expect(readFileSync(env.GITHUB_OUTPUT, 'utf8')).toBe(
      `url=${ready.url}\nbase-url=${ready.url}/api/v1\nkey=sk_test_default\n`,
    )
    expect(readFileSync(env.GITHUB_ENV, 'utf8').split('\n')).toEqual([
      `FLORA_BASE_URL=${ready.url}/api/v1`,
      'FLORA_API_KEY=sk_test_default',
      'FLORA_WEBHOOK_SECRET=whsec_flora_emulator',
      `FLORA_EMULATOR_URL=${ready.url}`,
      '',
    ])
    // It serves after its script has ended, with the options of the environment.
    const world: unknown = await (await fetch(`${ready.url}/_emulator/worlds/default/clock`)).json()
    expect(world).toMatchObject({ mode: 'manual' })
  })

  test('fails with the log of an emulator that does not start', async () => {
    const { env } = runner()
    const exit = await node(['scripts/start-action.mjs'], { ...env, FLORA_EMULATOR_CLOCK: 'sundial' })
    expect(exit.code).toBe(1)
    expect(exit.stderr).toMatch(/FLORA_EMULATOR_CLOCK: expected real, manual or auto, got "sundial"/)
    expect(exit.stderr).toContain('flora-emulator did not start. Its log is above.')
  })

  test('names a variable that GitHub sets', async () => {
    const exit = await node(['scripts/start-action.mjs'], { RUNNER_TEMP: '' })
    expect(exit.stderr).toContain('RUNNER_TEMP is not set. This script is a step of action.yml.')
  })
})

describe('changelog-section.mjs', () => {
  test.each([
    [
      'the section of the tag',
      '## 0.2.0\n\n- New.\n\n## 0.1.0\n\n- Old.\n',
      { code: 0, stdout: '- New.\n', stderr: '' },
    ],
    [
      'no section',
      '## 0.1.0\n\n- Old.\n',
      { code: 1, stdout: '', stderr: 'CHANGELOG.md has no section "## 0.2.0"' },
    ],
    [
      'a section without its date',
      '## 0.2.0 (unreleased)\n\n- New.\n',
      { code: 1, stdout: '', stderr: 'still "(unreleased)"' },
    ],
    [
      'another version of the package',
      '## 0.2.0\n\n- New.\n',
      { code: 1, stdout: '', stderr: 'package.json has version 0.1.0' },
    ],
  ])('%s', async (name, changelog, { code, stdout, stderr }) => {
    const folder = temporaryFolder()
    const version = name.startsWith('another') ? '0.1.0' : '0.2.0'
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ version }))
    writeFileSync(join(folder, 'CHANGELOG.md'), `# Changelog\n\n${changelog}`)
    const exit = await node([resolve('scripts/changelog-section.mjs'), 'v0.2.0'], {}, folder)
    expect(exit).toMatchObject({ code, stdout })
    expect(exit.stderr).toContain(stderr)
  })

  test('CHANGELOG.md begins with the next version, and says what versions promise', () => {
    const headings = readFileSync('CHANGELOG.md', 'utf8').match(/^## .+$/gm)
    expect(headings?.slice(0, 2)).toEqual(['## Versions', '## 0.2.0 (unreleased)'])
  })
})

/** The folder and variables of a runner on which the first step of action.yml has installed the package. */
function runner() {
  const folder = temporaryFolder()
  const installed = join(folder, 'flora-emulator', 'node_modules', 'flora-emulator')
  mkdirSync(installed, { recursive: true })
  for (const part of ['dist', 'fixtures', 'fonts', 'src/store/migrations', 'package.json']) {
    cpSync(part, join(installed, part), { recursive: true })
  }
  symlinkSync(resolve('node_modules'), join(installed, 'node_modules'), 'junction')
  const env = {
    RUNNER_TEMP: folder,
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_ENV: join(folder, 'env'),
    FLORA_EMULATOR_CLOCK: 'manual',
  }
  return { folder, env }
}

async function node(args: readonly string[], env: Record<string, string>, cwd = '.') {
  return new Promise<{ code: unknown; stdout: string; stderr: string }>((done) => {
    execFile(process.execPath, args, { env: { ...process.env, ...env }, cwd }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : error.code, stdout, stderr }),
    )
  })
}
