/** score.json counts suites, which hold its numbers true. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Score, SCORES } from '../support/conformance/score.ts'

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
