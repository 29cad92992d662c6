import { expect, test } from 'vitest'
import { seededUuid } from '../../src/kernel/ids.ts'

test('a seeded UUID depends on its seed alone and is of version 4', () => {
  expect(seededUuid('seed/node/1')).toBe(seededUuid('seed/node/1'))
  const drawn = Array.from({ length: 200 }, (_, index) => seededUuid(`seed/node/${index}`))
  expect(new Set(drawn).size).toBe(200)
  for (const uuid of drawn) {
    expect(uuid).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  }
})

test('a seeded UUID is the same in every version, because stored canvases hold it', () => {
  expect(seededUuid('seed/node/1')).toBe('7f00c685-7c65-414a-ab75-45e9f1ac366b')
})
