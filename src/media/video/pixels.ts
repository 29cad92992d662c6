import type { Planes } from './planes.ts'
import type { Disc, Sprite } from './scene.ts'

/** Opacity of discs, 0 to 256. */
const DISC_OPACITY = 222

/**
 * Copies a macroblock. Beyond the picture, its edge is repeated, which takes few bits.
 *
 * @param left in px.
 * @param top in px.
 */
export function copy(
  pixels: Int32Array,
  { width, height, pixels: from }: Sprite,
  left: number,
  top: number,
): void {
  for (let index = 0; index < 256; index += 1) {
    const x = Math.min(width - 1, left + (index & 15))
    const y = Math.min(height - 1, top + (index >> 4))
    const at = (y * width + x) * 4
    pixels[index * 3] = from[at] ?? 0
    pixels[index * 3 + 1] = from[at + 1] ?? 0
    pixels[index * 3 + 2] = from[at + 2] ?? 0
  }
}

/**
 * Composites a disc over a macroblock.
 *
 * @param left in px.
 * @param top in px.
 */
export function blendDisc(pixels: Int32Array, disc: Disc, left: number, top: number): void {
  const [red, green, blue] = disc.colour
  for (let index = 0; index < 256; index += 1) {
    const share = coverage(disc, left + (index & 15), top + (index >> 4))
    if (share === 0) continue
    const at = index * 3
    const rest = 256 - share
    pixels[at] = ((pixels[at] ?? 0) * rest + red * share) >> 8
    pixels[at + 1] = ((pixels[at + 1] ?? 0) * rest + green * share) >> 8
    pixels[at + 2] = ((pixels[at + 2] ?? 0) * rest + blue * share) >> 8
  }
}

/** Returns the opacity of a disc at a pixel, 0 to 256. Its edge is antialiased over one px. */
function coverage({ x, y, radius }: Disc, column: number, row: number): number {
  const dx = column + 0.5 - x
  const dy = row + 0.5 - y
  const square = dx * dx + dy * dy
  if (square >= (radius + 0.5) * (radius + 0.5)) return 0
  if (square <= (radius - 0.5) * (radius - 0.5)) return DISC_OPACITY
  return Math.floor((radius + 0.5 - Math.sqrt(square)) * DISC_OPACITY)
}

/**
 * Composites a sprite over a macroblock.
 *
 * @param left in px.
 * @param top in px.
 */
export function blend(pixels: Int32Array, sprite: Sprite, left: number, top: number): void {
  const { x, y, width, height, pixels: from } = sprite
  const endRow = Math.min(16, y + height - top)
  const first = Math.max(0, x - left)
  const end = Math.min(16, x + width - left)
  for (let row = Math.max(0, y - top); row < endRow; row += 1) {
    for (let column = first; column < end; column += 1) {
      const source = ((top + row - y) * width + left + column - x) * 4
      const rest = 255 - (from[source + 3] ?? 0)
      if (rest === 255) continue
      const at = (row * 16 + column) * 3
      pixels[at] = (((pixels[at] ?? 0) * rest * 257) >> 16) + (from[source] ?? 0)
      pixels[at + 1] = (((pixels[at + 1] ?? 0) * rest * 257) >> 16) + (from[source + 1] ?? 0)
      pixels[at + 2] = (((pixels[at + 2] ?? 0) * rest * 257) >> 16) + (from[source + 2] ?? 0)
    }
  }
}

/** Converts a macroblock to BT.709 in limited range. Factors are in 1/65,536. */
export function toPlanes(pixels: Int32Array, { luma, chroma }: Planes, column: number, row: number): void {
  for (let index = 0; index < 256; index += 1) {
    const at = index * 3
    const [r, g, b] = [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0]
    const target = (row * 16 + (index >> 4)) * luma.width + column * 16 + (index & 15)
    luma.samples[target] = (11_966 * r + 40_254 * g + 4_064 * b + 1_081_344) >> 16
  }
  const [blue, red] = chroma
  for (let index = 0; index < 64; index += 1) {
    const at = ((index >> 3) * 32 + (index & 7) * 2) * 3
    const r = sumOf(pixels, at)
    const g = sumOf(pixels, at + 1)
    const b = sumOf(pixels, at + 2)
    const target = (row * 8 + (index >> 3)) * blue.width + column * 8 + (index & 7)
    blue.samples[target] = (-6_596 * r - 22_189 * g + 28_784 * b + 33_685_504) >> 18
    red.samples[target] = (28_784 * r - 26_145 * g - 2_639 * b + 33_685_504) >> 18
  }
}

/** Sums a channel over the 2 × 2 pixels of a chroma sample. */
const sumOf = (pixels: Int32Array, at: number): number =>
  (pixels[at] ?? 0) + (pixels[at + 3] ?? 0) + (pixels[at + 48] ?? 0) + (pixels[at + 51] ?? 0)
