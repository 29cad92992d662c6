import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shippedFont } from '../../../src/media/picture/font.ts'
import { svg } from '../../../src/media/picture/poster.ts'
import { rasterize } from '../../../src/media/picture/raster.ts'
import { textLine } from '../../../src/media/picture/text.ts'
import { widthOf } from '../../../src/media/picture/typeset.ts'

const SIZE = 20
const PLACE = { x: 4, y: 22, size: SIZE }
/** Largest difference by rounded positions. Another glyph differs by more than 100. */
const ROUNDING = 32
const PAINT = 'fill="#000000"'

/** Renders text without kerning, as `widthOf` ignores it. */
const draw = (text: string): Buffer =>
  rasterize(svg(480, 30, `<g style="font-kerning:none">${text}</g>`)).pixels

const drawLine = (line: string): Buffer => draw(textLine(line, PLACE, PAINT))

/** Renders each character as a text of its own, at the sum of the widths before it. */
function drawApart(line: string): Buffer {
  const characters = Array.from(line, (character, index) => {
    const x = 4 + widthOf(Array.from(line).slice(0, index).join(''), shippedFont()) * SIZE
    // Replaces the rounded x, so that glyphs are where a line has them.
    return textLine(character, PLACE, PAINT).replace('x="4"', `x="${x}"`)
  })
  return draw(characters.join(''))
}

/** Returns the largest difference of any channel of any pixel, 0 to 255. */
const difference = (one: Buffer, other: Buffer): number =>
  one.reduce((largest, value, index) => Math.max(largest, Math.abs(value - (other[index] ?? 0))), 0)

test.each(['1x1', '1 x 1', 'run_0x1a22x3', 'A-B', '(ABC)', '->', '<=>', ':-)', '12:34', 'A @ B', 'AVATAR'])(
  'each character of %j has its own glyph',
  (line) => {
    expect(difference(drawLine(line), drawApart(line))).toBeLessThan(ROUNDING)
  },
)

test('in one chunk, the font draws another glyph for the x of 1x1', () => {
  const joined = `<text x="4" y="22" font-family="Inter" font-weight="600" font-size="${SIZE}" ${PAINT}>1x1</text>`
  expect(difference(draw(joined), drawLine('1x1'))).toBeGreaterThan(100)
})

test('each character of any line of ASCII has its own glyph', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 16 }), (line) => {
      expect(difference(drawLine(line), drawApart(line))).toBeLessThan(ROUNDING)
    }),
  )
})

test('letters are kerned', () => {
  const line = textLine('AVATAR', PLACE, PAINT)
  expect(difference(rasterize(svg(480, 30, line)).pixels, draw(line))).toBeGreaterThan(100)
})
