import { shippedFont } from './font.ts'
import type { Palette } from './palettes.ts'
import { fill, px, rect } from './svg.ts'
import { textLine } from './text.ts'
import { clipLine, clipLines, drawable, widthOf, wrap } from './typeset.ts'

/** Words on a picture: a title and lines of small print. */
export interface Caption {
  readonly title: string
  readonly details: readonly string[]
}

/** Size in px. */
interface Area {
  readonly width: number
  readonly height: number
}

/** Shorter side in px below which text would be illegible. */
const SHORT_SIDE_MIN_PX = 96
/** In font sizes. */
const LINE_HEIGHT = 1.16
/** Font sizes of the title, as shares of the shorter side, with their lines at most. The first that fits is used. */
const TITLE_SIZES = [
  { size: 0.1, lines: 2 },
  { size: 0.078, lines: 3 },
  { size: 0.06, lines: 4 },
  { size: 0.046, lines: 6 },
] as const

/**
 * Draws the caption in the lower left, over a shade that keeps it legible. Returns an empty fragment for tiny pictures.
 */
export function captionSvg({ title, details }: Caption, { width, height }: Area, palette: Palette): string {
  const short = Math.min(width, height)
  if (short < SHORT_SIDE_MIN_PX) return ''
  const margin = short * 0.07
  const room = width - 2 * margin
  const { lines, size } = setTitle(title, room, short)
  const small = Math.max(short * 0.026, 9)
  const footer = setFooter(details, room, small)
  const footerTop = height - margin - (footer.length - 1) * small * 1.5
  const titleBase = footerTop - small * 1.35 - size * 0.42
  const titleLines = lines.map((line, index) => {
    const y = titleBase - (lines.length - 1 - index) * size * LINE_HEIGHT
    return textLine(line, { x: margin, y, size }, fill(palette.light))
  })
  const smallLines = footer.map((line, index) =>
    textLine(line, { x: margin, y: footerTop + index * small * 1.5, size: small }, fill(palette.light, 0.78)),
  )
  const top = titleBase - (lines.length - 1) * size * LINE_HEIGHT - size
  const barTop = top - Math.max(size * 0.42, short * 0.034)
  const bar = rect(margin, barTop, short * 0.085, short * 0.012, `fill="${palette.accent}"`)
  const words = [...titleLines, ...smallLines].join('')
  return shade(barTop, short * 0.3, { width, height }, palette.ink) + bar + words
}

/**
 * Breaks the title into lines at the largest size that fits, or clips it at the smallest.
 *
 * @param room width in px.
 * @param short shorter side of the picture in px.
 */
function setTitle(title: string, room: number, short: number): { lines: string[]; size: number } {
  const font = shippedFont()
  const words = drawable(title, font)
  for (const { size: share, lines: count } of TITLE_SIZES) {
    const size = short * share
    const lines = wrap(words, room / size, font)
    // Words are broken at the smallest size only.
    const isWhole = words.split(' ').every((word) => widthOf(word, font) * size <= room)
    if (lines.length <= count && isWhole) return { lines, size }
  }
  const { size: share, lines: count } = TITLE_SIZES[TITLE_SIZES.length - 1] ?? TITLE_SIZES[0]
  const size = short * share
  return { lines: clipLines(wrap(words, room / size, font), count, room / size, font), size }
}

/**
 * Joins the details on one line, or returns a line for each if there is no room.
 *
 * @param room in px.
 * @param size in px.
 */
function setFooter(details: readonly string[], room: number, size: number): string[] {
  const font = shippedFont()
  const parts = details.map((part) => drawable(part, font)).filter((part) => part !== '')
  const joined = parts.join('  ·  ')
  if (widthOf(joined, font) * size <= room) return [joined]
  return parts.map((part) => clipLine(part, room / size, font))
}

/**
 * Draws a gradient that is dark enough for light words below `top` and fades in above.
 *
 * @param top in px.
 * @param fade in px.
 */
function shade(top: number, fade: number, { width, height }: Area, ink: string): string {
  const from = Math.max(0, top - fade)
  const stops = [
    [0, 0],
    [(top - from) / (height - from), 0.6],
    [1, 0.92],
  ].map(
    ([offset, opacity]) =>
      `<stop offset="${px((offset ?? 0) * 100)}%" stop-color="${ink}" stop-opacity="${opacity}"/>`,
  )
  return `<linearGradient id="shade" x1="0" y1="0" x2="0" y2="1">${stops.join('')}</linearGradient>${rect(0, from, width, height - from, 'fill="url(#shade)"')}`
}
