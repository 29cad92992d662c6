import { shippedFont } from './font.ts'
import type { Palette } from './palettes.ts'
import { fill, px, rect } from './svg.ts'
import { textLine } from './text.ts'
import { clipLine, clipLines, drawable, widthOf, wrap } from './typeset.ts'

/** What is written on a picture. */
export interface Caption {
  readonly title: string
  readonly details: readonly string[]
}

interface Area {
  readonly width: number
  readonly height: number
}

/** Below this nothing could be read. */
const SHORT_SIDE_MIN_PX = 96
const LINE_HEIGHT = 1.16
/** Sizes of the title to try, as shares of the shorter side; the first at which it fits in its lines is taken. */
const TITLE_SIZES = [
  { size: 0.1, lines: 2 },
  { size: 0.078, lines: 3 },
  { size: 0.06, lines: 4 },
  { size: 0.046, lines: 6 },
] as const

/** The caption in the lower left, over a shade that keeps it legible on any picture; nothing on tiny ones. */
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

function setTitle(title: string, room: number, short: number): { lines: string[]; size: number } {
  const font = shippedFont()
  const words = drawable(title, font)
  for (const { size: share, lines: count } of TITLE_SIZES) {
    const size = short * share
    const lines = wrap(words, room / size, font)
    // A word is broken only where no size would keep it whole.
    const isWhole = words.split(' ').every((word) => widthOf(word, font) * size <= room)
    if (lines.length <= count && isWhole) return { lines, size }
  }
  const { size: share, lines: count } = TITLE_SIZES[TITLE_SIZES.length - 1] ?? TITLE_SIZES[0]
  const size = short * share
  return { lines: clipLines(wrap(words, room / size, font), count, room / size, font), size }
}

/** On one line where there is room, else one below the other. */
function setFooter(details: readonly string[], room: number, size: number): string[] {
  const font = shippedFont()
  const parts = details.map((part) => drawable(part, font)).filter((part) => part !== '')
  const joined = parts.join('  ·  ')
  if (widthOf(joined, font) * size <= room) return [joined]
  return parts.map((part) => clipLine(part, room / size, font))
}

/** Dark enough for light words from `top` on, and fading in above it. */
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
