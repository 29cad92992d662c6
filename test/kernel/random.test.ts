import { expect, test } from 'vitest'
import { between, pick, seededRandom } from '../../src/kernel/random.ts'

test('a seed fixes the whole sequence, on every platform', () => {
  const random = seededRandom('flora')
  expect([random(), random(), random()]).toEqual([0.8326320757623762, 0.4021248873323202, 0.2039630301296711])
})

test('first numbers of generators with similar seeds are spread evenly over [0, 1)', () => {
  const firsts = Array.from({ length: 10_000 }, (_, index) => seededRandom(`seed/${index}`)())
  const tenths = Array.from({ length: 10 }, () => 0)
  for (const value of firsts) {
    const tenth = Math.floor(value * 10)
    tenths[tenth] = (tenths[tenth] ?? 0) + 1
  }
  // Within five standard deviations of 1,000.
  for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150)
})

test('between and pick stay within their bounds', () => {
  const random = seededRandom('bounds')
  for (let draw = 0; draw < 1000; draw += 1) {
    const value = between(random, 5, 7)
    expect(value >= 5 && value < 7).toBe(true)
    expect(['a', 'b', 'c']).toContain(pick(random, ['a', 'b', 'c']))
  }
})
