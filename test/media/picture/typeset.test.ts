import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeFile } from '../../../src/media/make.ts'
import { shippedFont } from '../../../src/media/picture/font.ts'
import { clipLines, drawable, widthOf, wrap } from '../../../src/media/picture/typeset.ts'
import { jobFor } from '../../support/media.ts'

const font = shippedFont()

test.each([
  ['A mug', 'A mug'],
  ['Ένα φάρος, маяк, Ngọn hải đăng, Łódź', 'Ένα φάρος, маяк, Ngọn hải đăng, Łódź'],
  ['two\nlines\tand  spaces ', 'two lines and spaces'],
  ['a cat 🐱 on a mat', 'a cat on a mat'],
  ['猫 cat', '· cat'],
  ['شمس', '···'],
  ['left \u202Eright\u202C \u0000\u0007\u200B', 'left right'],
  ['<script>alert(1)</script>', '<script>alert(1)</script>'],
  ['half \uD83D of a pair', 'half of a pair'],
  ['e\u0301', 'é'],
])('%j is drawn as %j', (prompt, drawn) => {
  expect(drawable(prompt, font)).toBe(drawn)
})

test('the font has every character of drawable text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const character of drawable(text, font)) {
        expect(font.has(character.codePointAt(0) ?? 0), JSON.stringify(character)).toBe(true)
      }
    }),
  )
})

test('wrapped lines fit the width and lose only spaces', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 2, max: 30 }), (text, width) => {
      const words = drawable(text, font)
      const lines = wrap(words, width, font)
      expect(lines.join('').replaceAll(' ', '')).toBe(words.replaceAll(' ', ''))
      for (const line of lines) expect(widthOf(line, font)).toBeLessThanOrEqual(width)
    }),
  )
})

test('clipped lines end in an ellipsis', () => {
  const lines = wrap('one two three four five six seven', 5, font)
  const clipped = clipLines(lines, 2, 5, font)
  expect(clipped).toHaveLength(2)
  expect(clipped.at(-1)).toMatch(/…$/)
  expect(widthOf(clipped.at(-1) ?? '', font)).toBeLessThanOrEqual(5)
})

test.each([
  ['no characters', ''],
  ['one long word', 'x'.repeat(100_000)],
  ['emoji', '\uD83D\uDC31'.repeat(5_000)],
  ['lone surrogates', '\uDC00\uD800'],
  ['characters that XML forbids', '\u0000\u0008\u001F\uFFFE\uFFFF'],
  ['markup', '"><script>&amp;</text>]]>'],
  ['accents', 'A\u0301'.repeat(3_000)],
])('a picture is made for a prompt of %s', async (_name, title) => {
  for (const [width, height] of [
    [300, 200],
    [16, 16],
    [800, 100],
    [100, 800],
  ] as const) {
    const bytes = await makeFile(jobFor({ kind: 'image', format: 'png', width, height }, { title }))
    expect(Buffer.from(bytes).readUInt32BE(16)).toBe(width)
  }
})
