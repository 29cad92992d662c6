import { describe, expect, test } from 'vitest'
import { runTextAction } from '../../../src/simulator/actions/text-actions.ts'

const SPLIT = {
  split_mode: 'separator',
  separator: ',',
  lines_per_part: 1,
  chars_per_part: 500,
  max_parts: 10,
  skip_empty: true,
  trim_parts: true,
}
const REPLACE = {
  find: '',
  replace: '',
  case_sensitive: false,
  replace_all: true,
  whole_word: false,
}
const CONCAT = {
  prefix: '',
  suffix: '',
  separator: '\n\n',
  add_headers: false,
  skip_empty: true,
  trim_parts: true,
  wrap_each_part: false,
}

const work = (action: string, params: object, ...texts: string[]) =>
  runTextAction(
    action,
    { ...params },
    texts.map((text) => ({ name: null, text })),
  )
const texts = (...parts: string[]) => ({ outcome: 'done', texts: parts })

describe('split-text', () => {
  const split = (text: string, params: object) => work('split-text-browser', { ...SPLIT, ...params }, text)

  test.each([
    ['a, b,,c ', {}, ['a', 'b', 'c']],
    ['a, b,,c ', { trim_parts: false }, ['a', ' b', 'c ']],
    ['a, b,,c ', { skip_empty: false }, ['a', 'b', '', 'c']],
    ['a,b,c', { max_parts: 2 }, ['a', 'b']],
    ['a,b', { separator: '' }, ['a,b']],
    ['', {}, []],
    ['one\ntwo\r\n\r\nthree\n \t\n\nfour', { split_mode: 'paragraph' }, ['one\ntwo', 'three', 'four']],
    ['1\n2\n3\n4\n5', { split_mode: 'lines', lines_per_part: 2 }, ['1\n2', '3\n4', '5']],
    [
      'To do:\n- milk\n  fresh\n* eggs\n2) bread',
      { split_mode: 'bullets' },
      ['To do:', 'milk\n  fresh', 'eggs', 'bread'],
    ],
    ['- a\n- b', { split_mode: 'bullets' }, ['a', 'b']],
    ['abcde', { split_mode: 'charCount', chars_per_part: 2 }, ['ab', 'cd', 'e']],
    ['🍎🍏🍐', { split_mode: 'charCount', chars_per_part: 2 }, ['🍎🍏', '🍐']],
    ['abc', { split_mode: 'charCount', chars_per_part: 0.5, max_parts: 2.9 }, ['a', 'b']],
  ])('splits %j with %j', (text, params, parts) => {
    expect(split(text, params)).toEqual(texts(...parts))
  })
})

describe('find-and-replace-text', () => {
  const replace = (text: string, params: object) =>
    work('find-and-replace-text-browser', { ...REPLACE, ...params }, text)

  test.each([
    ['Cat cat', { find: 'cat', replace: 'dog' }, 'dog dog'],
    ['Cat cat', { find: 'cat', replace: 'dog', case_sensitive: true }, 'Cat dog'],
    ['cat cat', { find: 'cat', replace: 'dog', replace_all: false }, 'dog cat'],
    ['cat concat cat’s', { find: 'cat', replace: 'dog', whole_word: true }, 'dog concat dog’s'],
    ['Öl Ölung', { find: 'öl', replace: 'oil', whole_word: true }, 'oil Ölung'],
    ['a.b (c) $1', { find: '.b (c) $', replace: '$&$1' }, 'a$&$11'],
    ['a/b\\c-d', { find: '/b\\c-', replace: '' }, 'ad'],
    ['unchanged', { find: '', replace: 'x' }, 'unchanged'],
    ['gone', { find: 'gone' }, ''],
  ])('replaces in %j with %j', (text, params, result) => {
    expect(replace(text, params)).toEqual(texts(result))
  })

  test('a result over the limit is refused', () => {
    const flood = replace('a'.repeat(100_000), { find: 'a', replace: 'b'.repeat(1_000) })
    expect(flood).toMatchObject({ outcome: 'too_much', param: 'replace' })
    expect(replace('a', { find: 'a'.repeat(1_001) })).toMatchObject({ outcome: 'too_much', param: 'find' })
  })
})

describe('concat-text', () => {
  const concat = (params: object) =>
    runTextAction('concat-text-browser', { ...CONCAT, ...params }, [
      { name: 'Title', text: ' one ' },
      { name: null, text: '  ' },
      { name: null, text: 'two' },
    ])

  test.each([
    [{}, 'one\n\ntwo'],
    [{ separator: ', ', skip_empty: false }, 'one, , two'],
    [{ separator: '|', trim_parts: false }, ' one |two'],
    [{ separator: ', ', prefix: '<', suffix: '>' }, '<one, two>'],
    [{ separator: ', ', prefix: '<', suffix: '>', wrap_each_part: true }, '<one>, <two>'],
    [{ add_headers: true, separator: '\n' }, 'Title\none\nInput 3\ntwo'],
  ])('joins texts with %j', (params, result) => {
    expect(concat(params)).toEqual(texts(result))
  })

  test('a result over the limit is refused', () => {
    expect(concat({ separator: 'x'.repeat(1_000_000) })).toMatchObject({ outcome: 'too_much' })
  })
})

test('actions on media have no text result', () => {
  expect(work('rotate-image-browser', {}, 'a')).toBeNull()
})
