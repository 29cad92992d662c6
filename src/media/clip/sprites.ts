import { shippedFont } from '../picture/font.ts'
import { svg } from '../picture/poster.ts'
import { rasterize } from '../picture/raster.ts'
import { fill } from '../picture/svg.ts'
import { textLine } from '../picture/text.ts'
import { widthOf } from '../picture/typeset.ts'
import type { Sprite } from '../video/index.ts'

/**
 * Renders SVG content on a transparent ground.
 *
 * @param width in px.
 * @param height in px.
 */
export function drawSprite(width: number, height: number, content: string): Sprite {
  const { pixels } = rasterize(svg(width, height, content))
  return { x: 0, y: 0, width, height, pixels }
}

/** Characters that a counter can show. */
const CHARACTERS = '0123456789/:. s'

/** Draws numbers in a fixed pitch by copying characters that were rendered once. */
export class Counter {
  readonly #glyphs: Sprite
  readonly #cell: { readonly width: number; readonly height: number }
  readonly #at: { readonly x: number; readonly y: number }

  /**
   * @param size font size in px.
   * @param at upper left corner in px.
   * @param ink colour of the ground.
   * @param light colour of the characters.
   */
  constructor(size: number, at: { readonly x: number; readonly y: number }, ink: string, light: string) {
    this.#at = at
    this.#cell = { width: Math.ceil(size * 0.64), height: Math.ceil(size * 1.7) }
    const { width, height } = this.#cell
    const cells = Array.from(CHARACTERS, (character, index) => {
      const x = (index + 0.5) * width - (widthOf(character, shippedFont()) * size) / 2
      return textLine(character, { x, y: height * 0.7, size }, fill(light))
    })
    const length = CHARACTERS.length * width
    const ground = `<rect width="${length}" height="${height}" fill="${ink}" fill-opacity="0.72"/>`
    this.#glyphs = drawSprite(length, height, ground + cells.join(''))
  }

  /** Draws `text`, of which unknown characters become the first known one. */
  draw(text: string): Sprite {
    const { width, height } = this.#cell
    const pixels = new Uint8Array(text.length * width * height * 4)
    for (const [index, character] of Array.from(text).entries()) {
      const from = Math.max(0, CHARACTERS.indexOf(character)) * width
      for (let row = 0; row < height; row += 1) {
        const start = (row * this.#glyphs.width + from) * 4
        const line = this.#glyphs.pixels.subarray(start, start + width * 4)
        pixels.set(line, (row * text.length + index) * width * 4)
      }
    }
    return { ...this.#at, width: text.length * width, height, pixels }
  }
}
