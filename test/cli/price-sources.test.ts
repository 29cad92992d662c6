import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (name: string): unknown => JSON.parse(readFileSync(`fixtures/${name}`, 'utf8'))

test('fixtures/price-sources.json names models of the fixtures, each once', () => {
  const models = (read('models.json') as { model_id: string }[]).map(({ model_id: id }) => id)
  const { published, measured } = read('price-sources.json') as Record<'published' | 'measured', string[]>
  const sourced = [...published, ...measured]
  expect(sourced.filter((id) => !models.includes(id))).toEqual([])
  expect(new Set(sourced).size).toBe(sourced.length)
  expect([published.length, measured.length, models.length - sourced.length]).toEqual([18, 78, 15])
})
