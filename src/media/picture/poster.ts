import { pick, seededRandom } from '../../kernel/random.ts'
import { type Caption, captionSvg } from './caption.ts'
import { COMPOSITIONS } from './compositions.ts'
import { type Palette, PALETTES } from './palettes.ts'

export interface Poster {
  readonly palette: Palette
  /** The picture without an enclosing element, so that it can be a part of another. */
  readonly art: string
  readonly caption: string
}

/** A designed picture; which of the compositions and palettes it is made of follows from `seed`. */
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

export const svg = (width: number, height: number, content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>`
