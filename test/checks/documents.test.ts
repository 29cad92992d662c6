import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CHECK_IDS, CHECKS } from '../../src/checks/index.ts'

const sections = readFileSync('docs/checks.md', 'utf8').split(/^## /m).slice(1)

test('docs/checks.md and the code have the same checks, in the same order', () => {
  expect(sections.map((section) => section.split('\n', 1)[0])).toEqual([...CHECK_IDS])
  expect(CHECKS.map(({ id }) => id)).toEqual([...CHECK_IDS])
})

test.each(CHECKS.map((check, index) => [check.id, check, sections[index] ?? ''] as const))(
  'the paragraph on %s names its severity, and how to silence it',
  (id, { severity }, section) => {
    expect(section).toContain(`**${severity[0]?.toUpperCase()}${severity.slice(1)}.**`)
    expect(section.replaceAll(/\s+/g, ' ')).toContain(`Silence it with \`${id}\``)
  },
)

test.each(CHECKS.map((check) => [check.id, check] as const))(
  '%s has a title without, and a remedy with a full stop',
  (_id, { title, remedy }) => {
    expect(title).toMatch(/^[A-Z].*[^.]$/)
    expect(remedy).toMatch(/^[A-Z].*\.$/)
  },
)
