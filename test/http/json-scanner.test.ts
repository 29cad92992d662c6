import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJson } from '../../src/http/json-body.ts'
import { JsonScanner } from '../../src/http/json-scanner.ts'

/** Parses a document a member at a time, as readers of large documents do. */
function parseByParts(text: string, valuesMax = Infinity): unknown {
  const scanner = new JsonScanner(Buffer.from(text), valuesMax)
  const value = readParts(scanner)
  scanner.end()
  return value
}

function readParts(scanner: JsonScanner): unknown {
  if (scanner.peek() === '[') return Array.from(scanner.elements(), () => parseJson(scanner.read()))
  if (scanner.peek() !== '{') return parseJson(scanner.read())
  return Object.fromEntries(Array.from(scanner.members(), (name) => [name, parseJson(scanner.read())]))
}

const outcomeOf = (parse: (text: string) => unknown, text: string): unknown => {
  try {
    return { value: parse(text) }
  } catch {
    return 'refused'
  }
}

const document = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.dictionary(fc.string(), fc.jsonValue()),
  fc.array(fc.jsonValue()),
)
const written = fc
  .tuple(document, fc.constantFrom(0, 1, '\t'))
  .map(([value, space]) => JSON.stringify(value, null, space))
/** Without `__proto__`, which is refused as a key. */
const isHarmless = (text: string): boolean => !text.includes('__proto__')

test('a document that is parsed by parts is the document', () => {
  fc.assert(
    fc.property(written.filter(isHarmless), (text) => {
      expect(parseByParts(text)).toEqual(JSON.parse(text))
    }),
  )
})

test('a broken document is refused by parts exactly when it is refused as a whole', () => {
  const broken = fc
    .tuple(
      written.filter(isHarmless),
      fc.nat(),
      fc.nat({ max: 2 }),
      fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '\\', ' ', '1', 't'),
    )
    .map(([text, at, length, character]) => {
      const start = at % (text.length + 1)
      return text.slice(0, start) + character + text.slice(start + length)
    })
  fc.assert(
    fc.property(broken, (text) => {
      expect(outcomeOf(parseByParts, text)).toEqual(outcomeOf(JSON.parse, text))
    }),
    { numRuns: 2000 },
  )
})

test.each(['', '   ', '{', '{"a"}', '{"a":}', '{"a":1,}', '{1:2}', '[1 2]', '[,]', '"a', '"\\"', '1 2'])(
  'the text %j is refused',
  (text) => expect(() => parseByParts(text)).toThrow('Request body is not valid JSON.'),
)

test('a value with more values than a reader takes is refused where it begins', () => {
  expect(parseByParts('[[1,2,3]]', 3)).toEqual([[1, 2, 3]])
  expect(() => parseByParts('[0, [1,2,3,4]]', 3)).toThrow('The value at byte 4 holds more than 3 values')
  expect(() => parseByParts('[{"a":[[[]]]}]', 3)).toThrow('The value at byte 1 holds more than 3 values')
})
