import { expect, test } from 'vitest'
import { DatabaseHealth, UnreadableData } from '../../src/kernel/database-health.ts'

test.each([
  [Object.assign(new Error('x'), { code: 'SQLITE_CORRUPT_VTAB' }), 'is damaged (SQLITE_CORRUPT_VTAB)'],
  [Object.assign(new Error('x'), { code: 'SQLITE_NOTADB' }), 'is damaged (SQLITE_NOTADB)'],
  [Object.assign(new Error('x'), { code: 'SQLITE_IOERR_READ' }), 'Check the disk'],
  [new UnreadableData('run 5 of world 1'), 'Stored data cannot be read: run 5 of world 1.'],
])('%s makes the health fail, once', (error, words) => {
  const problems: string[] = []
  const health = new DatabaseHealth((problem) => problems.push(problem))
  health.note(error)
  health.note(error)
  expect(problems).toEqual([expect.stringContaining(words)])
  expect(health.problem).toBe(problems[0])
})

test.each([
  new SyntaxError('Unexpected token'),
  Object.assign(new Error('full'), { code: 'SQLITE_FULL' }),
  'a text',
])('%s leaves the health alone', (error) => {
  const health = new DatabaseHealth(() => undefined)
  health.note(error)
  expect(health.problem).toBeNull()
})
