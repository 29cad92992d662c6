/** docs/fidelity.md and the score of the README are generated (npm run openapi writes them). */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { generatedDocuments, SCORE_PATTERN } from '../../../src/server/fidelity/generated.ts'
import { TOPICS } from '../../../src/server/fidelity/topics.ts'
import { openApiDocument } from '../../../src/server/openapi/openapi-document.ts'
import { REFUSALS } from '../../../src/schemas/refusals.ts'
import { SCORES } from '../../support/conformance/score.ts'

const read = (file: string) => readFileSync(file, 'utf8').replaceAll('\r\n', '\n')

test('docs/fidelity.md and the score of the README are up to date', async () => {
  const { fidelity, score } = generatedDocuments(await openApiDocument(), SCORES)
  expect(read('docs/fidelity.md')).toBe(fidelity)
  expect(SCORE_PATTERN.exec(read('README.md'))?.[0]).toBe(score)
})

test('no cell of docs/fidelity.md has more than 200 characters', () => {
  const cells = read('docs/fidelity.md')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .flatMap((line) => line.split('|'))
  expect(cells.filter((cell) => cell.trim().length > 200)).toEqual([])
})

test('every behaviour has a fact, and no published one is our choice', () => {
  for (const { subject, published = [], ours = [], differs = [] } of TOPICS.flatMap(
    (each) => each.behaviours,
  )) {
    expect(published.length + ours.length + differs.length, subject).toBeGreaterThan(0)
    for (const [from] of published) {
      expect(from.length, subject).toBeGreaterThan(0)
      expect(from, subject).not.toContain('ours')
    }
  }
})

test('error codes outside the closed list are named where the emulator differs', () => {
  const codes = Object.values(REFUSALS).flatMap((refusal) => Object.entries(refusal.codes))
  const outside = codes.flatMap(([code, { source }]) => (source === 'oas' ? [] : [code]))
  const differs = TOPICS.flatMap((each) => each.behaviours).flatMap((each) => each.differs ?? [])
  expect(outside.filter((code) => !differs.some((text) => text.includes(`\`${code}\``)))).toEqual([])
})
