import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../support/fixtures.ts'
import { run } from '../support/process.ts'

const drift = (against: string, ...args: string[]) => run(['drift', '--against', against, ...args])

/** The emulated API without one operation, with one more status and one more value. */
function changedDocument(): string {
  const file = join(temporaryFolder(), 'openapi.yaml')
  const text = readFileSync('openapi.yaml', 'utf8')
  writeFileSync(file, text.replace('  /feedback:', '  /opinions:'))
  return file
}

describe('flora-emulator drift', () => {
  test('exits with 0 when there is no difference', async () => {
    const { code, stdout, stderr } = await drift('openapi.yaml')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('no differences')
  })

  test('exits with 1 and lists the differences', async () => {
    const { code, stdout } = await drift(changedDocument())
    expect(code).toBe(1)
    expect(stdout).toContain('  POST /feedback: only in the emulator\n  POST /opinions: only there\n')
  })

  test('--format json and markdown', async () => {
    const file = changedDocument()
    const json = await drift(file, '--format', 'json')
    expect(JSON.parse(json.stdout)).toMatchObject({
      against: { source: 'openapi' },
      differences: [
        { kind: 'operation', operation: 'POST /feedback', only_in: 'emulator' },
        { kind: 'operation', operation: 'POST /opinions', only_in: 'against' },
      ],
    })
    const markdown = await drift(file, '--format', 'markdown')
    expect(markdown.stdout).toContain('### Operations\n\n- POST /feedback: only in the emulator\n')
  })

  test.each([
    [
      'a file that is no OpenAPI document',
      ['--against', 'package.json'],
      /package\.json: it is no OpenAPI 3 document/,
    ],
    ['no source', [], /required option '--against <source>' not specified/],
    [
      'an unknown format',
      ['--against', 'openapi.yaml', '--format', 'xml'],
      /Allowed choices are text, markdown, json/,
    ],
  ])('exits with 2 for %s', async (_name, args, message) => {
    const { code, stdout, stderr } = await run(['drift', ...args])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(message)
  })
})
