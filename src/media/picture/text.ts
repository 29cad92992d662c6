import { escapeXml } from '../../kernel/escape-xml.ts'
import { px } from './svg.ts'

/** Position and size of a line of text. */
interface Placement {
  /** Left end of the baseline, in px. */
  readonly x: number
  readonly y: number
  /** Font size in px. */
  readonly size: number
}

/**
 * Pieces of a line that are shaped apart. Inter's contextual alternates turn `1x1` into `1×1` and `->` into an arrow, but
 * only beside digits or symbols. Letters stay together, so that they are kerned.
 */
const PIECES = /[\p{L}\p{M} ]+|[\p{N}\p{M}]+|[^]\p{M}*/gu

/**
 * Draws a line of text in the shipped font, each character as its own glyph. resvg ignores `font-feature-settings`, so
 * text chunks keep contextual alternates out: a `tspan` with a `y` starts a chunk where the last one ended.
 *
 * @param paint attributes for fill and stroke.
 */
export function textLine(line: string, { x, y, size }: Placement, paint: string): string {
  const chunks = Array.from(line.matchAll(PIECES), ([piece]) => {
    return `<tspan y="${px(y)}">${escapeXml(piece)}</tspan>`
  })
  return `<text x="${px(x)}" font-family="Inter" font-weight="600" font-size="${px(size)}" xml:space="preserve" ${paint}>${chunks.join('')}</text>`
}
