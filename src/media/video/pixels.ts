import type { Planes } from './planes.ts'
import type { Disc, Sprite } from './scene.ts'

/** How solid discs are, of 256. */
const DISC_OPACITY = 222

/** Beyond the picture's edge its last pixels go on, which is cheap to code. */
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

/** How much of a pixel a disc covers, of 256; its edge is one pixel soft. */
function coverage({ x, y, radius }: Disc, column: number, row: number): number {
  const dx = column + 0.5 - x
  const dy = row + 0.5 - y
  const square = dx * dx + dy * dy
  if (square >= (radius + 0.5) * (radius + 0.5)) return 0
  if (square <= (radius - 0.5) * (radius - 0.5)) return DISC_OPACITY
  return Math.floor((radius + 0.5 - Math.sqrt(square)) * DISC_OPACITY)
}

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

/** Into brightness and differences of colour, as BT.709 has them for television; factors are parts of 65,536. */
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

/** Of a channel over the four pixels that share a colour. */
const sumOf = (pixels: Int32Array, at: number): number =>
  (pixels[at] ?? 0) + (pixels[at + 3] ?? 0) + (pixels[at + 48] ?? 0) + (pixels[at + 51] ?? 0)
