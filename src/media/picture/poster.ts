import { pick, seededRandom } from '../../kernel/random.ts'
import { type Caption, captionSvg } from './caption.ts'
import { COMPOSITIONS } from './compositions.ts'
import { type Palette, PALETTES } from './palettes.ts'

/** The layers of a picture and its colours. */
export interface Poster {
  readonly palette: Palette
  /** SVG fragment of the picture without its caption. */
  readonly art: string
  /** SVG fragment of the caption, to be drawn in front. */
  readonly caption: string
}

/**
 * Designs a picture. Composition, palette and details follow from `seed`.
 *
 * @param width in px.
 * @param height in px.
 */
export function poster(seed: string, width: number, height: number, caption: Caption): Poster {
  const random = seededRandom(seed)
  const palette = pick(random, PALETTES)
  const compose = pick(random, COMPOSITIONS)
  return {
    palette,
    art: compose({ width, height, palette, random }),
    caption: captionSvg(caption, { width, height }, palette),
  }
}

/**
 * Wraps a fragment in an SVG document.
 *
 * @param width in px.
 * @param height in px.
 */
export const svg = (width: number, height: number, content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>`
