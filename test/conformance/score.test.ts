/** The table of docs/fidelity.md is that of score.json, which the suites themselves hold true. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Score, SCORES } from '../support/conformance/score.ts'

const HEADING = '## Published suites'

test('docs/fidelity.md shows the score', () => {
  const text = readFileSync('docs/fidelity.md', 'utf8').replaceAll('\r\n', '\n')
  const section = text.split(`${HEADING}\n`)[1]?.split('\n## ')[0] ?? ''
  const rows = section.split('\n').filter((line) => line.startsWith('|'))
  expect(rows.join('\n')).toBe(
    ['| suite | passed | not passed |', '| --- | --- | --- |', ...SCORES.map(rowOf)].join('\n'),
  )
})

test('every suite of score.json is run by a test', () => {
  const files = ['test/conformance', 'test/mcp'].flatMap((folder) =>
    readdirSync(folder, { encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(`${folder}/${name}`, 'utf8')),
  )
  // Tests insert the versions of SDKs.
  const spellings = (suite: string) => [suite, suite.replace(/\d+\.\d+\.\d+/, '${version}')]
  const isRun = ({ suite }: Score) =>
    files.some((text) => spellings(suite).some((name) => text.includes(name)))
  expect(SCORES.filter((score) => !isRun(score))).toEqual([])
})

function rowOf({ suite, passed, of, failing }: Score): string {
  const names = new Map<string, string[]>()
  for (const [name, { reason }] of Object.entries(failing)) {
    names.set(reason, [...(names.get(reason) ?? []), `\`${name}\``])
  }
  const reasons = Array.from(names, ([reason, failed]) => `${failed.join(', ')}: ${reason}`)
  return `| ${suite} | ${passed} of ${of} | ${reasons.join('; ')} |`
}
